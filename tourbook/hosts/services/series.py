"""Series of slots: made by a rule, changed for all that lies ahead or from one day on.

What persons stand on is never changed here: it stays as it is and is told of.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy import insert, update

from tourbook.core import audit, zones
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.hosts import queries, rules
from tourbook.hosts.models import Component, SeriesException, Slot, SlotSeries, SlotState
from tourbook.hosts.rules import Clash, Laid, SeriesFacts, Timing
from tourbook.hosts.services.slots import check_on_offer, in_the_way, row_of


@dataclass(frozen=True)
class Plan:
    """What a series would make or change, and what stands in its way."""

    laid: Laid
    clashing: Sequence[Clash]
    #: Slots that stay as they are: persons stand on them, or they were changed by themselves.
    kept: Sequence[Slot] = ()
    #: Slots of the series on days that are no longer its own; nobody stands on them.
    withdrawn: Sequence[Slot] = ()
    #: Slots that get the new time, each with it.
    changed: Sequence[tuple[Slot, Timing]] = ()
    #: Times for which there is no slot yet.
    made: Sequence[Timing] = field(default_factory=list)

    @property
    def timings(self) -> list[Timing]:
        return self.laid.timings

    @property
    def moved(self) -> list[Timing]:
        return [timing for timing in self.timings if timing.moved]


def plan_series(component: Component, facts: SeriesFacts, *, at: datetime) -> Plan:
    """What `add_series` would do; changes nothing."""
    laid = rules.series(facts)
    rules.check_to_come(laid.timings, at)
    return Plan(laid, in_the_way(component, laid.timings), made=laid.timings)


def add_series(
    component: Component, facts: SeriesFacts, *, at: datetime, actor: Actor
) -> SlotSeries:
    """Make the slots of a series: all of them, or none."""
    check_on_offer(component)
    queries.lock(component)
    plan = plan_series(component, facts, at=at)
    check_clear(plan)
    made = new_series(component, facts)
    make(made, plan.made)
    after = {**told(facts), "component_id": component.id, "slots": len(plan.made)}
    audit.record("hosts.add_series", made, at=at, actor=actor, after=after)
    return made


def check_clear(plan: Plan) -> None:
    if plan.clashing:
        raise rules.clash_refused(plan.clashing, len(plan.timings))


def new_series(component: Component, facts: SeriesFacts, follows: int | None = None) -> SlotSeries:
    made = SlotSeries(component=component, follows_id=follows)
    put(made, facts)
    db.session.add(made)
    db.session.flush()
    return made


def put(series: SlotSeries, facts: SeriesFacts) -> None:
    series.rule = rules.written(rules.parse(facts.rule))
    series.starts, series.minutes, series.all_day = facts.hour, facts.length, facts.all_day
    series.zone, series.first_day, series.last_day = facts.zone, facts.first_day, facts.last_day
    series.capacity, series.exclusive = facts.capacity, facts.exclusive
    series.skip_holidays = facts.skip_holidays
    there = {one.day: one for one in series.exceptions}
    series.exceptions = [
        there.get(day) or SeriesException(day=day) for day in sorted(facts.exceptions)
    ]


def facts_of(series: SlotSeries) -> SeriesFacts:
    return SeriesFacts(
        rule=series.rule,
        starts=series.starts,
        minutes=series.minutes,
        first_day=series.first_day,
        last_day=series.last_day,
        capacity=series.capacity,
        exclusive=series.exclusive,
        zone=series.zone,
        all_day=series.all_day,
        skip_holidays=series.skip_holidays,
        exceptions=frozenset(one.day for one in series.exceptions),
    )


def make(series: SlotSeries, timings: Sequence[Timing]) -> None:
    """One statement for all slots, not one each."""
    if not timings:
        return
    rows = [
        {
            **row_of(series.component, timing, series.capacity, series.exclusive),
            "series_id": series.id,
        }
        for timing in timings
    ]
    db.session.execute(insert(Slot), rows)


def from_day(series: SlotSeries, day: date | None, at: datetime) -> date:
    """The first local day that a change touches: the one given, and none that has begun."""
    tomorrow = zones.local_day(at, series.zone) + timedelta(days=1)
    return max(day or series.first_day, tomorrow, series.first_day)


def plan_change(
    series: SlotSeries, facts: SeriesFacts, *, since: date | None, at: datetime
) -> Plan:
    """What `change_all` (without a day) or `change_following` would do; changes nothing."""
    first = from_day(series, since, at)
    counted_from = anchor(series, facts, first) if since else series.first_day
    laid = ahead(rules.series(replace(facts, first_day=counted_from)), first)
    slots = queries.of_series(series, since=first)
    planned = sorted_out(facts, laid, slots)
    clashing = in_the_way(
        series.component,
        [*(timing for _slot, timing in planned.changed), *planned.made],
        but=[slot.id for slot, _timing in planned.changed]
        + [slot.id for slot in planned.withdrawn],
    )
    return replace(planned, clashing=clashing)


def anchor(series: SlotSeries, facts: SeriesFacts, first: date) -> date:
    """The day that "every second week" is counted from.

    The same rule goes on in the weeks that it was in; another one begins with the change.
    """
    same = rules.parse(series.rule) == rules.parse(facts.rule)
    return series.first_day if same else first


def ahead(laid: Laid, first: date) -> Laid:
    timings = [one for one in laid.timings if one.day is not None and one.day >= first]
    rules.check_some(timings)
    return Laid(
        timings,
        {day: name for day, name in laid.holidays.items() if day >= first},
        [day for day in laid.left_out if day >= first],
    )


def sorted_out(facts: SeriesFacts, laid: Laid, slots: Iterable[Slot]) -> Plan:
    """Which slots stay, change and go, by the day for which the series made them."""
    wanted = {timing.day: timing for timing in laid.timings}
    kept, withdrawn, changed = [], [], []
    for slot in slots:
        timing = wanted.pop(slot.series_day, None)
        if slot.detached or (slot.taken and not (timing and as_it_is(slot, timing, facts))):
            kept.append(slot)
        elif timing is None:
            withdrawn.append(slot)
        elif not as_it_is(slot, timing, facts):
            changed.append((slot, timing))
    return Plan(laid, (), kept, withdrawn, changed, list(wanted.values()))


def as_it_is(slot: Slot, timing: Timing, facts: SeriesFacts) -> bool:
    return (slot.starts_at, slot.ends_at, slot.capacity, slot.exclusive) == (
        timing.starts_at,
        timing.ends_at,
        facts.capacity,
        facts.exclusive,
    )


def change_all(
    series: SlotSeries, facts: SeriesFacts, *, revision: int, at: datetime, actor: Actor
) -> Plan:
    """Change a series and all its slots that lie ahead."""
    plan = prepared(series, facts, since=None, revision=revision, at=at)
    before = told(facts_of(series))
    put(series, replace(facts, first_day=series.first_day))
    carry_out(series, facts, plan)
    audit.record(
        "hosts.change_series", series, at=at, actor=actor, before=before, after=told(facts)
    )
    return plan


def change_following(
    series: SlotSeries,
    facts: SeriesFacts,
    *,
    since: date,
    revision: int,
    at: datetime,
    actor: Actor,
) -> SlotSeries:
    """Change the slots from one day on; they become a series that goes on from this one."""
    first = from_day(series, since, at)
    if first <= series.first_day:
        change_all(series, facts, revision=revision, at=at, actor=actor)
        return series
    plan = prepared(series, facts, since=since, revision=revision, at=at)
    before = told(facts_of(series))
    made = new_series(series.component, replace(facts, first_day=begun(plan, first)), series.id)
    series.last_day = first - timedelta(days=1)
    series.exceptions = [one for one in series.exceptions if one.day < first]
    hand_over(series, made, first)
    carry_out(made, facts, plan)
    audit.record("hosts.change_series", made, at=at, actor=actor, before=before, after=told(facts))
    return made


def begun(plan: Plan, first: date) -> date:
    """The first day of the rule from this day on, so that its weeks are counted as before."""
    days = [timing.day for timing in plan.timings if timing.day] + plan.laid.left_out
    return min(days, default=first)


def prepared(
    series: SlotSeries,
    facts: SeriesFacts,
    *,
    since: date | None,
    revision: int,
    at: datetime,
) -> Plan:
    """The plan of a change, once nobody else can come between."""
    check_on_offer(series.component)
    queries.lock(series.component)
    raised = db.session.scalar(
        update(SlotSeries)
        .where(SlotSeries.id == series.id, SlotSeries.revision == revision)
        .values(revision=SlotSeries.revision + 1)
        .returning(SlotSeries.revision)
        .execution_options(synchronize_session=False)
    )
    if raised is None:
        raise Refused("Somebody has just changed this series. Please look at it again.")
    db.session.refresh(series)
    queries.lock_slots(series)
    plan = plan_change(series, facts, since=since, at=at)
    check_clear(plan)
    return plan


def hand_over(series: SlotSeries, to: SlotSeries, first: date) -> None:
    db.session.execute(
        update(Slot)
        .where(Slot.series_id == series.id, Slot.series_day >= first)
        .values(series_id=to.id)
        .execution_options(synchronize_session="fetch")
    )


def carry_out(series: SlotSeries, facts: SeriesFacts, plan: Plan) -> None:
    for slot in plan.withdrawn:
        slot.state = SlotState.WITHDRAWN
    for slot in plan.kept:
        slot.detached = True
    db.session.flush()
    for slot, timing in plan.changed:
        slot.starts_at, slot.ends_at = timing.starts_at, timing.ends_at
        slot.all_day = timing.all_day
        slot.capacity, slot.exclusive = facts.capacity, facts.exclusive
    db.session.flush()
    make(series, plan.made)


def told(facts: SeriesFacts) -> dict[str, object]:
    """The series as the audit log keeps it."""
    exceptions = [day.isoformat() for day in sorted(facts.exceptions)]
    return {**vars(facts), "exceptions": exceptions}


def coming(series: SlotSeries, *, at: datetime) -> Sequence[Slot]:
    """The slots of a series that have not begun, in order."""
    today = zones.local_day(at, series.zone)
    return [slot for slot in queries.of_series(series, since=today) if slot.starts_at > at]
