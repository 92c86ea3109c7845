"""Measured ways between places: typed by a person, who is always believed before a server."""

from collections.abc import Sequence
from datetime import datetime

from tourbook.core import audit
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.inserts import insert_into
from tourbook.directory.models import Place, TravelMode, TravelSource, TravelTime
from tourbook.packages.queries import travel as queries
from tourbook.packages.rules import measuring
from tourbook.packages.rules.measuring import Pair
from tourbook.packages.rules.outline import Leg

KEYS = ("first_place_id", "second_place_id", "mode")
#: Of one statement; a database takes so many values and no more.
ROWS_AT_ONCE = 400


def write_down(
    one: Place,
    other: Place,
    *,
    mode: TravelMode,
    minutes: int,
    metres: int,
    at: datetime,
    actor: Actor,
) -> TravelTime:
    """Keep what somebody measured, either way. Safe to repeat; it replaces what stood there."""
    first, second = measuring.pair_of(one.id, other.id)
    measuring.check_way(mode, minutes, metres)
    before = queries.time_of(first, second, mode)
    was = face(before) if before else None
    put([row((first, second), mode, Leg(minutes, metres), TravelSource.TYPED)], over_typed=True)
    kept = queries.time_of(first, second, mode)
    assert kept is not None
    db.session.refresh(kept)
    if was != face(kept):
        audit.record("packages.travel", kept, at=at, actor=actor, before=was, after=face(kept))
    return kept


def remove(time: TravelTime, *, at: datetime, actor: Actor) -> None:
    """From now on the way is estimated again."""
    audit.record("packages.travel_remove", time, at=at, actor=actor, before=face(time))
    db.session.delete(time)
    db.session.flush()


def face(time: TravelTime) -> dict[str, object]:
    return {
        "places": f"{time.first_place_id}-{time.second_place_id}",
        "mode": time.mode.value,
        "minutes": time.minutes,
        "metres": time.metres,
        "source": time.source.value,
    }


def keep_routed(legs: Sequence[tuple[Pair, TravelMode, Leg]]) -> None:
    """Keep what the routing server answered; what a person typed stands."""
    rows = [row(pair, mode, leg, TravelSource.ROUTED) for pair, mode, leg in legs]
    for start in range(0, len(rows), ROWS_AT_ONCE):
        put(rows[start : start + ROWS_AT_ONCE], over_typed=False)


def row(pair: Pair, mode: TravelMode, leg: Leg, source: TravelSource) -> dict[str, object]:
    return {
        "first_place_id": pair[0],
        "second_place_id": pair[1],
        "mode": mode,
        "minutes": leg.minutes,
        "metres": leg.metres,
        "source": source,
    }


def put(rows: list[dict[str, object]], *, over_typed: bool) -> None:
    """One statement: two people who write the same pair at once both find their row."""
    insert = insert_into(TravelTime).values(rows)
    new = insert.excluded
    db.session.execute(
        insert.on_conflict_do_update(
            index_elements=KEYS,
            set_={"minutes": new.minutes, "metres": new.metres, "source": new.source},
            where=None if over_typed else TravelTime.source != TravelSource.TYPED,
        )
    )
