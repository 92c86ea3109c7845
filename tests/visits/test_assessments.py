"""Lists that stay shut until an assessment, where controlled technology is shown."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from tests import making
from tests.browser_client import Browser
from tests.visits.guests import (
    TOLD,
    VISIT,
    Visit,
    ask,
    make_visit,
    reads,
    show_controlled_technology,
    tell,
)
from tourbook.accounts.models import User
from tourbook.core.db import db
from tourbook.hosts.models import VisitorField
from tourbook.visits.models import Assessment, Outcome

SignIn = Callable[[User], Browser]
NAME = VisitorField.NAME
US = replace(TOLD, nationality="US")


@pytest.fixture(autouse=True)
def week_before() -> Iterator[None]:
    at = datetime.combine(VISIT - timedelta(days=7), time(12), making.HELSINKI)
    with time_machine.travel(at, tick=False):
        yield


def controlled_visit() -> Visit:
    visit = make_visit()
    ask(visit.component, NAME)
    show_controlled_technology(visit.component)
    return visit


def test_the_list_is_shut_until_an_assessment_and_again_for_a_new_country(
    app: object, sign_in: SignIn
) -> None:
    visit = controlled_visit()
    tell(visit.booking, told=US)
    host = sign_in(visit.host)
    assess = f"/host/visits/{visit.request.id}/assessment"

    assert "Record an assessment first" in host.get(visit.url).text
    shut = host.post(visit.url)
    assert shut.status_code == 409
    assert "Aino" not in shut.text
    assert reads() == []

    host.post(assess, data={"outcome": "not_listed", "reason": "Only public talks."})
    made = db.session.scalars(sa.select(Assessment)).one()
    assert (made.nationalities, made.outcome, made.made_by) == (
        ["US"],
        Outcome.NOT_LISTED,
        "Test Person",
    )
    assert "Aino" in host.post(visit.url).text

    tell(visit.booking, "Nils", told=replace(TOLD, nationality="NO"))
    assert host.post(visit.url).status_code == 409
    host.post(assess, data={"outcome": "licensed", "reason": "Licence 12."})
    assert "Nils" in host.post(visit.url).text


def test_a_finding_that_they_cannot_come_keeps_the_list_shut(app: object, sign_in: SignIn) -> None:
    visit = controlled_visit()
    tell(visit.booking, told=US)
    host = sign_in(visit.host)
    url = f"/host/visits/{visit.request.id}/assessment"

    host.post(url, data={"outcome": "refused", "reason": "Listed, and no licence."})

    assert "cannot come" in host.get(visit.url).text
    assert host.post(visit.url).status_code == 409


def test_where_nationality_is_not_told_the_delegations_country_counts(
    app: object, sign_in: SignIn
) -> None:
    visit = controlled_visit()
    tell(visit.booking, told=replace(TOLD, nationality=""))
    host = sign_in(visit.host)
    assert host.post(visit.url).status_code == 200
    visit.booking.delegation.country = "NO"
    db.session.commit()

    assert host.post(visit.url).status_code == 409


@pytest.mark.parametrize("data", [{}, {"outcome": "fine", "reason": "x"}, {"outcome": "licensed"}])
def test_an_assessment_says_what_and_why(
    app: object, sign_in: SignIn, data: dict[str, str]
) -> None:
    visit = controlled_visit()
    tell(visit.booking, told=US)

    response = sign_in(visit.host).post(f"/host/visits/{visit.request.id}/assessment", data=data)

    assert "Please check the form" in response.text
    assert db.session.scalars(sa.select(Assessment)).all() == []


def test_nothing_is_assessed_where_all_come_from_the_eu(app: object, sign_in: SignIn) -> None:
    visit = controlled_visit()
    tell(visit.booking)
    host = sign_in(visit.host)

    assert host.get(f"/host/visits/{visit.request.id}/assessment").status_code == 404
    assert "Aino" in host.post(visit.url).text
