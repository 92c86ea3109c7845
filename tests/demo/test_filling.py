"""The demonstration as a whole: what waits, what was changed, and that each link opens."""

from collections import Counter

import pytest
import sqlalchemy as sa

from tests.browser_client import Browser
from tests.demo.conftest import Filled
from tourbook.accounts.models import User
from tourbook.core.db import db
from tourbook.demo import filling, people
from tourbook.departures import queries
from tourbook.departures.models import (
    Change,
    ChangeKind,
    Departure,
    RequestState,
    ServiceRequest,
    ThreadAct,
)
from tourbook.visits.models import CallStage, Mark
from tourbook.visits.queries import rollcall
from tourbook.visits.rules.rollcall import last_marks


def requests_in(state: RequestState) -> list[ServiceRequest]:
    found = sa.select(ServiceRequest).where(ServiceRequest.state == state)
    return [*db.session.scalars(found.order_by(ServiceRequest.id)).unique()]


def browser(filled: Filled) -> Browser:
    client = filled.app.test_client()
    assert isinstance(client, Browser)
    return client


def signed_in(filled: Filled, email: str) -> Browser:
    user = db.session.scalars(sa.select(User).where(User.email == email)).unique().one()
    return browser(filled).sign_in(user)


def test_requests_wait_and_none_is_near_its_lapse_unseen(filled: Filled) -> None:
    waiting = requests_in(RequestState.REQUESTED)

    assert len(waiting) >= 3
    assert all(one.lapses_at is not None and one.lapses_at > filled.at for one in waiting)
    hosts = Counter(one.organisation.name for one in waiting)
    assert hosts["Example Rescue Department"] >= 2


def test_a_host_offers_another_time_in_a_thread_of_words(filled: Filled) -> None:
    [offered] = [
        one for one in requests_in(RequestState.DECLINED) if one.proposed_starts_at is not None
    ]

    acts = [entry.act for entry in queries.thread_of([offered.id])]

    assert acts == [ThreadAct.ASKED, ThreadAct.NOTE, ThreadAct.PROPOSED_TIME]


def test_plan_b_was_taken_told_and_agreed(filled: Filled) -> None:
    [change] = db.session.scalars(sa.select(Change)).unique()

    assert (change.kind, change.undone_at) == (ChangeKind.PLAN_B, None)
    assert change.told_at is not None
    assert change.told_at < filled.at
    stands = queries.live_of(change.dated_item)
    assert stands is not None
    assert stands.state is RequestState.CONFIRMED


def test_the_roll_of_the_group_that_was_is_called_at_one_stop_and_half_at_the_next(
    filled: Filled,
) -> None:
    departure = db.session.scalars(sa.select(Departure).order_by(Departure.first_day)).first()
    assert departure is not None
    first, second = departure.items[:2]

    whole = last_marks(rollcall.marks_at(first.id, CallStage.SITE))
    half = last_marks(rollcall.marks_at(second.id, CallStage.BOARDING))

    assert Counter(one.mark for one in whole.values()) == {Mark.PRESENT: 12}
    assert Counter(one.mark for one in half.values()) == {Mark.PRESENT: 6, Mark.MISSING: 1}


def test_each_link_that_is_printed_opens(filled: Filled) -> None:
    summary = filling.summary()
    by_link = browser(filled)

    for path in (summary.participant, summary.request, summary.guide, summary.report, "/"):
        assert by_link.get(path).status_code == 200, path
    at_desk = signed_in(filled, "organiser@example.org")
    assert at_desk.get(summary.draft).status_code == 200
    assert at_desk.get("/desk/").status_code == 200


@pytest.mark.parametrize("account", people.ACCOUNTS, ids=[one.email for one in people.ACCOUNTS])
def test_each_account_signs_in_with_the_password_that_is_printed(
    filled: Filled, account: people.Account
) -> None:
    client = browser(filled)

    answer = client.post("/sign-in", data={"email": account.email, "password": people.PASSWORD})

    assert answer.status_code == 303
    assert client.get(answer.location, follow_redirects=True).status_code == 200
