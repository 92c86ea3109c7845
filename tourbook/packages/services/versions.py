"""Versions: what they promise, publishing, retiring, and making the next from an old one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from tourbook.core import audit, zones
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.formats import ZONE
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.directory.models import TravelMode
from tourbook.packages import queries
from tourbook.packages.models import (
    Package,
    Sharing,
    Version,
    VersionStatus,
)
from tourbook.packages.rules import feasibility, programme
from tourbook.packages.rules.drafting.merging import NO_CHOICE, Choice, Merge
from tourbook.packages.services import checking, copies, costing
from tourbook.packages.services.history import change_row, recording
from tourbook.packages.services.revision import claim
from tourbook.packages.services.stamp import touch_catalogue


@dataclass(frozen=True)
class Terms:
    """For whom a version is meant, on which day it is tried, and what is in its price."""

    #: The smallest and the largest number of paying guests.
    party: tuple[int, int]
    languages: Sequence[str]
    included: Texts
    not_included: Texts
    note: str = ""
    step_free: bool = False
    trial_day: date | None = None
    travel_mode: TravelMode = TravelMode.COACH
    sharing: Sharing = Sharing.TWIN

    def as_row(self) -> dict[str, object]:
        """By the names of the columns, as plain values."""
        return {
            "party_min": self.party[0],
            "party_max": self.party[1],
            "languages": list(self.languages),
            "included": self.included.as_dict(),
            "not_included": self.not_included.as_dict(),
            "note": self.note,
            "step_free": self.step_free,
            "trial_day": self.trial_day.isoformat() if self.trial_day else None,
            "travel_mode": self.travel_mode.value,
            "sharing": self.sharing.value,
        }


def describe(
    version: Version,
    terms: Terms,
    *,
    revision: int,
    choice: Choice = NO_CHOICE,
    at: datetime,
    actor: Actor,
) -> Merge:
    """Change for whom a draft is meant and what is in its price, seen at this revision."""
    programme.check_party(*terms.party)
    with recording(version, "version_describe", subject=Texts(), at=at, actor=actor):
        merge = change_row(
            version, "version", version, terms.as_row(), seen=revision, choice=choice
        )
        programme.check_party(version.party_min, version.party_max)
    return merge


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
    version = copies.copy_of(
        old, package=old.package, number=next_number(old.package), note=note, at=at
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


def add(version: Version) -> None:
    """Two who copy at once want the same number; the second is asked to look again."""
    try:
        with db.session.begin_nested():
            db.session.add(version)
    except IntegrityError:
        raise Refused("Somebody else has just made a version of this package.") from None
