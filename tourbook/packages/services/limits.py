"""Changing the limits that the checks go by. What has held once stays in the history."""

from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from tourbook.core import audit
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.packages.models import DatedLimit
from tourbook.packages.queries import limits as queries
from tourbook.packages.rules import limit_facts, limits
from tourbook.packages.rules.limits import Limit


def add(
    key: str, *, valid_from: date, value: int, source: str, at: datetime, actor: Actor
) -> DatedLimit:
    """A limit's value from a day on, with where it is from."""
    new = Limit(key, valid_from, value, source)
    limit_facts.check(new, limits.on(valid_from, own()))
    row = DatedLimit(key=key, valid_from=valid_from, value=value, source=source)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        raise Refused(
            "There is a value from this day already. Take it back first, or choose another day."
        ) from None
    audit.record("packages.limit", row, at=at, actor=actor, after=face(row))
    return row


def take_back(row: DatedLimit, *, today: date, at: datetime, actor: Actor) -> None:
    """Take out a value that has not held for a whole day yet."""
    if row.valid_from < today:
        raise Refused("This value has held already, so it stays. Add a new one from today on.")
    audit.record("packages.limit_take_back", row, at=at, actor=actor, before=face(row))
    db.session.delete(row)
    db.session.flush()


def own() -> list[Limit]:
    """The organiser's entries as the rules want them."""
    return [Limit(row.key, row.valid_from, row.value, row.source) for row in queries.rows()]


def face(row: DatedLimit) -> dict[str, object]:
    return {
        "limit": row.key,
        "valid_from": row.valid_from.isoformat(),
        "value": row.value,
        "source": row.source,
    }
