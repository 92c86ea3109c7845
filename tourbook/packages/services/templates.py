"""Starting a package from a template instead of from empty days."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.texts import Texts
from tourbook.directory.models import Theme
from tourbook.packages.models import Day, Item, Version
from tourbook.packages.rules.drafting import starting
from tourbook.packages.rules.drafting.starting import BlankDay
from tourbook.packages.services import packages


def start(
    days: int,
    *,
    name: Texts,
    summary: Texts,
    themes: Sequence[Theme],
    season: tuple[int, int],
    party: tuple[int, int],
    at: datetime,
    actor: Actor,
) -> Version:
    """A new package whose draft has the days of the template of this length."""
    blank = starting.template(days)
    version = packages.create(
        name=name,
        summary=summary,
        themes=themes,
        season=season,
        party=party,
        days=days,
        at=at,
        actor=actor,
    )
    for day, model in zip(version.days, blank, strict=True):
        lay(day, model)
    db.session.flush()
    return version


def lay(day: Day, model: BlankDay) -> None:
    day.title = model.title
    day.starts_minute, day.ends_minute = starting.STARTS, starting.ENDS
    for blank in model.items:
        day.items.append(
            Item(
                kind=blank.kind,
                title=blank.title,
                text=Texts(),
                starts_minute=blank.starts,
                ends_minute=blank.ends,
                lineage=secrets.token_hex(8),
            )
        )
