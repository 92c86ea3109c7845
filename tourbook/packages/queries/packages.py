"""Packages and their versions, and what hosts offer to be laid on a day."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from tourbook.core.db import db
from tourbook.core.languages import LANGUAGES
from tourbook.core.texts import Texts
from tourbook.directory.models import Municipality, Organisation, Place, Theme
from tourbook.hosts.models import Component, ComponentKind
from tourbook.packages.models import (
    Objective,
    Package,
    Version,
    VersionStatus,
    package_theme,
)

STAMP = sa.text("SELECT number FROM catalogue_stamp WHERE id = 1")


def catalogue_stamp() -> int:
    """A number that has risen whenever the public pages show something else."""
    return db.session.execute(STAMP).scalar() or 1


def themes() -> Sequence[Theme]:
    return db.session.scalars(sa.select(Theme).order_by(Theme.slug)).all()


def places() -> Sequence[Place]:
    return db.session.scalars(sa.select(Place).order_by(Place.name, Place.id)).unique().all()


def towns() -> Sequence[Municipality]:
    return db.session.scalars(sa.select(Municipality).order_by(Municipality.id)).all()


def says(column: InstrumentedAttribute[Texts], words: str) -> sa.ColumnElement[bool]:
    """Whether texts hold these words in any language."""
    texts = sa.type_coerce(column, sa.JSON)
    return sa.or_(
        *(texts[language].as_string().icontains(words, autoescape=True) for language in LANGUAGES)
    )


def has_version(status: VersionStatus) -> sa.ColumnElement[bool]:
    return (
        sa.exists()
        .where(Version.package_id == Package.id, Version.status == status)
        .correlate(Package)
    )


def packages(
    *, theme_id: int | None = None, status: str = "", words: str = ""
) -> sa.Select[Package]:
    """Packages by English name. `status`: published, draft (a draft is open) or retired."""
    english = sa.type_coerce(Package.name, sa.JSON)["en"].as_string()
    found = sa.select(Package).options(selectinload(Package.themes)).order_by(english, Package.id)
    if theme_id is not None:
        found = found.where(
            sa.exists().where(
                package_theme.c.package_id == Package.id, package_theme.c.theme_id == theme_id
            )
        )
    if status == "retired":
        found = found.where(Package.retired_at.is_not(None))
    elif status:
        found = found.where(Package.retired_at.is_(None), has_version(VersionStatus(status)))
    if words:
        found = found.where(says(Package.name, words) | says(Package.summary, words))
    return found


def versions_of_each(packages: Sequence[Package]) -> dict[int, list[Version]]:
    """The versions of several packages, newest first, by the package's key."""
    versions: dict[int, list[Version]] = {package.id: [] for package in packages}
    rows = db.session.scalars(
        sa.select(Version)
        .where(Version.package_id.in_(versions))
        .order_by(Version.package_id, Version.number.desc())
    )
    for version in rows:
        versions[version.package_id].append(version)
    return versions


def versions_of(package: Package) -> Sequence[Version]:
    """The newest first."""
    return versions_of_each([package])[package.id]


def codes_of(package_id: int) -> Sequence[str]:
    """The codes of objectives that any version of the package has used."""
    return db.session.scalars(
        sa.select(Objective.code)
        .join(Version, Objective.version_id == Version.id)
        .where(Version.package_id == package_id)
        .distinct()
    ).all()


def slugs_like(slug: str) -> set[str]:
    return set(
        db.session.scalars(
            sa.select(Package.slug).where(Package.slug.startswith(slug, autoescape=True))
        )
    )


def library(*, kind: str = "", town_id: int | None = None, words: str = "") -> sa.Select[Component]:
    """What hosts offer now, by kind and English name."""
    english = sa.type_coerce(Component.name, sa.JSON)["en"].as_string()
    found = (
        sa.select(Component)
        .where(Component.retired_at.is_(None))
        .order_by(Component.kind, english, Component.id)
    )
    if kind:
        found = found.where(Component.kind == ComponentKind(kind))
    if town_id is not None:
        found = found.join(Place, Component.place_id == Place.id).where(
            Place.municipality_id == town_id
        )
    if words:
        found = found.where(
            says(Component.name, words)
            | says(Component.summary, words)
            | sa.exists().where(
                Organisation.id == Component.organisation_id,
                Organisation.name.icontains(words, autoescape=True),
            )
        )
    return found
