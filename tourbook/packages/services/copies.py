"""Copies of a version with all its parts, for the next version or for a package of its own."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from tourbook.core import audit
from tourbook.core.audit import Actor
from tourbook.core.db import Base, db
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.directory.models import Theme
from tourbook.packages import queries
from tourbook.packages.models import (
    Day,
    Item,
    Objective,
    Package,
    PackageLead,
    PriceTier,
    Version,
)
from tourbook.packages.rules.drafting import rows
from tourbook.packages.services import packages

#: Parts of a row that belong to the row itself or are set by hand.
OWN = frozenset({rows.REVISION, "day_id", "note"})


def copy_of(old: Version, *, package: Package, number: int, note: str, at: datetime) -> Version:
    """A draft, not in the session yet, that says all that the old version says.

    Each stop keeps its lineage. Who accepted which problem is not part of it.
    """
    version = Version(package=package, number=number, note=note, created_at=at)
    take(version, old, "version")
    copies: dict[int, Item] = {}
    for day in old.days:
        version.days.append(day_copy(day, copies))
    for objective in old.objectives:
        made = Objective(items=[copies[item.id] for item in objective.items])
        take(made, objective, "objective")
        version.objectives.append(made)
    for tier in old.tiers:
        price = PriceTier()
        take(price, tier, "tier")
        version.tiers.append(price)
    for lead in old.leads:
        wanted = PackageLead()
        take(wanted, lead, "lead")
        version.leads.append(wanted)
    return version


def take(new: Base, old: Base, table: str) -> None:
    """Everything that a row of this table says."""
    for field in rows.FIELDS[table]:
        if field not in OWN:
            setattr(new, field, rows.real(table, field, rows.plain(getattr(old, field))))


def day_copy(day: Day, copies: dict[int, Item]) -> Day:
    """The day with copies of its items, which are also noted by the old item's key."""
    made = Day()
    take(made, day, "day")
    for item in day.items:
        copies[item.id] = Item()
        take(copies[item.id], item, "item")
        made.items.append(copies[item.id])
    return made


def copy_package(
    source: Version,
    *,
    name: Texts,
    summary: Texts,
    themes: Sequence[Theme],
    season: tuple[int, int],
    at: datetime,
    actor: Actor,
) -> Version:
    """A new package whose first draft says all that this version says.

    Its stops are its own: they get lineages that no other package has.
    """
    old = queries.whole(source.id)
    if old is None:
        raise Refused("This version is no longer there.")
    package = Package(
        slug=packages.free_slug(name.en),
        name=name,
        summary=summary,
        season_from=season[0],
        season_to=season[1],
        themes=list(themes),
    )
    version = copy_of(old, package=package, number=1, note="", at=at)
    give_new_lineages([item for day in version.days for item in day.items])
    try:
        with db.session.begin_nested():
            db.session.add(version)
    except IntegrityError:
        raise Refused("A package of this name was added just now. Save once more.") from None
    after = packages.face(package) | {"from": f"{old.package.slug} {old.number}"}
    audit.record("packages.copy", package, at=at, actor=actor, after=after)
    return version


def give_new_lineages(items: Sequence[Item]) -> None:
    """Alternatives go on standing in for the same stop."""
    new: Mapping[str, str] = {item.lineage: secrets.token_hex(8) for item in items}
    for item in items:
        item.lineage = new[item.lineage]
        item.alternative_to = new.get(item.alternative_to, "")
