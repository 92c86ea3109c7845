"""What a group of one size costs the organiser: all that is bought, net, as costings reckon it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from tourbook.packages.models import Sharing
from tourbook.packages.rules.costing import lines as costing_lines
from tourbook.packages.rules.costing.values import Basis, Line, Party, Service, Terms
from tourbook.packages.rules.outline import Stop


@dataclass(frozen=True)
class Prices:
    """The rates that count, by the key of the component."""

    services: Mapping[int, Service] = field(default_factory=dict)
    first_day: date = date.min
    sharing: Sharing = Sharing.TWIN
    #: Units that are paid for in place of those reckoned, by the key of the item.
    quantities: Mapping[int, int] = field(default_factory=dict)


def net_cents(stops: Iterable[Stop], prices: Prices, group: int) -> int:
    """The cost of these stops together for so many persons, all of whom pay."""
    lines = tuple(
        line_of(stop, prices) for stop in stops if not stop.alternative_to and not stop.optional
    )
    terms = Terms(pax_ranges=((group, 0),), sharing=prices.sharing)
    basis = Basis(lines=lines, terms=terms, vat=(), first_day=prices.first_day)
    charges = costing_lines.charges_of(basis)
    party = Party(group, 0, basis.tracks)
    return sum(cost.net for cost in costing_lines.costs_at(charges, party))


def line_of(stop: Stop, prices: Prices) -> Line:
    return Line(
        id=stop.id,
        lineage=stop.lineage,
        title=stop.title,
        day=stop.day,
        kind=stop.kind,
        minutes=stop.minutes,
        service=prices.services.get(stop.offer.id) if stop.offer else None,
        track=stop.track,
        interpreters=tuple(sorted(stop.interpreters)),
        quantity=prices.quantities.get(stop.id),
    )
