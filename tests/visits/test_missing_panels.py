"""What the leader of a group and a participant see of what is missing: their own, nothing else."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from tests import making
from tests.browser_client import Browser
from tests.conftest import Statements
from tests.visits.owing import make_lunch, make_person, make_trip, wants
from tourbook.accounts.models import User
from tourbook.bookings.models import Booking, BookingState
from tourbook.core.db import db
from tourbook.hosts.models import VisitorField

SignIn = Callable[[User], Browser]


@pytest.fixture(autouse=True)
def three_weeks_before() -> Iterator[None]:
    with time_machine.travel(datetime(2027, 5, 11, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def booking(app: object) -> Booking:
    lunch = make_lunch()
    wants(lunch, VisitorField.PHONE)
    booking = make_trip(lunch, places=3)
    other = making.make_booking(booking.departure)
    make_person(other, "Somebody Else")
    return booking


def test_the_leader_sees_what_the_own_group_has_not_given(
    booking: Booking, sign_in: SignIn
) -> None:
    make_person(booking, "Aino Esimerkki")
    make_person(booking, "Berta Ready", phone="+372 555 0100")
    leader = making.make_user(delegation=booking.delegation)

    page = sign_in(leader).get(f"/bookings/{booking.id}").text

    panel = page[page.index('id="missing"') :].split("</section>")[0]
    assert "Aino Esimerkki:" in panel
    assert "Phone" in panel
    assert "Name 1 person" in panel
    assert "Berta Ready" not in panel
    assert "Somebody Else" not in page


def test_a_group_that_has_given_all_is_told_so(booking: Booking, sign_in: SignIn) -> None:
    for _ in range(3):
        make_person(booking, phone="+372 555 0100")
    leader = making.make_user(delegation=booking.delegation)

    page = sign_in(leader).get(f"/bookings/{booking.id}").text

    assert "every host has what it asked for" in page


def test_an_option_is_not_asked_for_anything(booking: Booking, sign_in: SignIn) -> None:
    booking.state, booking.option_until = BookingState.OPTION, datetime(2027, 6, 1, tzinfo=UTC)
    db.session.flush()
    leader = making.make_user(delegation=booking.delegation)

    assert 'id="missing"' not in sign_in(leader).get(f"/bookings/{booking.id}").text


def test_a_participant_sees_the_own_missing_things_only(booking: Booking, visitor: Browser) -> None:
    person = make_person(booking, "Aino Esimerkki")
    make_person(booking, "Berta Other")

    page = visitor.get(f"/p/{making.participant_token(person)}").text

    panel = page[page.index('id="missing"') :].split("</section>")[0]
    assert "Phone" in panel
    assert "Name 1 person" not in panel
    assert "Berta Other" not in page
    assert "Somebody Else" not in page


def test_a_participant_who_has_given_all_is_thanked(booking: Booking, visitor: Browser) -> None:
    person = make_person(booking, phone="+372 555 0100")

    page = visitor.get(f"/p/{making.participant_token(person)}").text

    assert "The hosts have all that they asked of you." in page


def test_the_desk_shows_what_is_due_first(booking: Booking, as_organiser: Browser) -> None:
    page = as_organiser.get("/desk/").text

    assert f"/desk/departures/{booking.departure_id}/deadlines" in page
    assert "Name 3 people" in page
    assert "Nothing is due this week." not in page


@pytest.mark.parametrize("people", [1, 3])
def test_a_group_costs_the_same_number_of_questions_however_large(
    booking: Booking, sign_in: SignIn, statements: Statements, people: int
) -> None:
    for _ in range(people):
        make_person(booking)
    browser = sign_in(making.make_user(delegation=booking.delegation))

    with statements() as seen:
        browser.get(f"/bookings/{booking.id}")

    assert len([one for one in seen if "lead_time" in one]) == 1
    assert len(seen) == 19
