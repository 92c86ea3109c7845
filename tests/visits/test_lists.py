"""What a host may know of its visitors, and when."""

import io
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from tests import making
from tests.browser_client import Browser
from tests.conftest import Statements
from tests.visits.guests import (
    TOLD,
    VISIT,
    ask,
    make_visit,
    reads,
    tell,
)
from tourbook.accounts.models import User
from tourbook.core.db import db
from tourbook.documents import sheets
from tourbook.hosts.models import ComponentKind, LeadKind, LeadTime, LeadUnit, VisitorField
from tourbook.visits.models import ListKind, ListReadPerson

SignIn = Callable[[User], Browser]
NAME, PHONE, DIET = VisitorField.NAME, VisitorField.PHONE, VisitorField.DIET
US = replace(TOLD, nationality="US")


@pytest.fixture(autouse=True)
def week_before() -> Iterator[None]:
    at = datetime.combine(VISIT - timedelta(days=7), time(12), making.HELSINKI)
    with time_machine.travel(at, tick=False):
        yield


def test_a_host_sees_just_the_fields_that_it_declared(app: object, sign_in: SignIn) -> None:
    visit = make_visit()
    ask(visit.component, NAME, PHONE)
    tell(visit.booking)
    host = sign_in(visit.host)

    before = host.get(visit.url).text
    page = host.post(visit.url, data={"as": "page"}).text

    assert "Aino" not in before
    assert "Aino Esimerkki" in page
    assert "+372 5555 1234" in page
    assert visit.booking.delegation.name not in page
    for unasked in ("XP1234567", "1980", "Rescue Board", "123 ABC", "celery", "Halal"):
        assert unasked not in page


def test_all_that_can_be_declared_is_shown_in_words(app: object, sign_in: SignIn) -> None:
    visit = make_visit()
    ask(visit.component, *VisitorField)
    tell(visit.booking)

    page = sign_in(visit.host).post(visit.url).text

    for shown in (
        "Dr", "Estonia", "Rescue Board, Inspector", "17 May 1980",
        "Passport XP1234567, Estonia, valid until", "123 ABC", "Halal, no celery",
        "Room for a wheelchair", "Estonian, English", "XL", ">no</td>",
    ):  # fmt: skip
        assert shown in page


def test_each_reading_is_recorded_with_whose_data_and_which_fields(
    app: object, sign_in: SignIn
) -> None:
    visit = make_visit()
    ask(visit.component, NAME, PHONE)
    person = tell(visit.booking)
    host = sign_in(visit.host)

    host.get(visit.url)
    assert reads() == []
    for read_as in ("page", "xlsx", "pdf"):
        assert host.post(visit.url, data={"as": read_as}).status_code == 200

    assert reads() == [
        (ListKind.VISITORS, read_as, ["name", "phone"]) for read_as in ("page", "xlsx", "pdf")
    ]
    people = db.session.scalars(sa.select(ListReadPerson.participant_id)).all()
    assert people == [person.id] * 3


def test_the_spreadsheet_says_who_took_it_and_when(app: object, sign_in: SignIn) -> None:
    visit = make_visit()
    ask(visit.component, NAME)
    tell(visit.booking)

    response = sign_in(visit.host).post(visit.url, data={"as": "xlsx"})

    header, row = sheets.read_table(response.data, "list.xlsx")
    assert header[:2] == ["Name", "In time"]
    assert header[2].startswith("Read by Test Person on Tue 25 May 2027")
    assert row == ["Aino Esimerkki", "yes", header[2]]
    assert response.headers["Cache-Control"] == "no-store"


def test_the_pdf_says_who_took_it_and_when(app: object, sign_in: SignIn) -> None:
    visit = make_visit()
    ask(visit.component, NAME)
    tell(visit.booking)

    response = sign_in(visit.host).post(visit.url, data={"as": "pdf"})

    words = pdf_words(response.data)
    assert "Aino Esimerkki" in words
    assert "Read by Test Person on Tue 25 May 2027" in words
    assert "XP1234567" not in words


def pdf_words(content: bytes) -> str:
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not installed")
    done = subprocess.run(  # our own file
        [tool, "-layout", "-", "-"], input=content, capture_output=True, check=True
    )
    return io.TextIOWrapper(io.BytesIO(done.stdout), "utf-8").read()


def test_names_that_came_after_the_day_are_told_as_late(app: object, sign_in: SignIn) -> None:
    visit = make_visit()
    ask(visit.component, NAME)
    making.kept(
        LeadTime(
            component_id=visit.component.id,
            what=LeadKind.NAMES,
            unit=LeadUnit.DAYS,
            amount=10,
        )
    )
    due = datetime.combine(VISIT - timedelta(days=10), time(23, 30), making.HELSINKI)
    tell(visit.booking, "Aino In Time", at=due)
    tell(visit.booking, "Liv Too Late", at=due + timedelta(hours=1))

    response = sign_in(visit.host).post(visit.url, data={"as": "xlsx"})

    rows = sheets.read_table(response.data, "list.xlsx")[1:]
    assert [row[:2] for row in rows] == [["Aino In Time", "yes"], ["Liv Too Late", "late"]]


def test_a_diet_is_named_only_by_consent_given_when_the_site_already_asked(
    app: object, sign_in: SignIn
) -> None:
    visit = make_visit()
    ask(visit.component, NAME, DIET, since=making.NOON)
    tell(visit.booking, "Aino Before", at=making.NOON - timedelta(hours=1))
    tell(visit.booking, "Liv After", at=making.NOON + timedelta(hours=1))

    response = sign_in(visit.host).post(visit.url, data={"as": "xlsx"})

    rows = sheets.read_table(response.data, "list.xlsx")[1:]
    assert [row[:2] for row in rows] == [
        ["Aino Before", ""],
        ["Liv After", "Halal, no celery"],
    ]


def test_a_kitchen_gets_diets_as_counts_with_codes(app: object, sign_in: SignIn) -> None:
    visit = make_visit(ComponentKind.MEAL)
    tell(visit.booking, "Aino")
    tell(visit.booking, "Liv")

    page = sign_in(visit.host).post(visit.url).text

    assert "halal" in page
    assert "no celery" in page
    assert "4 persons are expected." in page
    assert "Aino" not in page
    assert reads() == [(ListKind.DIETS, "page", [])]
    assert db.session.scalar(sa.select(sa.func.count(ListReadPerson.id))) == 0


def test_a_hotel_gets_who_sleeps_with_whom_and_no_documents(app: object, sign_in: SignIn) -> None:
    visit = make_visit(ComponentKind.LODGING)
    for name in ("Aino", "Liv", "Ahti"):
        tell(visit.booking, name)

    response = sign_in(visit.host).post(visit.url, data={"as": "xlsx"})

    rows = [row[:3] for row in sheets.read_table(response.data, "list.xlsx")]
    assert rows[:3] == [
        ["Room", "Kind", "Who sleeps there"],
        ["1", "twin", "Aino, Liv"],
        ["2", "single", "Ahti"],
    ]
    assert ["wheelchair", "Room for a wheelchair", "3"] in rows
    assert "XP1234567" not in str(rows)


def test_a_driver_gets_how_many_board_and_what_they_need(app: object, sign_in: SignIn) -> None:
    visit = make_visit(ComponentKind.TRANSPORT)
    tell(visit.booking)

    page = sign_in(visit.host).post(visit.url).text

    assert visit.booking.delegation.name in page
    assert "Room for a wheelchair" in page
    assert "Aino" not in page


def test_a_visit_can_be_read_in_no_other_way(app: object, sign_in: SignIn) -> None:
    visit = make_visit()
    ask(visit.component, NAME)
    assert sign_in(visit.host).post(visit.url, data={"as": "csv"}).status_code == 404


# Who has read it


def test_leader_and_participant_see_who_read_what(
    app: object, sign_in: SignIn, visitor: Browser
) -> None:
    visit = make_visit()
    ask(visit.component, NAME, PHONE)
    person, other = tell(visit.booking), tell(visit.booking, "Liv Toinen")
    leader = sign_in(making.make_user(delegation=visit.booking.delegation))
    own = f"/p/{making.participant_token(person)}/readings"
    assert "Nobody has read anything yet." in visitor.get(own).text

    sign_in(visit.host).post(visit.url, data={"as": "page"})

    booking_page = leader.get(f"/bookings/{visit.booking.id}/readings").text
    own_page = visitor.get(own).text
    for page in (booking_page, own_page):
        assert f"Test Person, {visit.component.organisation.name}" in page
        assert "Visitors: Name, Phone" in page
        assert "on the page" in page
    assert "Aino Esimerkki, Liv Toinen" in booking_page
    assert other.name not in own_page


def test_the_hosts_page_lists_what_can_be_read_today(app: object, sign_in: SignIn) -> None:
    visit, other = make_visit(), make_visit()
    ask(visit.component, NAME)
    ask(other.component, NAME)

    page = sign_in(visit.host).get("/host/visits").text

    assert visit.component.name.en in page
    assert other.component.name.en not in page


def test_the_hosts_page_asks_the_same_number_of_questions(
    app: object, sign_in: SignIn, statements: Statements
) -> None:
    visit = make_visit()
    ask(visit.component, NAME)
    host = sign_in(visit.host)
    counts = []
    for more in (0, 3):
        for _ in range(more):
            version = making.make_version(component=visit.component)
            making.make_request(making.make_departure(version=version), state=visit.request.state)
        db.session.commit()
        db.session.expire_all()
        with statements() as seen:
            page = host.get("/host/visits").text
        counts.append(len(seen))
        assert page.count('scope="row"') == more + 1

    assert counts[0] == counts[1]
