"""What a bank statement says, whatever file it came in: amounts, entries and what they lack."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tourbook.core.refused import Refused
from tourbook.documents import references

#: Longer texts and names are cut; ISO 20022 has 140 characters.
MAX_TEXT = 1_000
MAX_NAME = 140
MAX_REFERENCE = 35
#: What is repeated to the reader of what was written in the file.
MAX_SAID = 40
MAX_WHOLE_DIGITS = 13
#: A file with more of them is something else, or damaged.
MAX_TROUBLES = 500

#: What some banks write before a reference: "ref=1234561".
LABEL = re.compile(r"\s*(?:ref|reference|referens|viite|viitenumero)\s*[=:.]\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Trouble:
    """What is wrong with one place of the file, as a sentence in the manner of `Refused`."""

    #: The line of an XML file, the row of a table; both begin with 1.
    place: int
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, place: int, refusal: Refused) -> "Trouble":
        return cls(place, refusal.sentence, refusal.values)

    def __str__(self) -> str:
        return self.sentence % self.values if self.values else self.sentence


def keep_trouble(troubles: list[Trouble], place: int, refusal: Refused) -> None:
    """Keep what is wrong with one place of the file.

    Raises:
        Refused: too much is wrong with the file.
    """
    if len(troubles) >= MAX_TROUBLES:
        raise Refused(
            "More than %(limit)d entries of the file cannot be read, the last one in line or row "
            "%(place)d. Give the statement as the bank wrote it.",
            limit=MAX_TROUBLES,
            place=place,
        )
    troubles.append(Trouble.of(place, refusal))


@dataclass(frozen=True)
class Entry:
    """Money that came in or went out."""

    booked: date
    value: date | None
    #: Hundredths; what went out is negative.
    cents: int
    currency: str
    #: From the field for it, or the only one in the text. Finnish if it is or holds one, else RF;
    #: what is neither stays as it was written.
    reference: str = ""
    #: All references that the fields or the text may mean.
    possible: tuple[str, ...] = ()
    text: str = ""
    #: Who paid; for money that went out, who was paid.
    payer: str = ""
    end_to_end: str = ""
    #: The bank's own name of the entry.
    bank_id: str = ""
    #: The bank took back an earlier entry.
    reversal: bool = False
    #: The line or row in the file.
    place: int = 0
    #: The same whenever this entry of this account is read again, also from another file of the
    #: same kind.
    id: str = ""


@dataclass(frozen=True)
class Statement:
    """One account over a time; balances in hundredths, where the file has them."""

    #: IBAN, or the bank's own number; empty if the file does not say.
    account: str
    first: date | None
    last: date | None
    opening: int | None
    closing: int | None
    currency: str
    entries: tuple[Entry, ...]
    troubles: tuple[Trouble, ...] = ()

    @property
    def gap(self) -> int | None:
        """What the entries lack to get from the opening to the closing balance; 0 is well.

        None if the file has no balances or its entries are in several currencies.
        """
        foreign = any(entry.currency != self.currency for entry in self.entries)
        if self.opening is None or self.closing is None or foreign:
            return None
        return self.closing - self.opening - sum(entry.cents for entry in self.entries)


def finished(statement: Statement, place: int) -> Statement:
    """The statement with the ids of its entries, and a word if its balances do not fit."""
    named = replace(statement, entries=identified(statement.account, statement.entries))
    if not named.gap:
        return named
    refusal = Refused(
        "The entries do not lead from the opening to the closing balance: "
        "%(gap)s %(currency)s is missing.",
        gap=written(named.gap),
        currency=named.currency,
    )
    return replace(named, troubles=(*named.troubles, Trouble.of(place, refusal)))


def written(cents: int) -> str:
    """An amount as machines write it: -5 is "-0.05"."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def identified(account: str, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Entries named by what they say; those that say the same are counted."""
    seen: Counter[tuple[str, ...]] = Counter()
    named = []
    for entry in entries:
        said = identity(account, entry)
        seen[said] += 1
        digest = hashlib.sha256("\x1f".join([*said, str(seen[said])]).encode()).hexdigest()
        named.append(replace(entry, id=digest[:32]))
    return tuple(named)


def identity(account: str, entry: Entry) -> tuple[str, ...]:
    """What makes an entry itself: the bank's name for it, or else all that is known of it."""
    known = (
        account,
        entry.bank_id,
        entry.booked.isoformat(),
        str(entry.cents),
        entry.currency,
        entry.reference,
        entry.end_to_end,
    )
    return known if entry.bank_id else (*known, entry.payer, entry.text)


# Reading what is written


def cents_of(whole: str, decimals: str, said: str) -> int:
    """Hundredths from the digits before and after the decimal point.

    Raises:
        Refused: there are more than two decimals, or too many digits for an amount of money.
    """
    if decimals.rstrip("0")[2:]:
        raise Refused("The amount %(written)s has more than two decimals.", written=said)
    if len(whole.lstrip("0")) > MAX_WHOLE_DIGITS:
        raise Refused("The amount %(written)s is too large.", written=said)
    return int(whole) * 100 + int(decimals[:2].ljust(2, "0"))


def shortened(text: str) -> str:
    """What was written, short enough to repeat in a sentence."""
    return text if len(text) <= MAX_SAID else f"{text[:MAX_SAID]}…"


def tidy(text: str, limit: int = MAX_TEXT) -> str:
    """A text on one line, without characters that cannot be seen or stored."""
    plain = text if text.isprintable() else "".join(filter(is_kept, text))
    return " ".join(plain.split())[:limit]


def is_kept(mark: str) -> bool:
    return mark.isspace() or unicodedata.category(mark) not in ("Cc", "Cs")


def reference_of(given: str) -> str:
    """A field for a reference in the compared form; as it was written if it is none."""
    bare = LABEL.sub("", given)
    try:
        return references.canonical(bare)
    except Refused:
        kept = references.squeezed(bare)
        return kept[:MAX_REFERENCE] if kept.strip("0") else ""


def referred(given: Iterable[str], text: str) -> tuple[str, tuple[str, ...]]:
    """The reference of an entry, and all that may be one, from its fields and its text."""
    fields = [reference for reference in map(reference_of, given) if reference]
    possible = tuple(dict.fromkeys([*fields, *references.found_in(text)]))
    if fields:
        return fields[0], possible
    return (possible[0] if len(possible) == 1 else ""), possible
