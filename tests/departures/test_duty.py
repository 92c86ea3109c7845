"""Who is on duty: named, shown to those who call, and taken away."""

import pytest
import sqlalchemy as sa

from tests import making
from tests.browser_client import Browser
from tests.making import NOON
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.departures.models import Departure, DutyContact, RequestState
from tourbook.departures.queries.duty import contacts_of, on_duty
from tourbook.departures.rules.duty import Duty
from tourbook.departures.services import duty as services

ORGANISER = Actor(None, "Otto Organiser")
VERA = Duty("Vera Varalla", "+358 40 123 4567")


def name(departure: Departure, day: int, who: str = VERA.name) -> None:
    services.name(departure, day, who=who, phone=VERA.phone, at=NOON, actor=ORGANISER)


def test_a_days_own_contact_goes_before_that_of_all_days(as_organiser: Browser) -> None:
    departure = making.make_departure(version=making.make_version(days=2))

    name(departure, 0)
    name(departure, 2, "Dagny")

    assert (on_duty(departure.id, 1), on_duty(departure.id, 2)) == (VERA, Duty("Dagny", VERA.phone))
    with pytest.raises(Refused, match="has 2 days"):
        name(departure, 3)


def test_who_is_named_again_takes_the_place(as_organiser: Browser) -> None:
    departure = making.make_departure()
    path = f"/desk/departures/{departure.id}/duty"

    for person in ("Aino", "Berta"):
        sent = {"day": "0", "person": person, "phone": "+358 (0)40 123-456"}
        assert as_organiser.post(path, data=sent).location == path

    (row,) = db.session.scalars(sa.select(DutyContact)).all()
    assert (row.name, row.phone) == ("Berta", "+358 (0)40 123-456")
    assert "Berta" in as_organiser.get(path).text
    assert as_organiser.post(f"{path}/0/remove").location == path
    assert contacts_of(departure.id) == {}
    assert as_organiser.post(f"{path}/0/remove").status_code == 409


@pytest.mark.parametrize(
    ("day", "phone"),
    [("0", "call me"), ("0", ""), ("9", "+358 40 123"), ("x", "+358 40 123"), ("", "+358 40 123")],
)
def test_what_nobody_can_call_is_not_kept(as_organiser: Browser, day: str, phone: str) -> None:
    departure = making.make_departure()
    sent = {"day": day, "person": "Aino", "phone": phone}

    page = as_organiser.post(f"/desk/departures/{departure.id}/duty", data=sent)

    assert "Please check the form" in page.text
    assert contacts_of(departure.id) == {}


def test_host_and_participant_see_whom_to_call(visitor: Browser) -> None:
    request = making.make_request(state=RequestState.CONFIRMED)
    person = making.make_participant(making.make_booking(request.departure))
    name(request.departure, 0)

    host = visitor.get(f"/r/{making.request_token(request)}").text
    guest = visitor.get(f"/p/{making.participant_token(person)}").text

    assert ('href="tel:+358401234567"' in host, 'href="tel:+358401234567"' in guest) == (True, True)


def test_a_host_that_said_no_does_not_see_it(visitor: Browser) -> None:
    request = making.make_request(state=RequestState.DECLINED)
    name(request.departure, 0)

    assert VERA.name not in visitor.get(f"/r/{making.request_token(request)}").text
