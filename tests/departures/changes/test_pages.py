"""The pages on which a visit is changed: look first, decide, undo."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.browser_client import Browser
from tests.conftest import Statements
from tests.departures.changes.visit import Visit, make_slot_at, make_visit, offer
from tests.making import local, make_booking
from tourbook.accounts.models import User
from tourbook.core.db import db
from tourbook.departures.models import Change, ChangeKind, RequestState


def page_of(visit: Visit, title: str, query: str = "") -> str:
    return f"/desk/changes/items/{visit.item(title).id}{query}"


def moving(clock_time: str) -> str:
    return f"?what=moved&starts_at=2027-06-01T{clock_time}"


@pytest.fixture
def visit(app: object) -> Visit:
    made = make_visit()
    db.session.commit()
    return made


def test_the_departure_leads_to_the_change(as_organiser: Browser, visit: Visit) -> None:
    page = as_organiser.get(f"/desk/departures/{visit.departure.id}")

    assert f'href="{page_of(visit, "Depot")}"' in page.text
    assert f'href="/desk/changes/departures/{visit.departure.id}"' in page.text


def test_the_day_is_shown_before_and_after_and_nothing_is_changed(
    as_organiser: Browser, visit: Visit
) -> None:
    make_booking(visit.departure)
    db.session.commit()

    page = as_organiser.get(page_of(visit, "Depot", moving("16:30")))

    assert "As it would be" in page.text
    assert "Until now at 13:00" in page.text
    assert "asked whether it suits" in page.text
    assert "what changes around its drives" in page.text
    assert "leaders and the participants" in page.text
    assert db.session.scalar(sa.select(sa.func.count(Change.id))) == 0
    assert visit.times()["Depot"] == "13:00-14:30"


def confirm(browser: Browser, address: str, **more: str) -> object:
    page = browser.get(address)
    found = re.search(r'name="revision"[^>]*value="(\d+)"', page.text)
    assert found is not None
    return browser.post(address, data={"revision": found[1], "despite": "y", **more})


def test_the_yes_changes_the_visit_and_says_until_when(as_organiser: Browser, visit: Visit) -> None:
    address = page_of(visit, "Depot", moving("16:30"))

    confirm(as_organiser, address, reason="The host has a fire call.")

    change = db.session.scalars(sa.select(Change)).one()
    assert (change.kind, change.reason) == (ChangeKind.MOVED, "The host has a fire call.")
    assert visit.times()["Depot"] == "16:30-18:00"
    listed = as_organiser.get(f"/desk/changes/departures/{visit.departure.id}")
    assert "You can undo it until" in listed.text
    assert "Not told yet" in listed.text
    assert f'action="/desk/changes/{change.id}/undo"' in listed.text


def test_undo_stands_on_the_list(as_organiser: Browser, visit: Visit) -> None:
    confirm(as_organiser, page_of(visit, "Depot", moving("16:30")))
    change = db.session.scalars(sa.select(Change)).one()

    as_organiser.post(f"/desk/changes/{change.id}/undo")

    assert visit.times()["Depot"] == "13:00-14:30"
    listed = as_organiser.get(f"/desk/changes/departures/{visit.departure.id}")
    assert "Undone" in listed.text
    assert f'action="/desk/changes/{change.id}/undo"' not in listed.text


def test_plan_b_of_the_component_is_offered(as_organiser: Browser, visit: Visit) -> None:
    instead, _user = offer(place=visit.place)
    make_slot_at(
        instead, local(visit.departure.first_day, 13), local(visit.departure.first_day, 15)
    )
    component = visit.item("Depot").component
    assert component is not None
    component.plan_b_id = instead.id
    db.session.commit()
    address = page_of(visit, "Depot", "?what=plan_b&plan=plan")

    page = as_organiser.get(address)
    confirm(as_organiser, address)

    assert f"{instead.name.en}" in page.text
    request = visit.request("Depot")
    assert request is not None
    assert (request.component_id, request.state) == (instead.id, RequestState.REQUESTED)


def test_a_change_that_became_impossible_meanwhile_says_why(
    as_organiser: Browser, visit: Visit
) -> None:
    instead, _user = offer(place=visit.place)
    db.session.commit()
    address = page_of(visit, "Depot", f"?what=swapped&component={instead.id}")
    revision = visit.item("Depot").revision
    instead.party_max = 19
    instead.party_min = 1
    db.session.commit()
    # Offered by its host, it can be chosen all the same.
    request = visit.request("Depot")
    assert request is not None
    request.proposed_component_id = instead.id
    db.session.commit()

    answer = as_organiser.post(address, data={"revision": str(revision), "despite": "y"})

    assert answer.status_code == 200
    assert "govuk-error-summary" in answer.text
    assert "takes at most 19 people" in answer.text
    assert db.session.scalar(sa.select(sa.func.count(Change.id))) == 0


def test_another_component_is_chosen(as_organiser: Browser, visit: Visit) -> None:
    instead, _user = offer(place=visit.place)
    db.session.commit()

    confirm(as_organiser, page_of(visit, "Depot", f"?what=swapped&component={instead.id}"))

    assert visit.item("Depot").component_id == instead.id


def test_a_part_is_left_out_and_gone_from_the_programme(
    as_organiser: Browser, visit: Visit
) -> None:
    confirm(as_organiser, page_of(visit, "Depot", "?what=dropped"))

    page = as_organiser.get(f"/desk/departures/{visit.departure.id}")
    assert f'id="item-{visit.item("Depot").id}"' not in page.text
    assert f'id="item-{visit.item("Station").id}"' in page.text
    assert "can no longer be changed" in as_organiser.get(page_of(visit, "Depot")).text


def test_problems_are_named_and_want_a_tick(as_organiser: Browser, visit: Visit) -> None:
    address = page_of(visit, "Lunch", "?what=dropped")
    page = as_organiser.get(address)

    answer = as_organiser.post(address, data={"revision": "1"})

    assert "I have looked at the problems" in page.text
    assert "Look at the problems of the new day" in answer.text
    assert db.session.scalar(sa.select(sa.func.count(Change.id))) == 0


def test_what_cannot_be_has_no_yes(as_organiser: Browser, visit: Visit) -> None:
    page = as_organiser.get(page_of(visit, "Station", moving("11:00")))

    assert "agreed to that time" in page.text
    assert "This change cannot be made" in page.text
    assert 'name="revision"' not in page.text


def test_somebody_elses_change_is_not_written_over(as_organiser: Browser, visit: Visit) -> None:
    address = page_of(visit, "Depot", moving("17:00"))
    confirm(as_organiser, page_of(visit, "Depot", moving("16:30")))

    answer = as_organiser.post(address, data={"revision": "1", "despite": "y"})

    assert "Somebody has just changed this visit" in answer.text
    assert visit.times()["Depot"] == "16:30-18:00"
    confirm(as_organiser, address)
    assert visit.times()["Depot"] == "17:00-18:30"


@pytest.mark.parametrize(
    "query",
    [
        "?what=nonsense",
        "?what=moved&starts_at=tomorrow",
        "?what=moved&starts_at=",
        "?what=moved&starts_at=2027-06-02T10:00",
        "?what=moved&starts_at=2001-01-01T10:00",
        "?what=moved&starts_at=9999-12-31T23:59",
        "?what=moved&starts_at=2027-06-01T13:00",
        "?what=swapped&component=0",
        "?what=swapped",
        "?what=plan_b&plan=item-0",
    ],
)
def test_what_makes_no_sense_is_asked_for_again(
    as_organiser: Browser, visit: Visit, query: str
) -> None:
    offer(place=visit.place)
    db.session.commit()

    page = as_organiser.get(page_of(visit, "Depot", query))

    assert page.status_code == 200
    assert "Please check the form" in page.text
    assert "As it would be" not in page.text


@pytest.mark.parametrize("changes", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    as_organiser: Browser, visit: Visit, statements: Statements, changes: int
) -> None:
    for number in range(changes):
        confirm(as_organiser, page_of(visit, "Depot", moving(f"16:3{number}")))
    address = f"/desk/changes/departures/{visit.departure.id}"
    as_organiser.get(address)
    db.session.expunge_all()

    with statements() as seen:
        page = as_organiser.get(address)

    assert page.text.count('class="panel"') == changes
    assert len(seen) == 3


def test_a_host_sees_nothing_of_it(visit: Visit, sign_in: Callable[[User], Browser]) -> None:
    _component, host = offer()

    page = sign_in(host).get(page_of(visit, "Depot", moving("16:30")))

    assert page.status_code in (403, 404)
    assert "Depot" not in page.text


def test_what_has_begun_cannot_be_changed(as_organiser: Browser, visit: Visit) -> None:
    item = visit.item("Depot")
    item.starts_at -= timedelta(days=3650)
    db.session.commit()

    page = as_organiser.get(page_of(visit, "Depot"))

    assert "can no longer be changed" in page.text
    assert "Look at the day" not in page.text
