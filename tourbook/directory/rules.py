"""What holds for organisations and places: plain values in, an answer or a refusal out."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.directory.models import OrganisationKind

#: Weights of the seven digits of a Business ID from left to right, modulo 11; an ID whose
#: remainder is 1 is not given. Source: Government Decree 288/2001 on the Business ID, and Decree
#: 598/1991, section 4, before it.
BUSINESS_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2)
BUSINESS_ID = re.compile(r"(\d{6,7})-?(\d)")
DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2212", "-----")
SLUG_LENGTH = 60
#: Mean radius of the Earth.
EARTH_KM = 6371.0


@dataclass(frozen=True)
class MunicipalityFacts:
    region_id: int
    name: Texts
    lat: float
    lon: float


@dataclass(frozen=True)
class PlaceFacts:
    municipality_id: int
    name: str
    lat: float
    lon: float
    address: str = ""
    step_free: bool = False
    coach_parking: bool = False


@dataclass(frozen=True)
class OrganisationFacts:
    name: str
    kind: OrganisationKind
    #: None for one that is not registered in Finland.
    business_id: str | None = None
    municipality_id: int | None = None
    email: str = ""
    phone: str = ""
    website: str = ""


def check_digit(digits: Sequence[int]) -> int | None:
    """The check digit of a Business ID's seven digits; None if no ID has these digits."""
    remainder = sum(w * d for w, d in zip(BUSINESS_ID_WEIGHTS, digits, strict=True)) % 11
    if remainder == 1:
        return None
    return 11 - remainder if remainder else 0


def business_id(written: str) -> str | None:
    """The Business ID as it is registered, `1234567-1`; None where nothing is written.

    The oldest IDs are also written with six digits, without the leading zero.
    """
    plain = re.sub(r"\s", "", written).translate(DASHES)
    if not plain:
        return None
    match = BUSINESS_ID.fullmatch(plain)
    if not match or not plain.isascii():
        raise Refused("Write the Business ID as seven digits, a dash and a check digit: 1234567-1.")
    digits = match[1].zfill(7)
    if check_digit([int(digit) for digit in digits]) != int(match[2]):
        raise Refused("The check digit of the Business ID does not fit. Please compare it again.")
    return f"{digits}-{match[2]}"


def slug_of(name: Texts) -> str:
    """A short name for addresses, made of the English name."""
    plain = unicodedata.normalize("NFKD", name.get("en")).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:SLUG_LENGTH].strip("-")
    if not slug:
        raise Refused("Give an English name with letters from A to Z in it.")
    return slug


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """As the crow flies between two points, each degrees north and east."""
    lat, lon = radians(one[0]), radians(one[1])
    to_lat, to_lon = radians(other[0]), radians(other[1])
    bend = sin((to_lat - lat) / 2) ** 2 + cos(lat) * cos(to_lat) * sin((to_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(bend)))
