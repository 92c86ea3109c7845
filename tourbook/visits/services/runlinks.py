"""Links to the run sheet of a departure, for a guide or a driver: made, shown again, ended."""

from datetime import datetime

from tourbook.core import audit, tokens
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.departures.models import Departure, DepartureStatus
from tourbook.visits.models import RunLink

PURPOSE = "run_link"


def make(departure: Departure, *, name: str, driver: bool, at: datetime, actor: Actor) -> RunLink:
    """A new link; its token follows from the row, so it can be shown again."""
    if departure.status is DepartureStatus.CANCELLED:
        raise Refused("This departure is cancelled, so nobody needs its run sheet.")
    salt, token_hash = tokens.issue(PURPOSE)
    link = RunLink(
        departure=departure,
        name=name,
        driver=driver,
        token_salt=salt,
        token_hash=token_hash,
        made_at=at,
    )
    db.session.add(link)
    db.session.flush()
    after = {"name": name, "driver": driver}
    audit.record("visits.make_run_link", link, at=at, actor=actor, after=after)
    db.session.flush()
    return link


def end(link: RunLink, *, at: datetime, actor: Actor) -> None:
    """From now on the link opens nothing."""
    if link.ended_at is not None:
        raise Refused("This link has been ended already.")
    link.ended_at = at
    audit.record("visits.end_run_link", link, at=at, actor=actor, after={"name": link.name})
    db.session.flush()


def token_of(link: RunLink) -> str:
    return tokens.derive(link.token_salt, PURPOSE)
