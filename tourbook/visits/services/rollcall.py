"""Calling the roll. Nothing here commits: the caller owns the transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tourbook.core import audit
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.inserts import insert_into
from tourbook.core.refused import Refused
from tourbook.departures.models import DatedItem, DepartureStatus
from tourbook.visits.models import CallStage, RollMark
from tourbook.visits.queries import rollcall as queries
from tourbook.visits.rules.rollcall import Given

#: A roll is called on departures that go, or have gone.
RUNNING = (DepartureStatus.OPEN, DepartureStatus.CLOSED, DepartureStatus.COMPLETED)


@dataclass(frozen=True, slots=True)
class Kept:
    #: Keys of marks that stand in the roll, now or since they were sent before.
    keys: Sequence[str]
    #: Keys of marks for people who are not of this group.
    strangers: Sequence[str]


def check_callable(item: DatedItem) -> None:
    """Refuse to call the roll where nobody goes."""
    if item.departure.status not in RUNNING:
        raise Refused("This departure does not run, so no roll is called.")
    if item.dropped_at is not None:
        raise Refused("This stop was dropped from the programme.")


def call(
    item: DatedItem,
    stage: CallStage,
    given: Sequence[Given],
    *,
    received_at: datetime,
    by: str,
    actor: Actor,
) -> Kept:
    """Keep these marks; one that was kept before is left as it is.

    Two who call at once disturb nobody: each mark is a row of its own, and the last counts.

    Raises:
        Refused: the departure does not run, or the stop was dropped.
    """
    check_callable(item)
    group = {person.id for person in queries.people_of(item.departure_id)}
    own = [one for one in given if one.participant_id in group]
    strangers = [one.key for one in given if one.participant_id not in group]
    new = insert(item, stage, own, received_at=received_at, by=by) if own else 0
    if new:
        after = {"stage": stage, "marks": new}
        audit.record("visits.call_roll", item, at=received_at, actor=actor, after=after)
    db.session.flush()
    return Kept([one.key for one in own], strangers)


def insert(
    item: DatedItem, stage: CallStage, given: Sequence[Given], *, received_at: datetime, by: str
) -> int:
    rows = [
        {
            "dated_item_id": item.id,
            "participant_id": one.participant_id,
            "stage": stage,
            "mark": one.mark,
            "marked_at": one.at,
            "received_at": received_at,
            "by": by[:200],
            "key": one.key,
        }
        for one in given
    ]
    statement = insert_into(RollMark).values(rows).on_conflict_do_nothing().returning(RollMark.id)
    return len(db.session.execute(statement).all())
