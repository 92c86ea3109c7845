"""What if: the same programme with other nights, another hotel, another coach or other terms."""

from dataclasses import dataclass, replace

from tourbook.core.texts import Texts
from tourbook.hosts.models import ComponentKind
from tourbook.packages.models import MarkupKind, Sharing
from tourbook.packages.rules.costing.cost import Costing, SizeCost
from tourbook.packages.rules.costing.values import Basis, Line, Service


@dataclass(frozen=True, slots=True)
class Changes:
    """What is tried out; what is None stays as it is."""

    #: Nights more at the end, in the same hotel as the last.
    nights: int = 0
    hotel: Service | None = None
    coach: Service | None = None
    sharing: Sharing | None = None
    markup_kind: MarkupKind | None = None
    markup_basis_points: int | None = None
    round_to_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """One size of group as it is and as it would be."""

    now: SizeCost
    then: SizeCost


def changed(basis: Basis, changes: Changes) -> Basis:
    lines = [swapped(line, changes) for line in basis.lines]
    if changes.coach is not None and not any(is_ride(line) for line in lines):
        lines = with_coach(basis, lines, changes.coach)
    lines += more_nights(lines, changes)
    terms = basis.terms
    return replace(
        basis,
        lines=tuple(lines),
        terms=replace(
            terms,
            sharing=changes.sharing or terms.sharing,
            markup_kind=changes.markup_kind or terms.markup_kind,
            markup_basis_points=given_or(changes.markup_basis_points, terms.markup_basis_points),
            round_to_cents=given_or(changes.round_to_cents, terms.round_to_cents),
        ),
    )


def given_or(wanted: int | None, usual: int) -> int:
    return usual if wanted is None else wanted


def swapped(line: Line, changes: Changes) -> Line:
    if line.kind is ComponentKind.LODGING and changes.hotel is not None:
        return replace(line, service=changes.hotel)
    if is_ride(line) and changes.coach is not None:
        return replace(line, service=changes.coach)
    return line


def is_ride(line: Line) -> bool:
    """A hired vehicle; free text, such as on foot, is none."""
    return line.kind is ComponentKind.TRANSPORT and line.service is not None


def with_coach(basis: Basis, lines: list[Line], coach: Service) -> list[Line]:
    """Where no vehicle was hired, one is on every day, and drives what nobody was paid for."""
    hired = {
        line.day: Line(
            id=-line.day,
            lineage=f"coach{line.day}",
            title=coach.name,
            day=line.day,
            kind=ComponentKind.TRANSPORT,
            minutes=0,
            service=coach,
            metres=basis.unhired.get(line.day, 0),
        )
        for line in lines
    }
    return sorted([*hired.values(), *lines], key=lambda line: line.day)


def more_nights(lines: list[Line], changes: Changes) -> list[Line]:
    """Nights after the last: as the last one was, else in the hotel that is tried out."""
    nights = [line for line in lines if line.kind is ComponentKind.LODGING and not line.optional]
    last_day = max((line.day for line in lines), default=1)
    if nights:
        pattern = nights[-1]
    elif changes.hotel is not None:
        pattern = a_night(changes.hotel, last_day)
    else:
        return []
    first = pattern.day if not nights else max(line.day for line in nights) + 1
    return [
        replace(pattern, id=-1000 - more, lineage=f"night{more}", day=first + more)
        for more in range(changes.nights)
    ]


def a_night(hotel: Service, day: int) -> Line:
    return Line(
        id=-1000,
        lineage="night",
        title=Texts(en=hotel.name.en, fi=hotel.name.fi, sv=hotel.name.sv),
        day=day,
        kind=ComponentKind.LODGING,
        minutes=12 * 60,
        service=hotel,
    )


def beside(now: Costing, then: Costing) -> list[Beside]:
    """The same sizes side by side."""
    return [Beside(*pair) for pair in zip(now.sizes, then.sizes, strict=True)]
