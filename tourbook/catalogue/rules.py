"""What the public pages work out from a version: its route, its pictures, its price."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tourbook.core.texts import Texts
from tourbook.packages.models import PriceTier, Version
from tourbook.packages.rules import programme
from tourbook.packages.rules.costing import pricing

#: The themes that have a drawing of their own; any other has the lake.
DRAWN = frozenset(
    {"everyday-safety", "rescue", "water-food-forest", "headquarters", "town-to-practise"}
)
SLUG = re.compile(r"[a-z0-9-]{1,80}")
#: More stops than this cannot be told apart on a map.
MOST_STOPS = 12


@dataclass(frozen=True)
class Stop:
    name: Texts | str
    lon: float
    lat: float


@dataclass(frozen=True)
class Offer:
    """What a group of this size pays."""

    pax: int
    person_cents: int
    total_cents: int


def is_slug(written: str) -> bool:
    """Whether this can stand in an address as the name of a package or a theme."""
    return SLUG.fullmatch(written) is not None


def picture(theme_slugs: Iterable[str]) -> str:
    """The drawing of the first theme that has one."""
    name = next((slug for slug in theme_slugs if slug in DRAWN), "lake")
    return f"img/themes/{name}.svg"


def route(version: Version) -> list[Stop]:
    """Where the visit goes: from town to town, or from place to place within one town."""
    places = [item.place for item in programme.stops(version) if item.place is not None]
    towns = [place.municipality for place in places]
    if len({town.id for town in towns}) > 1:
        stops = [Stop(town.name, town.lon, town.lat) for town in towns]
    else:
        stops = [Stop(place.name, place.lon, place.lat) for place in places]
    moves = [stop for last, stop in zip([None, *stops], stops, strict=False) if stop != last]
    return unvisited(moves)[:MOST_STOPS]


def unvisited(stops: list[Stop]) -> list[Stop]:
    """Each stop where it is first reached: a mark for each return would hide the first."""
    return list(dict.fromkeys(stops))


def offer(tiers: Iterable[PriceTier], pax: int) -> Offer | None:
    person_cents = pricing.price_at(tiers, pax)
    if person_cents is None:
        return None
    return Offer(pax, person_cents, person_cents * pax)


def lines(text: str) -> list[str]:
    """What was written as one thing on a line."""
    return [line.strip(" \t-•") for line in text.splitlines() if line.strip(" \t-•")]
