"""Reading a list of participants as people keep it: columns by their header or by their order."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from tourbook.core import formats
from tourbook.core.languages import LANGUAGES
from tourbook.core.refused import Refused
from tourbook.hosts.models import VisitorField

#: The columns in the order in which they are read when no header names them.
COLUMNS = ("name", "form_of_address", "post", "email")
LIMITS = {
    "name": 160,
    "form_of_address": 40,
    "post": 160,
    "email": 254,
    "employer": 160,
    "phone": 40,
    "vehicle": 40,
    "clothing_size": 20,
}
#: What is only read where a site of the programme asks for it.
IF_ASKED = {
    VisitorField.NATIONALITY: "nationality",
    VisitorField.EMPLOYER: "employer",
    VisitorField.PHONE: "phone",
    VisitorField.VEHICLE: "vehicle",
    VisitorField.CLOTHING_SIZE: "clothing_size",
}

#: What a header may call a column: English, Finnish, Swedish.
HEADERS = {
    "name": {
        "name", "full name", "participant", "nimi", "koko nimi", "osallistuja", "namn",
        "fullständigt namn", "deltagare",
    },
    "first": {"first name", "given name", "given names", "etunimi", "etunimet", "förnamn"},
    "last": {"last name", "surname", "family name", "sukunimi", "efternamn", "släktnamn"},
    "form_of_address": {
        "form of address", "title", "salutation", "puhuttelu", "titteli", "arvo", "tilltal",
        "tilltalsform", "titel",
    },
    "post": {
        "post", "position", "role", "job title", "function", "tehtävä", "tehtävänimike", "asema",
        "toimi", "tjänst", "befattning", "uppgift", "roll",
    },
    "email": {
        "email", "e-mail", "e-mail address", "email address", "mail", "sähköposti",
        "sähköpostiosoite", "e-post", "e-postadress", "epost",
    },
    "nationality": {
        "nationality", "citizenship", "kansalaisuus", "medborgarskap", "nationalitet",
    },
    "employer": {
        "employer", "organisation", "organization", "company", "authority", "työnantaja",
        "organisaatio", "yritys", "virasto", "arbetsgivare", "företag", "myndighet",
    },
    "phone": {
        "phone", "telephone", "mobile", "phone number", "puhelin", "puhelinnumero", "telefon",
        "telefonnummer", "mobil",
    },
    "vehicle": {
        "vehicle", "car", "registration number", "licence plate", "ajoneuvo", "auto",
        "rekisterinumero", "rekisteritunnus", "fordon", "bil", "registreringsnummer",
    },
    "clothing_size": {
        "clothing size", "size", "vaatekoko", "koko", "klädstorlek", "storlek",
    },
}  # fmt: skip

MAILBOX = re.compile(r"[^@\s,;<>()]+@[^@\s,;<>()]+\.[^@\s,;<>().]+")


class Problem(StrEnum):
    """Why a row cannot be taken as it stands."""

    NO_NAME = "no_name"
    TOO_LONG = "too_long"
    BAD_EMAIL = "bad_email"
    BAD_COUNTRY = "bad_country"
    TWICE = "twice"
    KNOWN = "known"


@dataclass(frozen=True)
class Person:
    name: str
    form_of_address: str = ""
    post: str = ""
    email: str = ""
    #: ISO 3166 alpha-2; what is no country that we know stays as it was written.
    nationality: str = ""
    employer: str = ""
    phone: str = ""
    vehicle: str = ""
    clothing_size: str = ""


@dataclass(frozen=True)
class Entry:
    """A row that was read, and what is wrong with it, if anything."""

    person: Person
    problem: Problem | None = None


def read(rows: Sequence[Sequence[str]]) -> list[Person]:
    """The persons of a table, whose first row may be a header.

    Raises:
        Refused: there is nobody in it.
    """
    if not rows:
        raise Refused("There are no rows to read. Paste at least one name.")
    header = columns_of(rows[0])
    columns = header or COLUMNS
    people = [person(columns, row) for row in (rows[1:] if header else rows)]
    if not people:
        raise Refused("There is a header but nobody under it.")
    return people


def columns_of(row: Sequence[str]) -> tuple[str, ...] | None:
    """The columns that a header names, unknown ones as "", or None if the row is no header."""
    named = tuple(column_named(cell) for cell in row)
    return named if {"name", "first", "last"} & set(named) else None


def column_named(cell: str) -> str:
    word = clean(cell).rstrip(":*").strip().casefold()
    return next((column for column, words in HEADERS.items() if word in words), "")


def person(columns: Sequence[str], row: Sequence[str]) -> Person:
    found = {column: clean(cell) for column, cell in zip(columns, row, strict=False) if column}
    whole = " ".join(part for part in (found.get("first"), found.get("last")) if part)
    return Person(
        name=found.get("name") or whole,
        form_of_address=found.get("form_of_address", ""),
        post=found.get("post", ""),
        email=found.get("email", "").lower(),
        nationality=country_code(found.get("nationality", "")),
        employer=found.get("employer", ""),
        phone=found.get("phone", ""),
        vehicle=found.get("vehicle", ""),
        clothing_size=found.get("clothing_size", ""),
    )


def country_code(text: str) -> str:
    """The code of a country that is written as a code or by its name in one of our languages."""
    return country_codes().get(text.casefold(), text)


@cache
def country_codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in formats.countries(language):
            found[code.casefold()] = found[name.casefold()] = code
    return found


def only_asked(one: Person, asked: Collection[VisitorField]) -> Person:
    """The same without what no site of the programme asks for."""
    unasked = {column: "" for field, column in IF_ASKED.items() if field not in asked}
    return replace(one, **unasked)


def clean(cell: str) -> str:
    """One line of composed, printable letters."""
    plain = unicodedata.normalize("NFC", cell)
    return " ".join(
        "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in plain).split()
    )


class Known:
    """Who is on a list. The same mailbox is the same person; so is the same name without one."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self.mailboxes: set[str] = set()
        self.names: dict[str, set[str]] = {}
        for one in people:
            self.add(one)

    def add(self, one: Person) -> None:
        self.mailboxes.update({one.email.casefold()} - {""})
        self.names.setdefault(one.name.casefold(), set()).add(one.email.casefold())

    def __contains__(self, one: Person) -> bool:
        if one.email and one.email.casefold() in self.mailboxes:
            return True
        mailboxes = self.names.get(one.name.casefold())
        return mailboxes is not None and (not one.email or "" in mailboxes)


def check(people: Iterable[Person], there: Iterable[Person]) -> list[Entry]:
    """Each person with the first problem; `there` are those on the list already."""
    known, seen = Known(there), Known()
    entries = []
    for one in people:
        entries.append(Entry(one, problem_of(one, known, seen)))
        seen.add(one)
    return entries


def problem_of(one: Person, known: Known, seen: Known) -> Problem | None:
    if not one.name:
        return Problem.NO_NAME
    if any(len(getattr(one, column)) > limit for column, limit in LIMITS.items()):
        return Problem.TOO_LONG
    if one.email and not MAILBOX.fullmatch(one.email):
        return Problem.BAD_EMAIL
    if one.nationality and one.nationality not in country_codes().values():
        return Problem.BAD_COUNTRY
    if one in known:
        return Problem.KNOWN
    return Problem.TWICE if one in seen else None


def taken(entries: Sequence[Entry]) -> list[Person]:
    """Those that can be added as they stand."""
    return [entry.person for entry in entries if entry.problem is None]


def as_text(rows: Sequence[Sequence[str]]) -> str:
    """A table as it would be pasted, so that a file and a paste go the same way."""
    return "\n".join("\t".join(clean(cell) for cell in row) for row in rows)
