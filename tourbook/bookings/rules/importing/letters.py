"""What letters a text is made of: its script, marks that nobody sees, and damage on the way."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import regex
from confusable_homoglyphs import confusables

SCRIPTS = (
    "Latin", "Cyrillic", "Greek", "Armenian", "Georgian", "Hebrew", "Arabic", "Syriac", "Thaana",
    "Ethiopic", "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu",
    "Kannada", "Malayalam", "Sinhala", "Thai", "Lao", "Tibetan", "Myanmar", "Khmer", "Mongolian",
    "Han", "Hiragana", "Katakana", "Hangul",
)  # fmt: skip

#: Scripts in which a joiner or a non-joiner changes how a name is written (Unicode, UAX 31).
JOINING = frozenset(
    {
        "Arabic", "Syriac", "Mongolian", "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya",
        "Tamil", "Telugu", "Kannada", "Malayalam", "Sinhala", "Khmer", "Myanmar", "Tibetan",
    }
)  # fmt: skip
ZWNJ, ZWJ = "\u200c", "\u200d"

#: Written without spaces between family and given name, the family's name first.
FAMILY_FIRST = frozenset({"Han", "Hiragana", "Katakana", "Hangul"})

#: More marks on one letter than any language writes.
TOO_MANY_MARKS = regex.compile(r"\p{M}{5,}")
#: A letter that was lost on the way, as in M?ller.
LOST_LETTER = regex.compile(r"\p{L}\?+\p{L}|\ufffd")
#: UTF-8 that was read as Western European: MÃ¼ller.
MISREAD = regex.compile(
    r"[\u00c2-\u00df][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    r"\u2013-\u2122]"
)
LETTER = regex.compile(r"\p{L}")
WORD = regex.compile(r"[\p{L}\p{M}]+")


@dataclass(frozen=True)
class Mark:
    """A character that nobody sees: where it stood and whether it was left there."""

    place: int
    letter: str
    kept: bool

    @property
    def name(self) -> str:
        """As experts write it: `U+202E RIGHT-TO-LEFT OVERRIDE`."""
        return f"U+{ord(self.letter):04X} {unicodedata.name(self.letter, 'UNNAMED')}"


@dataclass(frozen=True)
class Cleaned:
    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def taken_out(self) -> tuple[Mark, ...]:
        return tuple(mark for mark in self.marks if not mark.kept)


@lru_cache(maxsize=20_000)
def script_of(letter: str) -> str:
    """The script of one character; empty for what all scripts share."""
    for script in SCRIPTS:
        if regex.fullmatch(rf"\p{{Script={script}}}", letter):
            return script
    return ""


def scripts_in(text: str) -> list[str]:
    """The scripts of a text, the most used first; equal ones in the order of appearance."""
    counted = Counter(script for script in map(script_of, text) if script)
    return [script for script, _count in counted.most_common()]


def main_script(text: str) -> str:
    return next(iter(scripts_in(text)), "")


def cleaned(cell: str) -> Cleaned:
    """One line of composed letters without marks that nobody sees.

    Joiners stay where a script needs them; direction marks, soft hyphens, zero-width spaces and
    characters without a meaning are taken out. All of them are reported with their places.
    """
    plain = unicodedata.normalize("NFC", cell)
    if plain.isascii() and plain.isprintable():
        return Cleaned(" ".join(plain.split()))
    marks = tuple(marks_in(plain))
    gone = {mark.place for mark in marks if not mark.kept}
    kept = "".join(
        " " if unicodedata.category(letter) == "Cc" else letter
        for place, letter in enumerate(plain)
        if place not in gone
    )
    return Cleaned(" ".join(unicodedata.normalize("NFC", kept).split()), marks)


def marks_in(text: str) -> Iterator[Mark]:
    for place, letter in enumerate(text):
        if unicodedata.category(letter) in ("Cf", "Cn", "Co", "Cs"):
            kept = letter in (ZWJ, ZWNJ) and is_needed(text, place)
            yield Mark(place, letter, kept)


def is_needed(text: str, place: int) -> bool:
    """Whether a joiner stands between two letters of one script that joins."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if not before or not after:
        return False
    return joining_script(text, place - 1) == script_of(after) in JOINING


def joining_script(text: str, place: int) -> str:
    """The script at a place; a mark that many scripts share belongs to the letter before it."""
    while place > 0 and not script_of(text[place]) and unicodedata.combining(text[place]):
        place -= 1
    return script_of(text[place])


def shown(text: str) -> str:
    """The text with each unseen character made visible: `Ali⟨U+200F⟩`."""
    return "".join(
        f"⟨U+{ord(letter):04X}⟩" if unicodedata.category(letter) in ("Cf", "Cn", "Co", "Cs", "Cc")
        else letter
        for letter in text
    )  # fmt: skip


def is_damaged(text: str) -> bool:
    """Whether letters were lost or misread on the way."""
    if LOST_LETTER.search(text) or TOO_MANY_MARKS.search(text):
        return True
    return bool(MISREAD.search(text) and repaired(text))


def repaired(text: str) -> str:
    """What was meant, where UTF-8 was read with a Western code page; empty if that is not it."""
    meant = " ".join(repaired_word(word) or word for word in text.split(" "))
    return meant if meant != text else ""


def repaired_word(word: str) -> str:
    for page in ("cp1252", "latin-1"):
        try:
            return word.encode(page).decode("utf-8")
        except UnicodeError:
            continue
    return ""


def mixed_words(text: str) -> list[str]:
    """Words that mix Latin, Cyrillic or Greek letters, many of which look alike.

    Names of two scripts side by side are fine: a word is of one script.
    """
    return [
        word
        for word in WORD.findall(text)
        if len({"Latin", "Cyrillic", "Greek"} & set(scripts_in(word))) > 1
    ]


def unmixed(word: str) -> str:
    """The word with its look-alikes in the script that most of it has; empty if that fails."""
    script = main_script(word)
    twins = look_alikes() if script == "Latin" else twins_in(script)
    whole = "".join(
        letter if script_of(letter) == script else twins.get(letter, letter) for letter in word
    )
    return whole if scripts_in(whole) == [script] else ""


@cache
def twins_in(script: str) -> dict[str, str]:
    """The first, which is the commonest, letter of this script that looks like each Latin one."""
    found: dict[str, str] = {}
    for letter, latin in sorted(look_alikes().items()):
        if script_of(letter) == script:
            found.setdefault(latin, letter)
    return found


@cache
def look_alikes() -> dict[str, str]:
    """A Latin letter for each character of other kinds that looks like it (Unicode, UTS 39)."""
    found: dict[str, str] = {}
    for letter, others in confusables.confusables_data.items():
        if len(letter) != 1 or letter.isascii():
            continue
        latin = [one["c"] for one in others if len(one["c"]) == 1 and one["c"].isascii()]
        letters = [one for one in latin if one.isalpha()] or latin
        if letters:
            same_case = [one for one in letters if one.isupper() == letter.isupper()]
            found[letter] = (
                "I" if letter.isupper() and letters == ["l"] else (same_case or letters)[0]
            )
    return found
