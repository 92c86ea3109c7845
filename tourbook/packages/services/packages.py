"""Packages themselves: making, describing, taking out of the catalogue and putting back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from tourbook.core import audit
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.directory.models import Theme
from tourbook.packages import queries
from tourbook.packages.models import Day, Package, Version
from tourbook.packages.rules import programme
from tourbook.packages.services.stamp import touch_catalogue


def create(
    *,
    name: Texts,
    summary: Texts,
    themes: Sequence[Theme],
    season: tuple[int, int],
    party: tuple[int, int],
    days: int,
    at: datetime,
    actor: Actor,
) -> Version:
    """A new package with the draft of its first version."""
    programme.check_days(days)
    programme.check_party(*party)
    package = Package(
        slug=free_slug(name.en),
        name=name,
        summary=summary,
        season_from=season[0],
        season_to=season[1],
        themes=list(themes),
    )
    version = Version(
        package=package,
        number=1,
        party_min=party[0],
        party_max=party[1],
        included=Texts(),
        not_included=Texts(),
        created_at=at,
        days=[Day(number=number, title=Texts()) for number in range(1, days + 1)],
    )
    try:
        with db.session.begin_nested():
            db.session.add(version)
    except IntegrityError:
        raise Refused("A package of this name was added just now. Save once more.") from None
    audit.record("packages.create", package, at=at, actor=actor, after=face(package))
    return version


def free_slug(name: str) -> str:
    wanted = programme.slug(name)
    used = queries.slugs_like(wanted)
    if wanted not in used:
        return wanted
    return next(
        slug for number in range(2, len(used) + 3) if (slug := f"{wanted}-{number}") not in used
    )


def face(package: Package) -> dict[str, object]:
    return {
        "slug": package.slug,
        "name": package.name.en,
        "summary": package.summary.en,
        "season": f"{package.season_from}-{package.season_to}",
        "themes": ", ".join(theme.slug for theme in package.themes),
    }


def describe(
    package: Package,
    *,
    name: Texts,
    summary: Texts,
    themes: Sequence[Theme],
    season: tuple[int, int],
    at: datetime,
    actor: Actor,
) -> None:
    """Change what the catalogue says of the package; its address stays, for people keep it."""
    before = face(package)
    package.name = name
    package.summary = summary
    package.themes = list(themes)
    package.season_from, package.season_to = season
    db.session.flush()
    audit.record(
        "packages.describe", package, at=at, actor=actor, before=before, after=face(package)
    )
    touch_catalogue()


def retire(package: Package, *, at: datetime, actor: Actor) -> None:
    """Take the package out of the catalogue. Departures that are sold already go on."""
    if package.retired_at is not None:
        raise Refused("This package is out of the catalogue already.")
    package.retired_at = at
    audit.record("packages.retire", package, at=at, actor=actor)
    touch_catalogue()


def restore(package: Package, *, at: datetime, actor: Actor) -> None:
    if package.retired_at is None:
        raise Refused("This package is in use.")
    package.retired_at = None
    audit.record("packages.restore", package, at=at, actor=actor)
    touch_catalogue()
