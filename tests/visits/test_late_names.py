"""A name that is put in the place of another after the day is as late as a new one."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta

import pytest
import time_machine

from tests import making
from tests.browser_client import Browser
from tests.visits.guests import VISIT, Visit, ask, make_visit
from tourbook.accounts.models import User
from tourbook.core.db import db
from tourbook.documents import sheets
from tourbook.hosts.models import LeadKind, LeadTime, LeadUnit, VisitorField

SignIn = Callable[[User], Browser]
DUE = datetime.combine(VISIT - timedelta(days=10), time(12), making.HELSINKI)


@pytest.fixture(autouse=True)
def two_days_after_the_day() -> Iterator[None]:
    with time_machine.travel(DUE + timedelta(days=2), tick=False):
        yield


@pytest.fixture
def visit(app: object) -> Visit:
    made = make_visit()
    ask(made.component, VisitorField.NAME)
    making.kept(
        LeadTime(
            component_id=made.component.id,
            what=LeadKind.NAMES,
            unit=LeadUnit.DAYS,
            amount=10,
        )
    )
    return made


def told(sign_in: SignIn, visit: Visit) -> list[list[str]]:
    """Each name as the site reads it, and whether it came in time."""
    response = sign_in(visit.host).post(visit.url, data={"as": "xlsx"})
    return [row[:2] for row in sheets.read_table(response.data, "list.xlsx")[1:]]


@pytest.mark.parametrize(
    ("name", "late"),
    [("Boris Instead", "late"), ("AINO ESIMERKKI", "yes"), ("Aino Esimerkki", "yes")],
)
def test_a_leader_who_names_another_instead_is_late(
    sign_in: SignIn, visit: Visit, name: str, late: str
) -> None:
    person = making.make_participant(visit.booking)
    leader = making.make_user(delegation=visit.booking.delegation)
    db.session.commit()
    url = f"/bookings/{visit.booking.id}/participants/{person.id}"

    changed = sign_in(leader).post(url, data={"name": name, "email": person.email})

    assert changed.status_code == 302
    assert told(sign_in, visit) == [[name, late]]


@pytest.mark.parametrize(("name", "late"), [("Boris Instead", "late"), ("Aino Esimerkki", "yes")])
def test_a_guest_who_becomes_another_is_late(
    sign_in: SignIn, visitor: Browser, visit: Visit, name: str, late: str
) -> None:
    person = making.make_participant(visit.booking)
    db.session.commit()
    url = f"/p/{making.participant_token(person)}/details"

    assert visitor.post(url, data={"name": name, "language": "en"}).status_code == 302

    assert told(sign_in, visit) == [[name, late]]
