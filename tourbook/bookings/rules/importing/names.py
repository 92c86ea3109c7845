"""A person's name: as it is written, which part is the family's, and how it is said."""

import re
from dataclasses import dataclass

from anyascii import anyascii

from tourbook.bookings.rules.importing import letters
from tourbook.bookings.rules.importing.letters import FAMILY_FIRST

#: Scripts whose letters stand for sounds, so that Latin letters can say them.
SAID_BY_LETTERS = frozenset(
    {"Cyrillic", "Greek", "Armenian", "Georgian", "Hiragana", "Katakana", "Hangul"}
)

#: Forms of address in the languages of the delegations, without points and in small letters.
ADDRESSES = frozenset(
    {
        "mr", "ms", "mrs", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "madam",
        "hra", "herra", "rva", "rouva", "nti", "neiti", "tri", "tohtori",
        "herr", "hr", "fru", "fr", "frk", "fröken", "frau", "herrn", "doktor",
        "m", "mme", "mlle", "monsieur", "madame", "mademoiselle",
        "sr", "sra", "srta", "señor", "señora", "señorita", "don", "doña", "d", "dª",
        "sig", "sigra", "signor", "signora", "signore", "dott", "dottssa", "dottoressa",
        "härra", "proua", "preili", "kungs", "kundze", "ponas", "ponia", "panelė",
        "pan", "pani", "senhor", "senhora", "dhr", "mevr", "mevrouw", "de heer",
        "г-н", "г-жа", "господин", "госпожа", "пан", "пані", "д-р", "проф",  # noqa: RUF001
        "السيد", "السيدة", "الأستاذ", "الدكتور", "الدكتورة", "د",
        "col", "colonel", "lt col", "maj", "major", "capt", "captain", "gen", "general", "brig",
        "sgt", "lt", "cdr", "commander", "chief", "inspector", "supt", "he", "hon",
        "eversti", "majuri", "kapteeni", "komisario", "överste", "kapten", "oberst", "hauptmann",
    }
)  # fmt: skip

#: Those of them that are nobody's name.
BEFORE_NAMES = frozenset(
    {
        "mr", "ms", "mrs", "miss", "mx", "dr", "prof", "professor", "herr", "frau", "mme", "mlle",
        "sra", "srta", "hra", "rva", "tri", "dott", "г-н", "г-жа", "д-р",  # noqa: RUF001
    }
)  # fmt: skip


@dataclass(frozen=True)
class Name:
    """A name in the order in which it is said.

    Args:
        whole: given and family name in the order of its script.
        given, surname: where the list tells them apart; else empty.
    """

    whole: str
    given: str = ""
    surname: str = ""

    @property
    def script(self) -> str:
        return letters.main_script(self.whole)


def is_address(cell: str) -> bool:
    """Whether a cell is a form of address and nothing else: `Mr.`, `Mme`, `Herr Dr.`."""
    return any(
        bool(words) and (" ".join(words) in ADDRESSES or all(word in ADDRESSES for word in words))
        for words in (cell.casefold().replace(".", point).split() for point in ("", " "))
    )


def address_before(cell: str) -> tuple[str, str]:
    """The form of address that stands before a name, and the name: `Dr. Aino Esimerkki`.

    What leaves less than a given and a family name is left as it is.
    """
    words = cell.split()
    count = 0
    while count < len(words) and words[count].casefold().rstrip(".") in BEFORE_NAMES:
        count += 1
    if len(words) - count < 2:
        return "", cell
    return " ".join(words[:count]), " ".join(words[count:])


def in_one_cell(cell: str) -> Name:
    """A name that stands in one cell; `Surname, Given` is turned round.

    A surname in capitals (`SAARI Ahti`) is known as such and stays where it stands: capitals
    alone do not say in which order a name is said.
    """
    if cell.count(",") == 1:
        surname, given = (part.strip() for part in cell.split(","))
        if surname and given and not is_suffix(given):
            return of_two(given, surname)
    if cell.count("،") == 1:
        surname, given = (part.strip() for part in cell.split("،"))
        if surname and given:
            return of_two(given, surname)
    return by_capitals(cell)


def is_suffix(part: str) -> bool:
    """What stands after a comma and is no given name: `Jr.`, `PhD`."""
    return re.fullmatch(r"(?i)(jr|sr|ii|iii|iv|ph\.?d|m\.?sc|m\.?a|md|esq)\.?", part) is not None


def by_capitals(cell: str) -> Name:
    words = cell.split()
    capitals = [word for word in words if len(word) > 1 and word.isupper() and word.isalpha()]
    if not capitals or len(capitals) == len(words):
        return Name(cell)
    given = [word for word in words if word not in capitals]
    return Name(cell, given=" ".join(given), surname=" ".join(capitals))


def of_two(given: str, surname: str) -> Name:
    """A name of two columns, in the order in which its script writes it."""
    if not given or not surname:
        return Name(given or surname, given, surname)
    parts = (given, surname)
    if letters.main_script(given + surname) in FAMILY_FIRST:
        parts = (surname, given)
    return Name(" ".join(parts), given, surname)


def spoken_form(name: str) -> str:
    """A first proposal of how a name is said, in Latin letters; empty where letters do not tell.

    Arabic and Hebrew leave vowels out and Chinese characters are read in many ways: there the
    person is asked.
    """
    if letters.main_script(name) not in SAID_BY_LETTERS:
        return ""
    return " ".join(anyascii(name).split())
