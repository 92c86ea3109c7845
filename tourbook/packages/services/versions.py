"""Versions: what they promise, publishing, retiring, and making the next from an old one."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from tourbook.core import audit, zones
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.formats import ZONE
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.packages import queries
from tourbook.packages.models import (
    Day,
    Item,
    Objective,
    Package,
    PriceTier,
    Version,
    VersionStatus,
)
from tourbook.packages.rules import feasibility, programme
from tourbook.packages.services import checking, costing
from tourbook.packages.services.revision import claim
from tourbook.packages.services.stamp import touch_catalogue


def describe(
    version: Version,
    *,
    revision: int,
    party: tuple[int, int],
    included: Texts,
    not_included: Texts,
    note: str,
    at: datetime,
    actor: Actor,
) -> None:
    """Change for whom a draft is meant and what is in its price."""
    programme.check_party(*party)
    claim(version, revision)
    before = face(version)
    version.party_min, version.party_max = party
    version.included = included
    version.not_included = not_included
    version.note = note
    db.session.flush()
    audit.record(
        "packages.version_describe",
        version,
        at=at,
        actor=actor,
        before=before,
        after=face(version),
    )


def face(version: Version) -> dict[str, object]:
    return {
        "party": f"{version.party_min}-{version.party_max}",
        "included": version.included.en,
        "not_included": version.not_included.en,
        "note": version.note,
    }


def publish(version: Version, *, revision: int, at: datetime, actor: Actor) -> None:
    """Freeze the version and offer it. From now on the database refuses any change of it."""
    claim(version, revision)
    fresh = queries.whole(version.id, fresh=True)
    assert fresh is not None
    today = zones.local_day(at, ZONE)
    blocking = feasibility.blocking(checking.look(fresh, today=today).problems)
    if blocking:
        raise Refused(
            "The version cannot be published yet: %(count)d of its problems must be solved first.",
            count=len(blocking),
        )
    costing.freeze(fresh, day=today)
    version.status = VersionStatus.PUBLISHED
    version.published_at = at
    audit.record("packages.publish", version, at=at, actor=actor, after=face(version))
    touch_catalogue()


def retire(version: Version, *, at: datetime, actor: Actor) -> None:
    """Offer the version no longer. Its departures go on as they were sold."""
    retired = db.session.scalar(
        sa.update(Version)
        .where(Version.id == version.id, Version.status == VersionStatus.PUBLISHED)
        .values(status=VersionStatus.RETIRED)
        .returning(Version.id)
    )
    if retired is None:
        raise Refused("Only a published version can be retired.")
    audit.record("packages.version_retire", version, at=at, actor=actor)
    touch_catalogue()


def discard(version: Version, *, revision: int, at: datetime, actor: Actor) -> None:
    """Throw a draft away. The last version of a package stays: without it there is none."""
    claim(version, revision)
    if len(queries.versions_of(version.package)) == 1:
        raise Refused("This is the only version of the package. Change it, or retire the package.")
    audit.record(
        "packages.version_discard",
        version.package,
        at=at,
        actor=actor,
        before={"number": version.number, **face(version)},
    )
    db.session.delete(version)
    db.session.flush()


def copy(source: Version, *, note: str, at: datetime, actor: Actor) -> Version:
    """A new draft with all that the old version has; each stop keeps its lineage."""
    old = queries.whole(source.id)
    assert old is not None
    version = Version(
        package=old.package,
        number=next_number(old.package),
        party_min=old.party_min,
        party_max=old.party_max,
        included=old.included,
        not_included=old.not_included,
        note=note,
        created_at=at,
    )
    copies: dict[int, Item] = {}
    for day in old.days:
        version.days.append(day_copy(day, copies))
    for objective in old.objectives:
        version.objectives.append(
            Objective(
                code=objective.code,
                position=objective.position,
                text=objective.text,
                items=[copies[item.id] for item in objective.items],
            )
        )
    for tier in old.tiers:
        version.tiers.append(
            PriceTier(
                pax_from=tier.pax_from,
                pax_to=tier.pax_to,
                person_cents=tier.person_cents,
                currency=tier.currency,
            )
        )
    add(version)
    checking.carry_over(old, version, at=at)
    audit.record(
        "packages.version_copy",
        version,
        at=at,
        actor=actor,
        after={"number": version.number, "from": old.number, "note": note},
    )
    return version


def next_number(package: Package) -> int:
    newest = db.session.scalar(
        sa.select(sa.func.max(Version.number)).where(Version.package_id == package.id)
    )
    return (newest or 0) + 1


def day_copy(day: Day, copies: dict[int, Item]) -> Day:
    """The day with copies of its items, which are also noted by the old item's key."""
    made = Day(
        number=day.number,
        title=day.title,
        starts_minute=day.starts_minute,
        ends_minute=day.ends_minute,
    )
    for item in day.items:
        copies[item.id] = Item(
            component_id=item.component_id,
            place_id=item.place_id,
            kind=item.kind,
            title=item.title,
            text=item.text,
            starts_minute=item.starts_minute,
            ends_minute=item.ends_minute,
            optional=item.optional,
            lineage=item.lineage,
        )
        made.items.append(copies[item.id])
    return made


def add(version: Version) -> None:
    """Two who copy at once want the same number; the second is asked to look again."""
    try:
        with db.session.begin_nested():
            db.session.add(version)
    except IntegrityError:
        raise Refused("Somebody else has just made a version of this package.") from None
