"""Two people change the same row: what both want is kept where their changes do not meet."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that both changed, each to something else; of a text, one language: `title.fi`."""

    field: str
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merge:
    #: What the row gets: my changes that nobody else's stand against.
    values: Mapping[str, Any]
    clashes: Sequence[Clash]
    #: What somebody else changed meanwhile, which stays.
    theirs: frozenset[str]

    @property
    def both(self) -> bool:
        """Whether changes of two people were laid together."""
        return bool(self.theirs) and bool(self.values)


@dataclass(frozen=True)
class Choice:
    """Fields of which a person has seen both values, and wants the own one to hold."""

    fields: frozenset[str]
    #: The row's revision whose values stood beside the own ones.
    against: int


NO_CHOICE = Choice(frozenset(), 0)


def spread(row: Mapping[str, Any]) -> dict[str, Any]:
    """Texts as one field for each language, so that two translators do not meet."""
    fields: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, Mapping):
            fields |= {f"{name}.{part}": text for part, text in value.items()}
        else:
            fields[name] = value
    return fields


def gathered(values: Mapping[str, Any], current: Mapping[str, Any]) -> dict[str, Any]:
    """Whole fields again; the languages that nobody changed as they stand."""
    whole: dict[str, Any] = {}
    for field, value in values.items():
        name, _, part = field.partition(".")
        if part:
            whole[name] = {**whole.get(name, current[name]), part: value}
        else:
            whole[name] = value
    return whole


def merge(base: Mapping[str, Any], current: Mapping[str, Any], wanted: Mapping[str, Any]) -> Merge:
    """Lay `wanted` on `current`, both made from `base`.

    Arguments are plain values by field; `wanted` may name only some of the fields. A field that
    only one side changed takes that side's value. One that both changed to the same is settled.
    """
    old, now = spread(base), spread(current)
    mine = {name: value for name, value in spread(wanted).items() if value != old.get(name)}
    theirs = {name for name, value in now.items() if value != old.get(name)}
    clashes = [
        Clash(name, old.get(name), value, now[name])
        for name, value in mine.items()
        if name in theirs and now[name] != value
    ]
    lost = {clash.field for clash in clashes}
    values = {
        name: value for name, value in mine.items() if name not in lost and now[name] != value
    }
    return Merge(gathered(values, current), clashes, frozenset(theirs))


def blind(current: Mapping[str, Any], wanted: Mapping[str, Any]) -> Merge:
    """As `merge` where nobody knows what the row was: every difference is a clash."""
    now = spread(current)
    clashes = [
        Clash(name, None, value, now[name])
        for name, value in spread(wanted).items()
        if now[name] != value
    ]
    return Merge({}, clashes, frozenset(clash.field for clash in clashes))


def settled(found: Merge, fields: Collection[str], current: Mapping[str, Any]) -> Merge:
    """The merge after a person chose the own value for these fields."""
    own = {clash.field: clash.mine for clash in found.clashes if clash.field in fields}
    left = [clash for clash in found.clashes if clash.field not in fields]
    return Merge(
        gathered(own, {**current, **found.values}) | without(found.values, own), left, found.theirs
    )


def without(values: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are not told anew by a language of theirs."""
    anew = {field.partition(".")[0] for field in own}
    return {name: value for name, value in values.items() if name not in anew}
