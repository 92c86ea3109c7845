"""Weeks and months of slots, times away, visit budgets and how often a host was visited."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests import making
from tests.browser_client import Browser
from tests.conftest import Statements
from tests.hosts.reading import count, text
from tests.making import NOON, kept
from tourbook.core.db import db
from tourbook.departures.models import RequestState, ServiceRequest
from tourbook.departures.queries.standing import visits_of_hosts
from tourbook.hosts.models import (
    AwayKind,
    AwayTime,
    BusyFeed,
    Component,
    Slot,
    SlotState,
    VisitBudget,
)
from tourbook.hosts.queries.timetable import timetable
from tourbook.hosts.rules.calendars import Shown, holidays_in, month_rows
from tourbook.hosts.rules.visits import Visit, by_month, last_months

pytestmark = pytest.mark.usefixtures("at_noon")

#: Wednesday 10 March 2027, 10:00 in Finland.
MORNING = datetime(2027, 3, 10, 8, tzinfo=UTC)
WEEK = (datetime(2027, 3, 7, 22, tzinfo=UTC), datetime(2027, 3, 14, 22, tzinfo=UTC))


def make_request(slot: Slot, state: RequestState = RequestState.REQUESTED) -> ServiceRequest:
    """A request for a slot of its component, at its time."""
    departure = making.make_departure(
        version=making.make_version(component=slot.component), first_day=date(2027, 3, 10)
    )
    request = making.make_request(departure, slot=slot)
    request.starts_at, request.ends_at, request.pax = slot.starts_at, slot.ends_at, 12
    request.state = state
    answered = state in (RequestState.CONFIRMED, RequestState.DELIVERED)
    request.answered_at = NOON if answered else None
    slot.taken = 12
    db.session.flush()
    return request


def as_open(slot: Slot) -> None:
    assert slot.taken == 0


def as_closed(slot: Slot) -> None:
    slot.state = SlotState.CLOSED


def as_blocked(slot: Slot) -> None:
    kept(
        AwayTime(
            organisation=slot.component.organisation,
            kind=AwayKind.QUIET,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
        )
    )


def as_requested(slot: Slot) -> None:
    make_request(slot)


def as_taken(slot: Slot) -> None:
    make_request(slot, RequestState.CONFIRMED)


def as_taken_and_closed(slot: Slot) -> None:
    as_taken(slot)
    slot.state = SlotState.CLOSED


def as_held_by_nobody_known(slot: Slot) -> None:
    slot.taken = 3


@pytest.mark.parametrize(
    ("put", "shown"),
    [
        (as_open, Shown.OPEN),
        (as_closed, Shown.CLOSED),
        (as_blocked, Shown.BLOCKED),
        (as_requested, Shown.REQUESTED),
        (as_taken, Shown.TAKEN),
        (as_taken_and_closed, Shown.TAKEN),
        (as_held_by_nobody_known, Shown.TAKEN),
    ],
)
def test_states_of_a_slot_are_told_apart(
    host: Browser, component: Component, put: Callable[[Slot], None], shown: Shown
) -> None:
    slot = making.make_slot(component, starts_at=MORNING)
    put(slot)
    db.session.flush()

    found = timetable(*WEEK, own=frozenset([component.organisation_id]))

    assert [entry.shown for entry in found.entries] == [shown]
    page = text(host, "/host/timetable?first=2027-03-10")
    after = page[page.index(f'href="/host/slots/{slot.id}"') :]
    word = {"open": "Open", "closed": "Closed", "blocked": "Blocked"}
    told = word.get(shown.value, shown.value.capitalize())
    assert told in after[:900]
    assert f">{told}</span>" in text(host, f"/host/slots/{slot.id}")
    listed = text(host, "/host/slots?first=2027-03-10&last=2027-03-10")
    assert f">{told}</span>" in listed


def test_withdrawn_slot_is_shown_only_while_persons_stand_on_it(component: Component) -> None:
    for taken in (0, 5):
        slot = making.make_slot(component, starts_at=MORNING + timedelta(hours=taken))
        slot.state, slot.taken = SlotState.WITHDRAWN, taken
    db.session.flush()

    found = timetable(*WEEK)

    assert [entry.slot.taken for entry in found.entries] == [5]


def test_week_has_its_hours_and_month_its_weeks(host: Browser, component: Component) -> None:
    making.make_slot(component, starts_at=MORNING)
    making.make_slot(component, starts_at=MORNING + timedelta(days=20))

    week = text(host, "/host/timetable?first=2027-03-10")
    month = text(host, "/host/timetable?view=month&first=2027-03-10")

    assert "Slots of Week 10, 2027" in week
    assert '<th scope="row" role="rowheader"> 10:00' in " ".join(week.split())
    assert (week.count("/host/slots/"), month.count("/host/slots/")) >= (1, 2)
    assert "Slots of March 2027" in month
    assert "Easter Sunday" in month
    assert "first=2027-02-01" in month
    assert "first=2027-04-01" in month


@pytest.mark.parametrize(
    "query", ["first=nonsense", "view=year", "first=9999-12-31&view=month", "component=x"]
)
def test_odd_addresses_of_the_table_do_no_harm(as_organiser: Browser, query: str) -> None:
    assert "No slots in this time" in text(as_organiser, f"/desk/timetable?{query}")


def test_host_sees_only_its_own_slots(host: Browser, as_organiser: Browser) -> None:
    foreign = making.make_slot(starts_at=MORNING)

    url = f"/slots/{foreign.id}"
    assert url not in text(host, "/host/timetable?first=2027-03-10")
    assert url in text(as_organiser, "/desk/timetable?first=2027-03-10")


def test_more_slots_than_a_table_holds_are_told_of(component: Component) -> None:
    for number in range(3):
        making.make_slot(component, starts_at=MORNING + timedelta(hours=2 * number))

    found = timetable(*WEEK, most=2)

    assert (len(found.entries), found.more) == (2, True)
    assert timetable(*WEEK, most=3).more is False


@pytest.mark.parametrize("rows", [1, 1000])
def test_month_asks_the_same_number_of_questions(
    as_organiser: Browser, component: Component, statements: Statements, rows: int
) -> None:
    db.session.add_all(
        Slot(
            component_id=component.id,
            starts_at=MORNING + timedelta(minutes=10 * number),
            ends_at=MORNING + timedelta(minutes=10 * number + 5),
            capacity=5,
        )
        for number in range(rows)
    )
    db.session.flush()
    db.session.expunge_all()

    with statements() as seen:
        text(as_organiser, "/desk/timetable?view=month&first=2027-03-10")

    assert len(seen) == 5


def test_month_has_whole_weeks() -> None:
    rows = month_rows(date(2027, 3, 1), date(2027, 3, 31), [])

    days = [cell.day for row in rows for cell in row.cells]
    assert (days[0], days[-1], len(days)) == (date(2027, 3, 1), date(2027, 4, 4), 35)
    assert date(2027, 3, 28) in holidays_in(days[0], days[-1])


def visit(day: datetime, pax: int = 10, *, agreed: bool = True, hours: float = 1.5) -> Visit:
    return Visit(1, 1, 1, None, day, day + timedelta(hours=hours), pax, agreed)


def test_visits_are_counted_by_the_local_month_with_a_trend() -> None:
    months = last_months(date(2027, 3, 2), 4)
    # 22:30 in UTC on the last of January is February in Finland.
    late = datetime(2027, 1, 31, 22, 30, tzinfo=UTC)

    found = by_month([visit(late), visit(MORNING), visit(MORNING, agreed=False)], months)

    assert months == [date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1), date(2027, 3, 1)]
    assert [(one.visits, one.persons, one.hours, one.trend) for one in found] == [
        (0, 0, 0, None),
        (0, 0, 0, 0),
        (1, 10, 1.5, 1),
        (1, 10, 1.5, 0),
    ]


def test_visits_of_the_year_are_shown_to_the_host(host: Browser, component: Component) -> None:
    slot = making.make_slot(component, starts_at=NOON - timedelta(days=1))
    make_request(slot, RequestState.DELIVERED)

    page = " ".join(text(host, "/host/visited").split())

    assert "March 2027" in page
    assert "more than the month before" in page
    assert "April 2026" in page
    rows = host.get("/host/visited?format=csv").get_data(as_text=True)
    assert "March 2027" in rows


def test_visits_of_hosts_are_those_that_stand(component: Component) -> None:
    request = make_request(making.make_slot(component, starts_at=MORNING))
    own = [component.organisation_id]

    asked = visits_of_hosts(own, *WEEK)
    request.state, request.answered_at = RequestState.CONFIRMED, NOON
    db.session.flush()
    agreed = visits_of_hosts(own, *WEEK)
    request.state = RequestState.DECLINED
    db.session.flush()

    assert [(one.agreed, one.pax, one.request_id) for one in asked] == [(False, 12, request.id)]
    assert [one.agreed for one in agreed] == [True]
    assert agreed[0].revision > asked[0].revision
    assert visits_of_hosts(own, *WEEK) == []
    assert visits_of_hosts([], *WEEK) == []


AWAY = {
    "kind": "blackout",
    "subject": "",
    "first_day": "2027-07-01",
    "last_day": "2027-07-31",
    "note": "Summer holidays",
}


def test_time_away_is_added_changed_and_removed(host: Browser, component: Component) -> None:
    url = f"/host/organisations/{component.organisation_id}/away/new"
    assert host.post(url, data=AWAY).location == "/host/away"

    made = db.session.scalars(select(AwayTime)).one()
    assert (made.starts_at, made.ends_at) == (
        datetime(2027, 6, 30, 21, tzinfo=UTC),
        datetime(2027, 7, 31, 21, tzinfo=UTC),
    )
    assert "Sat 31 July 2027" in text(host, "/host/away")
    assert 'value="2027-07-31"' in text(host, f"/host/away/{made.id}/edit")

    changed = {**AWAY, "kind": "quiet", "subject": f"component-{component.id}", "ends": "12:00"}
    host.post(f"/host/away/{made.id}/edit", data=changed)
    db.session.refresh(made)
    assert (made.kind, made.component_id, made.ends_at.hour) == (AwayKind.QUIET, component.id, 9)
    assert "Quiet period" in text(host, "/host/away?kind=quiet")
    assert "None fits what you asked for." in text(host, "/host/away?kind=busy")

    host.post(f"/host/away/{made.id}/remove")
    assert count(AwayTime) == 0
    assert "No times away" in text(host, "/host/away")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"last_day": "2027-06-30"}, "must come after"),
        ({"first_day": "2027-01-01", "last_day": "2027-01-02"}, "is over already"),
        ({"subject": "component-999999"}, "Choose one of the choices"),
        ({"last_day": "2047-06-30"}, "at most three years"),
        ({"kind": "busy"}, "Choose one of the choices"),
    ],
)
def test_time_away_with_something_wrong_is_not_kept(
    host: Browser, component: Component, wrong: dict[str, str], sentence: str
) -> None:
    url = f"/host/organisations/{component.organisation_id}/away/new"

    assert sentence in host.post(url, data={**AWAY, **wrong}).get_data(as_text=True)
    assert count(AwayTime) == 0


def test_visit_budget_shows_what_is_left(host: Browser, component: Component) -> None:
    make_request(making.make_slot(component, starts_at=MORNING), RequestState.CONFIRMED)
    url = f"/host/organisations/{component.organisation_id}/budgets"

    host.post(url, data={"component": "", "per_month": "3", "per_year": "20"})
    host.post(url, data={"component": "", "per_month": "4", "per_year": "20"})
    host.post(url, data={"component": str(component.id), "per_month": "", "per_year": "1"})

    found = db.session.scalars(select(VisitBudget).order_by(VisitBudget.id)).all()
    assert [(one.per_month, one.per_year) for one in found] == [(4, 20), (None, 1)]
    rows = text(host, f"{url}?year=2027").split("<tr")
    march = next(row for row in rows if "March" in row)
    cells = [part.split("<")[0].strip() for part in march.split('class="numeric">')[1:]]
    assert cells == ["1", "0", "3", "0"]
    refused = host.post(url, data={"component": "", "per_month": "9", "per_year": "3"})
    assert "cannot have more visits" in refused.get_data(as_text=True)
    assert host.post(f"/host/budgets/{found[0].id}/remove").status_code == 302
    assert count(VisitBudget) == 1


def add_times_away(component: Component, rows: int) -> None:
    for number in range(rows):
        kept(
            AwayTime(
                organisation=component.organisation,
                component=component if number % 2 else None,
                place=None if number % 2 else component.place,
                kind=AwayKind.BLACKOUT,
                starts_at=MORNING + timedelta(days=number),
                ends_at=MORNING + timedelta(days=number, hours=1),
            )
        )


def add_calendars(component: Component, rows: int) -> None:
    for number in range(rows):
        kept(
            BusyFeed(
                organisation=component.organisation,
                component=component,
                name=f"Calendar {number}",
                address="https://calendar.example.org/",
                created_at=NOON,
            )
        )


@pytest.mark.parametrize(
    ("url", "add"), [("/desk/away", add_times_away), ("/desk/busy", add_calendars)]
)
def test_lists_ask_the_same_number_of_questions(
    as_organiser: Browser,
    component: Component,
    statements: Statements,
    url: str,
    add: Callable[[Component, int], None],
) -> None:
    seen_at, number = [], component.id
    for rows in (1, 20):
        add(db.session.get_one(Component, number), rows)
        db.session.flush()
        db.session.expunge_all()
        with statements() as seen:
            text(as_organiser, url)
        seen_at.append(len(seen))

    assert seen_at[0] == seen_at[1]
