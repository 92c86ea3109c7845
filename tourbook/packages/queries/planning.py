"""What a proposal is made from, and the searches that were made for a draft."""

from collections import defaultdict
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from tourbook.core.db import db
from tourbook.directory.models import Municipality, Place, Theme
from tourbook.hosts.models import Component, ComponentKind, component_theme
from tourbook.packages.models import (
    Item,
    Objective,
    PlanRun,
    RunState,
    Version,
    coverage,
    package_theme,
)
from tourbook.packages.rules.proposing.candidates import CHOOSABLE

#: As many candidates are looked at in one search; the best matching first.
MOST_CANDIDATES = 80
MOST_OPTIONS = 200
#: So many searches of a draft are listed.
RUNS_SHOWN = 8
LIVE = (RunState.WAITING, RunState.RUNNING)
ENDED_WELL = (RunState.DONE, RunState.STOPPED)


def candidates(
    version: Version,
    *,
    themes: Collection[int] = (),
    towns: Collection[int] = (),
    kinds: Collection[str] = (),
) -> tuple[Sequence[Component], int]:
    """What the library has to choose from, and how many there are in all.

    Components of the package's themes come first. What the draft holds already is not narrowed.
    """
    wanted = narrowed(themes, towns, kinds)
    themes_of_package = sa.select(package_theme.c.theme_id).where(
        package_theme.c.package_id == version.package_id
    )
    matching = (
        sa.select(sa.func.count())
        .where(
            component_theme.c.component_id == Component.id,
            component_theme.c.theme_id.in_(themes_of_package),
        )
        .scalar_subquery()
    )
    found = (
        sa.select(Component)
        .options(selectinload(Component.themes))
        .where(*wanted)
        .order_by(matching.desc(), Component.id)
        .limit(MOST_CANDIDATES)
    )
    count = db.session.scalar(sa.select(sa.func.count(Component.id)).where(*wanted)) or 0
    return db.session.scalars(found).unique().all(), count


def narrowed(
    themes: Collection[int], towns: Collection[int], kinds: Collection[str]
) -> list[sa.ColumnElement[bool]]:
    chosen = [kind for kind in CHOOSABLE if not kinds or kind.value in kinds]
    wanted: list[sa.ColumnElement[bool]] = [
        Component.retired_at.is_(None),
        Component.kind.in_(chosen),
    ]
    if themes:
        wanted.append(Component.themes.any(Theme.id.in_(themes)))
    if towns:
        wanted.append(Component.place.has(Place.municipality_id.in_(towns)))
    return wanted


def components(keys: Collection[int]) -> Sequence[Component]:
    """Components with their themes, retired ones too."""
    return (
        db.session.scalars(
            sa.select(Component)
            .options(selectinload(Component.themes))
            .where(Component.id.in_(keys))
            .order_by(Component.id)
        )
        .unique()
        .all()
    )


def options_of(kind: ComponentKind, party: int) -> Sequence[Component]:
    """Meals or lodging that take so many persons, to be chosen by name."""
    return (
        db.session.scalars(
            sa.select(Component)
            .where(
                Component.kind == kind,
                Component.retired_at.is_(None),
                Component.place_id.is_not(None),
                Component.party_max >= party,
            )
            .order_by(sa.type_coerce(Component.name, sa.JSON)["en"].as_string(), Component.id)
            .limit(MOST_OPTIONS)
        )
        .unique()
        .all()
    )


def codes_served(package_id: int, keys: Collection[int]) -> dict[int, frozenset[str]]:
    """Objectives that components have served in any version of the package, by their key."""
    found: dict[int, set[str]] = defaultdict(set)
    for component_id, code in db.session.execute(
        sa.select(Item.component_id, Objective.code)
        .join(coverage, coverage.c.item_id == Item.id)
        .join(Objective, Objective.id == coverage.c.objective_id)
        .join(Version, Version.id == Objective.version_id)
        .where(Version.package_id == package_id, Item.component_id.in_(keys))
        .distinct()
    ):
        found[component_id or 0].add(code)
    return {key: frozenset(codes) for key, codes in found.items()}


def themes() -> Sequence[Theme]:
    return db.session.scalars(sa.select(Theme).order_by(Theme.slug)).all()


def places() -> Sequence[Place]:
    return db.session.scalars(sa.select(Place).order_by(Place.name, Place.id)).unique().all()


def towns() -> Sequence[Municipality]:
    """Towns where something is to be visited."""
    return (
        db.session.scalars(
            sa.select(Municipality)
            .where(
                Municipality.id.in_(
                    sa.select(Place.municipality_id)
                    .join(Component, Component.place_id == Place.id)
                    .where(*narrowed((), (), ()))
                )
            )
            .order_by(Municipality.id)
        )
        .unique()
        .all()
    )


def runs_of(version_id: int) -> Sequence[PlanRun]:
    """The searches of a draft, the newest first."""
    return db.session.scalars(
        sa.select(PlanRun)
        .where(PlanRun.version_id == version_id)
        .order_by(PlanRun.id.desc())
        .limit(RUNS_SHOWN)
    ).all()


def live_run(version_id: int) -> PlanRun | None:
    return db.session.scalars(
        sa.select(PlanRun).where(PlanRun.version_id == version_id, PlanRun.state.in_(LIVE)).limit(1)
    ).first()


def run_before(run: PlanRun) -> PlanRun | None:
    """The search before this one that came to an answer."""
    return db.session.scalars(
        sa.select(PlanRun)
        .where(
            PlanRun.version_id == run.version_id,
            PlanRun.id < run.id,
            PlanRun.state.in_(ENDED_WELL),
        )
        .order_by(PlanRun.id.desc())
        .limit(1)
    ).first()
