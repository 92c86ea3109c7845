"""Which names may be the same person's: other order, accents, script, letters or spelling.

Nothing here decides that two people are one: it finds pairs for a person to look at.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz import process
from rapidfuzz.distance import OSA

from tourbook.bookings.rules.importing import letters


class Alike(StrEnum):
    """Why two names may be the same person's, the surest first."""

    SAME = "same"
    ORDER = "order"
    #: Letters that only look alike, such as a Cyrillic A in a Latin name.
    LETTERS = "letters"
    ACCENTS = "accents"
    TRANSLITERATION = "transliteration"
    SPELLING = "spelling"


#: Scripts that leave vowels out: names are compared by their consonants.
WITHOUT_VOWELS = frozenset({"Arabic", "Hebrew", "Syriac"})
#: How many letters may be wrong, by how many there are; shorter names must be right.
SLIPS = ((12, 2), (7, 1))
#: Longer ones are compared as they are: slips in them would be costly to find.
LONGEST_WITH_SLIPS = 60
SHORTEST_SKELETON = 4
#: As many slips as one name is shown with: the nearest.
MOST_SLIPS = 20

#: Two letters for one in German and the Nordic languages.
EXPANDED = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "ß": "ss", "þ": "th"}
)
#: What the ways of writing a name in Latin letters differ in: the more exact patterns first.
SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"schtsch|shch|szcz|sc(?=[aou])|stsj", "S"),
        (r"tsch|tch|tsj|cz", "C"),
        (r"sch|sh|sj|sz|zh", "S"),
        (r"ch", "C"),
        (r"kh|gh|h", "h"),
        (r"ts|tz|c", "k"),
        (r"ks|x", "ks"),
        (r"ph", "f"),
        (r"w", "v"),
        (r"q", "k"),
        (r"[yj]", "i"),
        (r"ie|ii", "i"),
        (r"ou|oo", "u"),
        (r"(.)\1+", r"\1"),
    )
)
NOT_LETTERS = re.compile(r"[^a-z0-9 ]+")
DIGITS = re.compile(r"[0-9]+")
#: With the letters that Arabic and Hebrew write for some vowels.
VOWELS = re.compile(r"[aeiouvwy]+")


@dataclass(frozen=True)
class Forms:
    """A name in the forms under which it is compared; words are sorted where order is no matter."""

    written: str
    words: str
    #: In ASCII letters, in order and sorted.
    latin: str
    plain: str
    expanded: str
    letters: str
    sounds: str
    consonants: str
    script: str

    def compared(self) -> Iterator[tuple[Alike, str]]:
        """Each form with what it means to have it in common."""
        yield Alike.SAME, self.written
        yield Alike.ORDER, self.words
        yield Alike.LETTERS, self.letters
        yield Alike.ACCENTS, self.plain
        yield Alike.ACCENTS, self.expanded
        yield Alike.TRANSLITERATION, self.sounds
        if len(self.consonants) >= SHORTEST_SKELETON:
            yield Alike.TRANSLITERATION, f"#{self.consonants}"


@lru_cache(maxsize=4096)
def forms(name: str) -> Forms:
    written = " ".join(unicodedata.normalize("NFC", name).casefold().split())
    latin = NOT_LETTERS.sub(" ", anyascii(written).lower().replace("'", "").replace("`", ""))
    expanded = NOT_LETTERS.sub(" ", anyascii(written.translate(EXPANDED)).lower())
    return Forms(
        written=written,
        words=sorted_words(written),
        latin=" ".join(latin.split()),
        plain=sorted_words(latin),
        expanded=sorted_words(expanded),
        letters=sorted_words(skeleton(name)),
        sounds=sorted_words(sounds(latin)),
        consonants=consonants(anyascii(written).lower()),
        script=letters.main_script(written),
    )


def sorted_words(text: str) -> str:
    return " ".join(sorted(re.split(r"[\s,.-]+", text.strip(" ,.-"))))


def skeleton(name: str) -> str:
    """The name with letters that look alike made one (Unicode, UTS 39), cases aside."""
    twins = letters.look_alikes()
    latin = "".join(twins.get(letter, letter) for letter in unicodedata.normalize("NFC", name))
    ones = latin.replace("I", "l").replace("1", "l").replace("|", "l").replace("0", "o")
    return ones.casefold().replace("rn", "m").replace("vv", "w")


def sounds(latin: str) -> str:
    """How a name sounds, roughly: the ways of writing Юлия or Щ in Latin letters come together."""
    for pattern, sound in SOUNDS:
        latin = pattern.sub(sound, latin)
    return latin


def consonants(latin: str) -> str:
    """The consonants of all words in order, doubled ones once: `mhmd` for Mohammed."""
    hard = latin.replace("ck", "k").replace("c", "k").replace("q", "k")
    words = [VOWELS.sub("", re.sub(r"[^a-z]", "", word)) for word in hard.split()]
    return " ".join(sorted(re.sub(r"(.)\1+", r"\1", word) for word in words if word))


def alike(one: str, other: str) -> Alike | None:
    """Why two names may be one person's, in whichever order they are given; None if not."""
    mine, theirs = forms(one), forms(other)
    there = set(theirs.compared())
    for reason, key in mine.compared():
        if (reason, key) in there and is_meant(key, mine, theirs):
            return called(reason, mine, theirs)
    return called(Alike.SPELLING, mine, theirs) if differ_by_slips(mine, theirs) else None


def is_meant(key: str, mine: Forms, theirs: Forms) -> bool:
    """Consonants alone say something only where one of the two scripts has no vowels."""
    if not key.startswith("#"):
        return bool(key)
    scripts = {mine.script, theirs.script}
    return len(scripts) > 1 and bool(scripts & WITHOUT_VOWELS)


def called(reason: Alike, mine: Forms, theirs: Forms) -> Alike:
    """The same, by the word that fits the two scripts."""
    if reason in (Alike.ACCENTS, Alike.SPELLING) and mine.script != theirs.script:
        return Alike.TRANSLITERATION
    if reason is Alike.TRANSLITERATION and mine.script == theirs.script:
        return Alike.SPELLING if differ_by_slips(mine, theirs) else reason
    return reason


def differ_by_slips(mine: Forms, theirs: Forms) -> bool:
    """Where vowels are not written, one letter makes another name."""
    if {mine.script, theirs.script} & WITHOUT_VOWELS:
        return False
    return is_slip(mine.plain, theirs.plain) or is_slip(mine.latin, theirs.latin)


def is_slip(one: str, other: str) -> bool:
    """Whether two names differ by a slip of the hand or two, depending on their length.

    Another number is another thing: `Driver 1` and `Driver 2` are two people.
    """
    allowed = slips(min(len(one), len(other)))
    if not allowed or DIGITS.findall(one) != DIGITS.findall(other):
        return False
    return 0 < OSA.distance(one, other, score_cutoff=allowed) <= allowed


def slips(length: int) -> int:
    """How many letters of a name of this length may be wrong."""
    if length > LONGEST_WITH_SLIPS:
        return 0
    return next((most for least, most in SLIPS if length >= least), 0)


class Index:
    """Many names, to find those that are like another one."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(dict.fromkeys(names))
        self.places: dict[tuple[Alike, str], list[int]] = defaultdict(list)
        self.plain = [forms(name).plain for name in self.names]
        self.latin = [forms(name).latin for name in self.names]
        for place, name in enumerate(self.names):
            for key in dict.fromkeys(forms(name).compared()):
                self.places[key].append(place)

    def like(self, name: str) -> dict[str, Alike]:
        """The names that are like this one, each with the surest reason, in the order of the list.

        The name itself is not among them.
        """
        mine = forms(name)
        near = {
            place
            for reason, key in mine.compared()
            for place in self.places.get((reason, key), ())
            if is_meant(key, mine, forms(self.names[place]))
        }
        near.update(self.near(mine.plain, self.plain), self.near(mine.latin, self.latin))
        others = [self.names[place] for place in sorted(near) if self.names[place] != name]
        found = {other: alike(name, other) for other in others}
        return {other: reason for other, reason in found.items() if reason is not None}

    def near(self, text: str, texts: Sequence[str]) -> Iterator[int]:
        most = slips(min(len(text) + 1, LONGEST_WITH_SLIPS))
        if len(text) > LONGEST_WITH_SLIPS + most:
            return
        if most:
            found = process.extract(
                text, texts, scorer=OSA.distance, score_cutoff=most, limit=MOST_SLIPS
            )
            yield from (place for _text, _distance, place in found)
