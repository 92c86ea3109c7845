"""How a component would differ after an import, field by field."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from tourbook.hosts.rules.importing.columns import (
    COMPONENTS,
    HOURS,
    RATES,
    SUPPLEMENTS,
    Cell,
    Offer,
    headers,
    part_rows,
    row_of,
)
from tourbook.hosts.rules.importing.reading import Fault

#: Which of two rows of a sheet are the same thing, said anew.
KEYS: dict[str, Callable[[Sequence[Cell]], tuple[Cell, ...]]] = {
    RATES: lambda row: (row[0], row[3], row[5]),
    SUPPLEMENTS: lambda row: (row[0], row[4], row[5], row[8], row[1] if row[0] == "other" else ""),
    HOURS: lambda row: (row[0], row[1]),
}

#: What a new component has before anything is said of it: no yes, and nothing else.
BLANK: list[Cell] = [
    "no" if header in ("Outdoor", "Seated", "Retired") else None if header == "ID" else ""
    for header in headers(COMPONENTS)
]


@dataclass(frozen=True)
class Difference:
    """What was and what would be; one of them is empty where something comes or goes."""

    sheet: str
    #: The header of the column; "" where a whole row comes, goes or changes.
    header: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One component of the file."""

    #: None: a new one.
    component_id: int | None
    organisation_id: int
    before: Offer | None
    after: Offer
    #: Its row on the first sheet, if it stands there.
    row: int | None = None

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def is_same(self) -> bool:
        return self.before is not None and not self.differences

    @cached_property
    def differences(self) -> list[Difference]:
        return [*self.of_fields(), *self.of_parts()]

    def of_fields(self) -> Iterator[Difference]:
        """The cells of its own row; of a new one those that say something."""
        after = row_of(self.after, self.component_id)
        before = row_of(self.before, self.component_id) if self.before else BLANK
        for header, was, would_be in zip(headers(COMPONENTS), before, after, strict=True):
            if (was or "") != (would_be or ""):
                yield Difference(COMPONENTS, header, shown(was), shown(would_be))

    def of_parts(self) -> Iterator[Difference]:
        before = part_rows(self.before) if self.before else {}
        for sheet, rows in part_rows(self.after).items():
            key = KEYS[sheet]
            old = {key(row): row for row in before.get(sheet, [])}
            new = {key(row): row for row in rows}
            for one in {**old, **new}:
                was, would_be = old.get(one), new.get(one)
                if was != would_be:
                    yield Difference(sheet, "", in_words(was), in_words(would_be))


def shown(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:.2f}"
    return "" if cell is None else str(cell)


def in_words(row: Sequence[Cell] | None) -> str:
    return ", ".join(text for text in map(shown, row or ()) if text)


@dataclass(frozen=True)
class Plan:
    """What an import would do. With a fault in it, it does nothing."""

    changes: Sequence[Change]
    faults: Sequence[Fault]

    @property
    def new(self) -> list[Change]:
        return [one for one in self.changes if one.is_new]

    @property
    def changed(self) -> list[Change]:
        return [one for one in self.changes if not one.is_new and not one.is_same]

    @property
    def same(self) -> int:
        return sum(one.is_same for one in self.changes)

    @property
    def digest(self) -> str:
        """Tells whether two plans do the same to the same."""
        said = [
            (one.component_id, one.organisation_id, row_of(one.after, None), one.differences)
            for one in self.changes
            if not one.is_same
        ]
        return hashlib.sha256(repr(said).encode()).hexdigest()
