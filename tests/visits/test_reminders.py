"""Who is reminded of what, when, and how often."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests import making
from tests.conftest import Statements
from tests.making import participant_token
from tests.visits.owing import FIRST_DAY, make_lunch, make_person, make_trip, wants
from tourbook.bookings.models import BookingState
from tourbook.core import jobs
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.departures.models import DepartureStatus, RequestState
from tourbook.hosts.models import LeadKind, VisitorField
from tourbook.messages.emails.wording import worded
from tourbook.messages.models import Message
from tourbook.visits.rules.reminders import step_of
from tourbook.visits.services import deadlines as marks
from tourbook.visits.services import reminders

pytestmark = pytest.mark.usefixtures("app")

#: The day on which the names and details of the visit are due.
NAMES_DAY = FIRST_DAY - timedelta(days=14)


def at(day: date, hour: int = 8) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def days_before(days: int) -> datetime:
    return at(NAMES_DAY - timedelta(days=days))


def outbox() -> list[str]:
    """To whom reminders were written, in order."""
    return [message.to_email for message in reminded()]


def reminded() -> Sequence[Message]:
    return db.session.scalars(
        sa.select(Message).where(Message.kind == "visits/reminder").order_by(Message.id)
    ).all()


def words(message: Message) -> str:
    return worded(message, base_url="http://localhost", zone="Europe/Helsinki").body


@pytest.mark.parametrize(
    ("left", "step"),
    [(15, None), (14, "14"), (8, "14"), (7, "7"), (4, "7"), (3, "3"), (2, "3"), (1, "1"),
     (0, "1"), (-1, "late"), (-99, "late")],
)  # fmt: skip
def test_steps_are_two_weeks_one_week_three_days_one_day_and_late(
    left: int, step: str | None
) -> None:
    assert step_of(FIRST_DAY + timedelta(days=left), FIRST_DAY) == step


def test_a_participant_is_told_at_each_step_once() -> None:
    lunch = make_lunch()
    wants(lunch, VisitorField.PHONE)
    person = make_person(make_trip(lunch, places=1))

    told = []
    for days in range(16, -5, -1):
        before = len(outbox())
        for hour in (6, 8, 11):
            reminders.remind(at=at(NAMES_DAY - timedelta(days=days), hour))
        if len(outbox()) > before:
            told.append((days, outbox()[before:]))

    mailbox = person.email
    assert told == [(days, [mailbox]) for days in (14, 7, 3, 1, -1)]


def test_one_mail_has_all_that_a_person_owes() -> None:
    lunch = make_lunch()
    wants(lunch, VisitorField.PHONE, VisitorField.NATIONALITY, VisitorField.DIET)
    person = make_person(make_trip(lunch, days=3, places=1))

    reminders.remind(at=days_before(7))

    [message] = reminded()
    body = words(message)
    assert "nationality, phone number" in body
    assert "and 2 more stops" in body
    assert "diet" not in body
    assert f"http://localhost/p/{participant_token(person)}/details" in body
    assert participant_token(person) not in str(message.values)


def test_who_has_given_all_is_left_alone() -> None:
    lunch = make_lunch()
    wants(lunch, VisitorField.PHONE)
    booking = make_trip(lunch)
    make_person(booking, phone="+372 555 0100")
    late = make_person(booking)

    reminders.remind(at=days_before(7))

    assert outbox() == [late.email]


def test_the_leader_is_told_of_missing_names_and_of_those_without_an_address() -> None:
    lunch = make_lunch()
    wants(lunch, VisitorField.PHONE)
    booking = make_trip(lunch, places=3)
    make_person(booking, "Aino Offline", email="")
    leader = making.make_user(delegation=booking.delegation)
    stranger = making.make_user(delegation=making.make_delegation())

    reminders.remind(at=days_before(7))

    assert outbox() == [leader.email]
    assert stranger.email not in outbox()
    body = words(reminded()[0])
    assert "Name 2 people" in body
    assert "Aino Offline: phone number" in body
    assert f"http://localhost/bookings/{booking.id}/participants" in body


def test_a_delegation_without_accounts_is_written_to_at_its_own_address() -> None:
    make_trip()

    reminders.remind(at=days_before(7))

    assert outbox() == ["leader@example.org"]


def test_the_organiser_is_told_of_menus_until_they_are_done() -> None:
    booking = make_trip(places=1)
    make_person(booking)
    organiser = making.make_user(Role.ORGANISER)
    making.make_user(Role.EVALUATOR)
    week_before = at(FIRST_DAY - timedelta(days=17))

    reminders.remind(at=week_before)
    assert outbox() == [organiser.email]
    assert "Menus" in words(reminded()[0])

    item = booking.departure.items[0]
    marks.mark_done(item, LeadKind.MENUS, at=week_before, actor=organiser.actor)
    reminders.remind(at=week_before + timedelta(days=4))

    assert outbox() == [organiser.email]


def test_a_host_with_a_day_to_answer_by_is_reminded_by_its_request_alone() -> None:
    departure = make_trip(agreed=False, places=1).departure
    request = making.make_request(departure, state=RequestState.REQUESTED)
    ask_day = at(FIRST_DAY - timedelta(days=31))
    request.lapses_at = ask_day + timedelta(days=1)
    db.session.flush()

    reminders.remind(at=ask_day)

    assert outbox() == []


def test_a_host_without_such_a_day_is_reminded_here() -> None:
    departure = make_trip(agreed=False, places=1).departure
    making.make_request(departure, state=RequestState.REQUESTED)

    reminders.remind(at=at(FIRST_DAY - timedelta(days=31)))

    assert outbox() == ["host@example.org"]
    assert "Vastaa pyyntöön" in words(reminded()[0])


def test_two_departures_of_one_leader_are_one_mail() -> None:
    first = make_trip()
    leader = making.make_user(delegation=first.delegation)
    second = making.make_departure(version=making.make_version(component=make_lunch()))
    making.make_request(second, state=RequestState.CONFIRMED)
    making.make_booking(second, delegation=first.delegation)

    reminders.remind(at=days_before(7))

    assert outbox() == [leader.email]
    assert words(reminded()[0]).count("You do it here:") == 2


@pytest.mark.parametrize("state", [BookingState.OPTION, BookingState.CANCELLED])
def test_groups_that_are_not_sure_to_come_are_not_reminded(state: BookingState) -> None:
    booking = make_trip()
    booking.state = state
    booking.option_until = making.NOON if state is BookingState.OPTION else None
    booking.ended_at = making.NOON if state is BookingState.CANCELLED else None
    db.session.flush()

    reminders.remind(at=days_before(7))

    assert outbox() == []


def test_a_cancelled_departure_reminds_nobody() -> None:
    make_trip().departure.status = DepartureStatus.CANCELLED
    db.session.flush()

    assert reminders.remind(at=days_before(7)) == 0


@pytest.mark.parametrize(("hour", "sent"), [(2, []), (8, ["leader@example.org"]), (20, [])])
def test_mails_leave_by_day(hour: int, sent: list[str]) -> None:
    make_trip()

    reminders.remind_due({}, at(NAMES_DAY - timedelta(days=7), hour))

    assert outbox() == sent


def test_the_worker_runs_it() -> None:
    make_trip()

    jobs.plan_periodic(at=days_before(7), planned={})
    jobs.run_due(at=days_before(7))

    assert outbox() == ["leader@example.org"]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("days", [7, -2])
def test_a_reminder_can_be_read_in_every_language(language: str, days: int) -> None:
    lunch = make_lunch()
    wants(lunch, *VisitorField)
    booking = make_trip(lunch, places=3)
    person = make_person(booking)
    person.language = booking.delegation.language = language
    db.session.flush()

    reminders.remind(at=days_before(days))

    assert len(outbox()) == 2
    for message in reminded():
        mail = worded(message, base_url="http://localhost", zone="Europe/Helsinki")
        assert message.language == language
        assert mail.subject
        assert "http://localhost/" in mail.body
        assert "{" not in mail.body


@pytest.mark.parametrize("groups", [1, 4])
def test_reminding_asks_the_same_number_of_questions(statements: Statements, groups: int) -> None:
    lunch = make_lunch()
    wants(lunch, VisitorField.PHONE)
    for _ in range(groups):
        booking = make_trip(lunch)
        making.make_user(delegation=booking.delegation)
        make_person(booking)

    with statements() as seen:
        assert reminders.remind(at=days_before(7)) == 2 * groups

    assert len([one for one in seen if one.startswith("SELECT")]) == 12
