"""What was said and done about a request, written down in order."""

from collections.abc import Mapping
from datetime import datetime

from tourbook.core.db import db
from tourbook.departures.models import ServiceRequest, ThreadAct, ThreadEntry, ThreadSide


def write(
    request: ServiceRequest,
    act: ThreadAct,
    *,
    side: ThreadSide,
    by: str,
    at: datetime,
    words: str = "",
    facts: Mapping[str, object] | None = None,
) -> ThreadEntry:
    """Add an entry to the thread of a request. `by` is a name; the clock has none.

    `facts` are JSON: moments as ISO strings, what else was meant by its key.
    """
    entry = ThreadEntry(
        request_id=request.id,
        at=at,
        side=side,
        act=act,
        by=by[:200],
        words=words.strip()[:2000],
        facts=dict(facts or {}),
    )
    db.session.add(entry)
    return entry
