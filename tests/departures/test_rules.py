"""What may be done with departures, by plain values."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.making import NOON, texts
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.departures.models import (
    DatedItem,
    Departure,
    DepartureStatus,
    RequestState,
    ServiceRequest,
)
from tourbook.departures.rules import days, late, overview, planning, requests, selling
from tourbook.departures.rules.leads import Safe, Stop
from tourbook.hosts.models import ComponentKind, LeadKind, LeadUnit, Slot, SlotState
from tourbook.hosts.rules.leads import Lead
from tourbook.packages.models import Item

HELSINKI = "Europe/Helsinki"


def departure(**changes: object) -> Departure:
    values: dict[str, object] = {
        "status": DepartureStatus.OPEN,
        "first_day": date(2027, 6, 1),
        "last_day": date(2027, 6, 2),
        "zone": HELSINKI,
        "seats": 20,
        "seats_taken": 5,
        "booking_deadline": NOON + timedelta(days=30),
    }
    return Departure(**{**values, **changes})


def test_an_open_departure_with_places_can_be_booked() -> None:
    assert selling.can_book(departure(), 15, NOON)


@pytest.mark.parametrize(
    ("changes", "places", "sentence"),
    [
        ({}, 16, "Only 15 places are left on this departure."),
        ({}, 0, "Ask for at least one place."),
        ({"status": DepartureStatus.CLOSED}, 1, "This departure is not open for booking."),
        ({"booking_deadline": NOON}, 1, "The last day to book this departure has passed."),
        ({"first_day": NOON.date()}, 1, "This departure has already begun."),
        ({"seats_taken": 20}, 1, "This departure is full: no places are left."),
    ],
)
def test_why_a_departure_cannot_be_booked(
    changes: dict[str, object], places: int, sentence: str
) -> None:
    with pytest.raises(Refused) as refusal:
        selling.check_can_book(departure(**changes), places, NOON)

    assert str(refusal.value) == sentence
    assert not selling.can_book(departure(**changes), places, NOON)


@pytest.mark.parametrize(
    ("day", "minute", "utc"),
    [
        (date(2027, 3, 27), 600, datetime(2027, 3, 27, 8, tzinfo=UTC)),
        (date(2027, 3, 28), 600, datetime(2027, 3, 28, 7, tzinfo=UTC)),
        (date(2027, 10, 30), 600, datetime(2027, 10, 30, 7, tzinfo=UTC)),
        (date(2027, 10, 31), 600, datetime(2027, 10, 31, 8, tzinfo=UTC)),
        (date(2027, 10, 30), 1440 + 600, datetime(2027, 10, 31, 8, tzinfo=UTC)),
        (date(2027, 12, 31), 1440, datetime(2027, 12, 31, 22, tzinfo=UTC)),
    ],
)
def test_local_minutes_become_the_right_moment_over_clock_changes(
    day: date, minute: int, utc: datetime
) -> None:
    assert planning.local_moment(day, minute, HELSINKI) == utc


def test_an_item_over_the_spring_change_still_ends_after_it_starts() -> None:
    item = Item(starts_minute=3 * 60 + 30, ends_minute=4 * 60)

    starts, ends = planning.times_of(item, date(2027, 3, 28), HELSINKI)

    assert ends - starts == timedelta(minutes=30)


def stop(day: date, ask: int) -> Stop:
    lead = Lead(LeadKind.ASK, LeadUnit.DAYS, ask)
    name = Texts(en="Station")
    return Stop(day.day, day, ComponentKind.PROGRAMME, name, name, "Host", {LeadKind.ASK: lead})


def test_the_safe_deadline_is_the_earliest_of_the_hosts_limits() -> None:
    stops = [stop(date(2027, 6, n), ask) for n, ask in enumerate((10, 30, 31), start=1)]

    limit = planning.safe_deadline(stops, date(2027, 6, 1))

    assert limit.day == date(2027, 5, 3)
    assert limit.safe is not None
    assert limit.safe.stop is stops[1]


def test_without_hosts_the_deadline_is_two_weeks_before() -> None:
    limit = planning.safe_deadline([], date(2027, 6, 15))

    assert (limit.day, limit.safe) == (date(2027, 6, 1), None)


SAFE_STOP = stop(date(2027, 6, 1), 30)
SAFE = Safe(date(2027, 5, 2), LeadKind.ASK, SAFE_STOP, SAFE_STOP.leads[LeadKind.ASK])


@pytest.mark.parametrize(
    ("safe", "leave", "today"),
    [
        (None, None, date(2027, 5, 31)),
        (SAFE, None, date(2027, 5, 2)),
        (SAFE, date(2027, 5, 9), date(2027, 5, 9)),
    ],
)
def test_booking_is_in_time_until_the_safe_day_or_by_leave(
    safe: Safe | None, leave: date | None, today: date
) -> None:
    late.check_in_time(safe, leave_until=leave, today=today)


@pytest.mark.parametrize(
    ("leave", "today", "words"),
    [
        (None, date(2027, 5, 3), "last safe day to book this departure was 2027-05-02"),
        (date(2027, 5, 9), date(2027, 5, 10), "could be booked until 2027-05-09"),
    ],
)
def test_booking_after_the_safe_day_is_refused(leave: date | None, today: date, words: str) -> None:
    with pytest.raises(Refused, match=words):
        late.check_in_time(SAFE, leave_until=leave, today=today)


@pytest.mark.parametrize(
    ("until", "reason", "words"),
    [
        (date(2027, 5, 9), " x ", "Say in a few words"),
        (date(2027, 5, 2), "The host agrees", "has passed"),
        (date(2027, 6, 1), "The host agrees", "before the visit begins"),
    ],
)
def test_leave_that_makes_no_sense_is_refused(until: date, reason: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        late.check_leave(until, reason, first_day=date(2027, 6, 1), today=date(2027, 5, 3))


def test_leave_with_a_reason_for_a_day_ahead_can_be_given() -> None:
    late.check_leave(
        date(2027, 5, 31), "The host agrees", first_day=date(2027, 6, 1), today=date(2027, 5, 3)
    )


def test_weekends_and_holidays_are_told_in_the_readers_language() -> None:
    found = days.quiet_days(date(2027, 6, 24), date(2027, 6, 27), "fi")

    assert [(one.day.day, one.holiday) for one in found] == [
        (25, "Juhannusaatto"),
        (26, "Juhannuspäivä"),
        (27, ""),
    ]


def slot(hours: int, length: int = 90, **changes: object) -> Slot:
    values: dict[str, object] = {
        "id": hours,
        "component_id": 1,
        "starts_at": NOON + timedelta(hours=hours),
        "ends_at": NOON + timedelta(hours=hours, minutes=length),
        "capacity": 30,
        "taken": 0,
        "exclusive": True,
        "state": SlotState.OPEN,
    }
    return Slot(**{**values, **changes})


def item() -> DatedItem:
    return DatedItem(
        component_id=1,
        title=texts("Visit"),
        starts_at=NOON,
        ends_at=NOON + timedelta(minutes=90),
    )


def test_the_slot_at_the_items_time_is_asked_for() -> None:
    around = slot(-1, 240)
    same = slot(0)

    assert planning.fitting_slot([around, same], item(), 20) is same
    assert planning.fitting_slot([around], item(), 20) is around


@pytest.mark.parametrize(
    "unfit",
    [
        slot(1),
        slot(0, taken=1),
        slot(0, capacity=19),
        slot(0, state=SlotState.CLOSED),
        slot(0, component_id=2),
        slot(0, exclusive=False, taken=11),
    ],
)
def test_a_slot_that_does_not_fit_is_left(unfit: Slot) -> None:
    assert planning.fitting_slot([unfit], item(), 20) is None


def test_a_shared_slot_with_room_fits() -> None:
    shared = slot(0, exclusive=False, taken=10)

    assert planning.fitting_slot([shared], item(), 20) is shared


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (RequestState.DRAFT, "not been sent"),
        (RequestState.CONFIRMED, "accepted"),
        (RequestState.DECLINED, "declined"),
        (RequestState.CANCELLED, "cancelled"),
    ],
)
def test_only_an_open_request_is_answered(state: RequestState, word: str) -> None:
    with pytest.raises(Refused, match=word):
        requests.check_can_answer(state)
    requests.check_can_answer(RequestState.REQUESTED)


def asked_for() -> ServiceRequest:
    start = NOON + timedelta(days=5)
    return ServiceRequest(starts_at=start, ends_at=start + timedelta(hours=1))


@pytest.mark.parametrize(
    ("starts", "ends", "word"),
    [
        (timedelta(days=6), timedelta(days=6), "must end after"),
        (timedelta(days=6), timedelta(days=14), "too long"),
        (timedelta(hours=-1), timedelta(hours=1), "has passed"),
        (timedelta(days=90), timedelta(days=90, hours=1), "too far"),
        (timedelta(days=5), timedelta(days=5, hours=1), "was asked for"),
    ],
)
def test_a_proposal_is_another_time_near_the_visit(
    starts: timedelta, ends: timedelta, word: str
) -> None:
    with pytest.raises(Refused, match=word):
        requests.check_proposal(asked_for(), NOON + starts, NOON + ends, NOON)


def test_a_later_hour_can_be_proposed() -> None:
    start = NOON + timedelta(days=5, hours=3)

    requests.check_proposal(asked_for(), start, start + timedelta(hours=1), NOON)


@pytest.mark.parametrize(
    ("request_", "need"),
    [
        (None, overview.Need.DECISION),
        (ServiceRequest(state=RequestState.DRAFT, slot_id=1), overview.Need.TO_SEND),
        (ServiceRequest(state=RequestState.DRAFT), overview.Need.NO_SLOT),
        (ServiceRequest(state=RequestState.REQUESTED), overview.Need.ANSWER),
        (ServiceRequest(state=RequestState.CONFIRMED), overview.Need.NOTHING),
        (ServiceRequest(state=RequestState.DECLINED), overview.Need.DECISION),
        (
            ServiceRequest(state=RequestState.DECLINED, proposed_starts_at=NOON),
            overview.Need.PROPOSAL,
        ),
        (ServiceRequest(state=RequestState.CANCELLED), overview.Need.DECISION),
    ],
)
def test_what_a_part_needs(request_: ServiceRequest | None, need: overview.Need) -> None:
    assert overview.need_of(item(), request_) is need


def test_free_text_needs_no_host() -> None:
    assert overview.need_of(DatedItem(component_id=None), None) is overview.Need.NO_HOST
