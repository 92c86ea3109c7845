from datetime import timedelta

import pytest

from tests.making import NOON, make_booking, make_participant
from tourbook.bookings.models import BookingState, Participant
from tourbook.bookings.rules.needs import Wishes
from tourbook.bookings.services import details
from tourbook.core.db import db
from tourbook.core.encryption import NotReadable
from tourbook.core.refused import Refused

pytestmark = pytest.mark.usefixtures("app")


def told(consent: bool = True) -> Participant:
    person = make_participant()
    details.save(
        person,
        name="Aino",
        form_of_address="",
        language="xx",
        diet=Wishes(("halal",)),
        needs=Wishes((), "a chair"),
        consent=consent,
        at=NOON,
    )
    return person


def test_what_is_told_can_be_read_back() -> None:
    person = told()

    assert details.diet_of(person) == Wishes(("halal",))
    assert details.needs_of(person) == Wishes((), "a chair")
    assert person.language == "en"


def test_without_consent_nothing_is_kept() -> None:
    with pytest.raises(Refused):
        told(consent=False)


def test_sealed_words_cannot_be_moved_to_another_person() -> None:
    person, other = told(), make_participant()
    other.diet_sealed = person.diet_sealed

    with pytest.raises(NotReadable):
        details.diet_of(other)


@pytest.mark.parametrize(("days", "kept"), [(30, True), (31, False)])
def test_diets_are_erased_a_month_after_the_visit(days: int, kept: bool) -> None:
    person = told()
    last_day = person.booking.departure.items[-1].ends_at

    details.forget(at=last_day + timedelta(days=days))

    db.session.refresh(person)
    assert (person.diet_sealed is not None) is kept
    assert (person.consent_at is not None) is kept


@pytest.mark.parametrize(("days", "kept"), [(30, True), (31, False)])
def test_diets_of_a_booking_that_was_called_off_do_not_wait_for_the_visit(
    days: int, kept: bool
) -> None:
    person = told()
    staying = make_participant(make_booking(person.booking.departure), name="Berta")
    details.save(
        staying,
        name="Berta",
        form_of_address="",
        language="en",
        diet=Wishes(("vegan",)),
        needs=Wishes(),
        consent=True,
        at=NOON,
    )
    person.booking.state, person.booking.ended_at = BookingState.CANCELLED, NOON
    db.session.flush()

    details.forget(at=NOON + timedelta(days=days, minutes=-1))

    for one in (person, staying):
        db.session.refresh(one)
    assert (person.diet_sealed is not None) is kept
    assert staying.diet_sealed is not None
