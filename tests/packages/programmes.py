"""Programmes in memory, for the rules: no database, keys counted by hand."""

import itertools
from dataclasses import dataclass

from tourbook.core.texts import Texts
from tourbook.hosts.models import ComponentKind
from tourbook.packages.models import (
    Day,
    Item,
    Objective,
    Package,
    PriceTier,
    Version,
    VersionStatus,
)

_keys = itertools.count(1)


@dataclass(frozen=True)
class Stop:
    starts: int
    ends: int
    kind: ComponentKind = ComponentKind.PROGRAMME
    optional: bool = False


def item(stop: Stop, *, title: str = "Stop") -> Item:
    key = next(_keys)
    return Item(
        id=key,
        kind=stop.kind,
        title=Texts(en=title),
        text=Texts(),
        starts_minute=stop.starts,
        ends_minute=stop.ends,
        optional=stop.optional,
        lineage=f"line{key}",
    )


def version(*days: list[Item], party: tuple[int, int] = (5, 20)) -> Version:
    """A draft with these days, prices for every size, and an objective that its items serve."""
    made = Version(
        id=next(_keys),
        package=Package(name=Texts(en="Package"), summary=Texts()),
        number=1,
        status=VersionStatus.DRAFT,
        party_min=party[0],
        party_max=party[1],
        included=Texts(),
        not_included=Texts(),
        revision=1,
        days=[
            Day(
                id=next(_keys),
                number=number,
                title=Texts(),
                starts_minute=480,
                ends_minute=1260,
                items=items,
            )
            for number, items in enumerate(days, 1)
        ],
        tiers=[PriceTier(pax_from=party[0], pax_to=party[1], person_cents=100, currency="EUR")],
    )
    served = [each for items in days for each in items]
    made.objectives = [
        Objective(id=next(_keys), code="LO1", position=1, text=Texts(en="Explain"), items=served)
    ]
    return made
