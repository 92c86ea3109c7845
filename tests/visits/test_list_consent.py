"""What a site reads by consent that was given to it, and when its reading is recorded."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from tests import making
from tests.browser_client import Browser
from tests.visits.guests import VISIT, ask, make_visit, tell
from tourbook.accounts.models import User
from tourbook.core.db import db
from tourbook.departures.models import RequestState
from tourbook.documents import sheets
from tourbook.hosts.models import VisitorField
from tourbook.visits.models import ListRead

SignIn = Callable[[User], Browser]
NAME, DIET = VisitorField.NAME, VisitorField.DIET
LONG_AGO = making.NOON - timedelta(days=9)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def week_before() -> Iterator[None]:
    at = datetime.combine(VISIT - timedelta(days=7), time(12), making.HELSINKI)
    with time_machine.travel(at, tick=False):
        yield


def rows_of(browser: Browser, request_id: int) -> list[list[str]]:
    """Name and diet of each visitor on the list."""
    answer = browser.post(f"/host/visits/{request_id}/list", data={"as": "xlsx"})
    return [row[:2] for row in sheets.read_table(answer.data, "list.xlsx")[1:]]


def test_consent_does_not_cover_a_site_that_came_onto_the_programme_later(
    app: object, sign_in: SignIn
) -> None:
    visit = make_visit()
    ask(visit.component, NAME, DIET, since=LONG_AGO)
    tell(visit.booking, "Aino Before", at=making.NOON - HOUR)
    tell(visit.booking, "Liv After", at=making.NOON + 2 * HOUR)
    visit.request.created_at = making.NOON + HOUR
    db.session.commit()

    assert rows_of(sign_in(visit.host), visit.request.id) == [
        ["Aino Before", ""],
        ["Liv After", "Halal, no celery"],
    ]


def test_consent_covers_a_site_that_is_asked_again(app: object, sign_in: SignIn) -> None:
    visit = make_visit()
    ask(visit.component, NAME, DIET, since=LONG_AGO)
    tell(visit.booking, "Aino", at=making.NOON + HOUR)
    visit.request.state = RequestState.CANCELLED
    db.session.flush()
    again = making.make_request(visit.request.departure, state=RequestState.CONFIRMED)
    again.created_at = making.NOON + 2 * HOUR
    db.session.commit()

    assert rows_of(sign_in(visit.host), again.id) == [["Aino", "Halal, no celery"]]


def test_a_reading_is_recorded_before_its_paper_is_made(
    app: object, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = make_visit()
    ask(visit.component, NAME)
    tell(visit.booking)
    browser = sign_in(visit.host)
    recorded = []

    def paper(*_args: object, **_values: object) -> bytes:
        db.session.rollback()
        recorded.append(len(db.session.scalars(sa.select(ListRead)).all()))
        return b"%PDF-1.7"

    monkeypatch.setattr("tourbook.visits.papers.lists.paper", paper)

    assert browser.post(visit.url, data={"as": "pdf"}).status_code == 200
    assert recorded == [1]
