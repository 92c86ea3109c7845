"""Nobody but the right host, on the right days, finds a name, a count or the visit itself."""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask, url_for

from tests import making
from tests.browser_client import Browser
from tests.test_access import PAGES, prepare
from tests.visits.guests import VISIT, Visit, ask, make_visit, tell
from tests.world import Page, World, make_world
from tourbook.accounts.models import Membership, User
from tourbook.bookings.models import BookingState, Participant
from tourbook.bookings.services import details
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.departures.models import DepartureStatus, RequestState
from tourbook.hosts.models import ComponentKind, VisitorField
from tourbook.visits.models import ListRead

SignIn = Callable[[User], Browser]
WEEK_BEFORE = datetime.combine(VISIT - timedelta(days=7), time(12), making.HELSINKI)
#: What tells of the guests themselves.
OF_GUESTS = (
    "Quetzalcoatl", "XP1234567", "1980-05-17", "17 May 1980", "+372 5555 1234", "no celery",
    "123 ABC",
)  # fmt: skip


@pytest.fixture(autouse=True)
def week_before() -> Iterator[None]:
    with time_machine.travel(WEEK_BEFORE, tick=False):
        yield


def full_visit(kind: ComponentKind = ComponentKind.PROGRAMME) -> Visit:
    visit = make_visit(kind)
    ask(visit.component, *VisitorField)
    tell(visit.booking, "Quetzalcoatl Guest")
    return visit


def said(content: bytes) -> str:
    """All that an answer says; a spreadsheet is unpacked."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "".join(packed.read(name).decode() for name in packed.namelist())
    return content.decode(errors="replace")


def host_pages() -> list[Page]:
    """Every page, export and feed that some host may open."""
    return [page for page in PAGES if "GET" in page.methods and page.who & {"host", "other_host"}]


def walked(app: Flask, world: World, browser: Browser) -> dict[str, str]:
    """What each of them says to this person, as a page and as each kind of file."""
    answers = {}
    for page in host_pages():
        url = prepare(app, world, page).url
        for file in ("", "xlsx", "csv"):
            mark = "&" if "?" in url else "?"
            response = browser.get(f"{url}{mark}format={file}" if file else url)
            answers[f"{page.endpoint} {file}"] = said(response.data)
            response.close()
    return answers


def of_visit(visit: Visit) -> tuple[str, ...]:
    """What tells that there is such a visit."""
    return (
        visit.booking.delegation.name,
        visit.booking.reference,
        visit.request.departure.version.package.name.en,
        visit.request.dated_item.title.en + " (",
        visit.component.name.en,
    )


def test_another_host_finds_nothing_anywhere(app: Flask, sign_in: SignIn) -> None:
    visit, world = full_visit(), make_world()

    answers = walked(app, world, sign_in(world.people["other_host"]))

    told = (*OF_GUESTS, *of_visit(visit))
    # Public pages show what is on sale to everybody: there only guests are looked for.
    public = {page.endpoint for page in PAGES if "visitor" in page.who}
    found = [
        (name, word)
        for name, answer in answers.items()
        for word in (OF_GUESTS if name.split()[0] in public else told)
        if word in answer
    ]
    assert found == []
    assert len(answers) > 90


@pytest.mark.parametrize("days", [-15, 8])
def test_the_right_host_outside_the_window_finds_no_guest_anywhere(
    app: Flask, sign_in: SignIn, days: int
) -> None:
    visit, world = full_visit(), make_world()
    own = Membership(role=Role.HOST, organisation_id=world.component.organisation_id)
    visit.host.memberships.append(own)
    at = datetime.combine(VISIT + timedelta(days=days), time(12), making.HELSINKI)

    with time_machine.travel(at, tick=False):
        browser = sign_in(visit.host)
        assert browser.get("/host/visits").status_code == 200
        answers = walked(app, world, browser)

    found = [
        (name, word)
        for name, answer in answers.items()
        for word in (*OF_GUESTS, visit.booking.delegation.name)
        if word in answer
    ]
    assert found == []


LIST_PAGES = ("visit_lists.show", "visit_lists.read", "visit_lists.assess")


def statuses(app: Flask, visit: Visit, browser: Browser) -> list[int]:
    """What the pages of this visit's lists answer, asked in every way."""
    found = []
    for endpoint in LIST_PAGES:
        with app.test_request_context():
            url = url_for(endpoint, request_id=visit.request.id)
        if endpoint != "visit_lists.read":
            found.append(browser.get(url).status_code)
        found += [
            browser.post(url, data={"as": read_as}).status_code
            for read_as in ("page", "xlsx", "pdf")
        ]
    return found


@pytest.mark.parametrize(
    ("days", "shown"), [(-15, False), (-14, True), (0, True), (7, True), (8, False)]
)
def test_the_list_is_there_on_its_days_and_on_no_other(
    app: Flask, sign_in: SignIn, days: int, shown: bool
) -> None:
    visit = full_visit()
    at = datetime.combine(VISIT + timedelta(days=days), time(12), making.HELSINKI)

    with time_machine.travel(at, tick=False):
        browser = sign_in(visit.host)
        index = browser.get("/host/visits").text
        answers = (
            [browser.get(visit.url).status_code, browser.post(visit.url).status_code]
            if shown
            else statuses(app, visit, browser)
        )

    assert set(answers) == {200 if shown else 404}
    assert (visit.component.name.en in index) is shown


@pytest.mark.parametrize(
    "state", [state for state in RequestState if state.value not in ("confirmed", "delivered")]
)
def test_before_it_is_agreed_or_after_it_is_off_there_is_no_list(
    app: Flask, sign_in: SignIn, state: RequestState
) -> None:
    visit = full_visit()
    request = visit.request
    request.state = state
    answered = state in (RequestState.DECLINED, RequestState.WITHDRAWN)
    request.answered_at = making.NOON if answered else None
    request.withdrawn_at = making.NOON if state is RequestState.WITHDRAWN else None
    db.session.commit()
    browser = sign_in(visit.host)

    assert set(statuses(app, visit, browser)) == {404}
    assert visit.component.name.en not in browser.get("/host/visits").text
    assert db.session.scalars(sa.select(ListRead)).all() == []


def test_a_visit_that_was_dropped_or_called_off_has_no_list(app: Flask, sign_in: SignIn) -> None:
    dropped, called_off = full_visit(), full_visit()
    dropped.request.dated_item.dropped_at = making.NOON
    called_off.request.departure.status = DepartureStatus.CANCELLED
    db.session.commit()

    for visit in (dropped, called_off):
        assert set(statuses(app, visit, sign_in(visit.host))) == {404}


def test_another_host_is_told_that_there_is_no_such_visit(app: Flask, sign_in: SignIn) -> None:
    visit, other = full_visit(), full_visit()

    assert set(statuses(app, visit, sign_in(other.host))) == {404}


@pytest.mark.parametrize(
    "state", [state for state in BookingState if state.value not in ("confirmed", "completed")]
)
def test_people_of_a_booking_that_is_not_sure_are_not_on_the_list(
    app: Flask, sign_in: SignIn, state: BookingState
) -> None:
    visit = make_visit(booking_state=state)
    ask(visit.component, VisitorField.NAME)
    making.make_participant(visit.booking, name="Quetzalcoatl Guest")

    page = sign_in(visit.host).post(visit.url)

    assert page.status_code == 200
    assert "Quetzalcoatl" not in page.text
    assert visit.booking.delegation.name not in page.text


def test_somebody_who_was_taken_off_the_list_is_off_it(app: Flask, sign_in: SignIn) -> None:
    visit = full_visit()
    person = db.session.scalars(sa.select(Participant)).one()
    person.removed_at = making.NOON
    db.session.commit()

    assert "Quetzalcoatl" not in sign_in(visit.host).post(visit.url).text


def test_a_field_with_a_shorter_window_is_gone_before_the_others(
    app: Flask, sign_in: SignIn
) -> None:
    visit = make_visit()
    ask(visit.component, VisitorField.NAME)
    ask(visit.component, VisitorField.PHONE, days_before=3, days_after=0)
    tell(visit.booking, "Quetzalcoatl Guest")

    page = sign_in(visit.host).post(visit.url).text

    assert "Quetzalcoatl" in page
    assert "+372 5555 1234" not in page


def test_after_the_erasure_the_rest_of_the_visit_still_reads(app: Flask, sign_in: SignIn) -> None:
    visit = make_visit()
    ask(visit.component, *VisitorField, days_after=60)
    tell(visit.booking, "Quetzalcoatl Guest")
    user = making.make_user(Role.ORGANISER)
    at = datetime.combine(VISIT + timedelta(days=32), time(12), making.HELSINKI)

    with time_machine.travel(at, tick=False):
        details.forget(at=at)
        db.session.commit()
        organiser = sign_in(user)
        page = sign_in(visit.host).post(visit.url).text
        roster = organiser.get(f"/desk/departures/{visit.request.departure_id}/roster")
        booking = organiser.get(f"/bookings/{visit.booking.id}")

    assert "Quetzalcoatl Guest" in page
    assert "+372 5555 1234" in page
    for gone in ("XP1234567", "17 May 1980", "celery", "Halal"):
        assert gone not in page
    assert "Quetzalcoatl Guest" in roster.text
    assert (roster.status_code, booking.status_code) == (200, 200)
