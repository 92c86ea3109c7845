"""The demonstration on the day: who is on duty, links, and a roll that is half called."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from tourbook.core.audit import Actor
from tourbook.departures.models import DatedItem, Departure
from tourbook.departures.services import duty
from tourbook.visits.models import CallStage, Mark
from tourbook.visits.queries import rollcall as queries
from tourbook.visits.rules.rollcall import Given, Person, usual_stage
from tourbook.visits.services import rollcall, runlinks

GUIDE, DRIVER = "Gunilla Guide", "Dani Driver"


def make_ready(departure: Departure, *, at: datetime, actor: Actor) -> None:
    """Name who is on duty, and give the guide and the driver their links."""
    duty.name(departure, 0, who="Vera Varalla", phone="+358 50 555 0142", at=at, actor=actor)
    runlinks.make(departure, name=GUIDE, driver=False, at=at, actor=actor)
    runlinks.make(departure, name=DRIVER, driver=True, at=at, actor=actor)


def call_rolls(departure: Departure) -> None:
    """The guide called the first two stops: all were at the first, the second is half done."""
    first, second = departure.items[:2]
    group = queries.people_of(departure.id)
    call(first, usual_stage(first.kind), dict.fromkeys(group, Mark.PRESENT))
    half = dict.fromkeys(group[: len(group) // 2], Mark.PRESENT)
    if len(group) > len(half):
        half[group[len(half)]] = Mark.MISSING
    call(second, CallStage.BOARDING, half)


def call(item: DatedItem, stage: CallStage, marks: dict[Person, Mark]) -> None:
    at = item.starts_at - timedelta(minutes=5)
    given = [
        Given(str(uuid5(NAMESPACE_URL, f"{item.id}:{person.id}")), person.id, mark, at)
        for person, mark in marks.items()
    ]
    actor = Actor(None, f"{GUIDE} (by link)")
    rollcall.call(item, stage, given, received_at=at, by=GUIDE, actor=actor)
