"""Marking what was due as done, and taking that back."""

from datetime import datetime

import sqlalchemy as sa

from tourbook.core import audit
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.inserts import insert_once
from tourbook.core.refused import Refused
from tourbook.departures.models import DatedItem
from tourbook.hosts.models import LeadKind
from tourbook.visits.models import DueDone
from tourbook.visits.rules.deadlines import MARKED


def mark_done(
    item: DatedItem, what: LeadKind, *, at: datetime, actor: Actor, note: str = ""
) -> None:
    """Menus are sent, the gift is ready. Marked twice, it stays as it was marked first."""
    check_marked(what)
    if item.component_id is None or item.dropped_at is not None:
        raise Refused("Nothing is due here any more. Look at the page again.")
    made = db.session.scalar(
        insert_once(DueDone)
        .values(dated_item_id=item.id, what=what, done_at=at, done_by=actor.label, note=note)
        .returning(DueDone.id)
    )
    if made is not None:
        record("visits.mark_done", item, what, at=at, actor=actor)


def mark_open(item: DatedItem, what: LeadKind, *, at: datetime, actor: Actor) -> None:
    """It was not done after all."""
    check_marked(what)
    gone = db.session.scalar(
        sa.delete(DueDone)
        .where(DueDone.dated_item_id == item.id, DueDone.what == what)
        .returning(DueDone.id)
        .execution_options(synchronize_session=False)
    )
    if gone is not None:
        record("visits.mark_open", item, what, at=at, actor=actor)


def check_marked(what: LeadKind) -> None:
    if what not in MARKED:
        raise Refused("This is done when it is given, not by a mark.")


def record(action: str, item: DatedItem, what: LeadKind, *, at: datetime, actor: Actor) -> None:
    audit.record(action, item, at=at, actor=actor, after={"what": what})
    db.session.flush()
