"""What hosts see of their visits: how useful they were found, and the year in numbers."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests import making
from tests.browser_client import Browser
from tests.conftest import Statements
from tourbook.accounts.models import User
from tourbook.bookings.models import BookingState
from tourbook.core.db import db
from tourbook.core.texts import Texts
from tourbook.departures.models import RequestState, ServiceRequest
from tourbook.desk import rules
from tourbook.desk.rules import CountryGroup
from tourbook.documents.sheets import read_table

SignIn = Callable[[User], Browser]

#: After the visits of these tests, in the same year.
AUTUMN = datetime(2027, 10, 1, 9, tzinfo=UTC)
NAME = Texts(en="Fire station")


@pytest.fixture(autouse=True)
def autumn() -> Iterator[None]:
    with time_machine.travel(AUTUMN, tick=False):
        yield


def test_countries_fall_into_four_groups() -> None:
    found = [rules.country_group(code) for code in ("FI", "SE", "NO", "GB", "", "zz")]

    assert found == [
        CountryGroup.FINLAND,
        CountryGroup.EU,
        CountryGroup.EFTA,
        CountryGroup.OTHER,
        CountryGroup.OTHER,
        CountryGroup.OTHER,
    ]


def test_a_group_of_four_hides_all_and_one_of_five_none() -> None:
    four = rules.by_group(["EE"] * 9 + ["NO"] * 4)
    five = rules.by_group(["EE"] * 9 + ["NO"] * 5)

    assert set(four.values()) == {None}
    assert five == {"finland": 0, "eu": 9, "efta": 5, "other": 0}


@pytest.mark.parametrize(
    ("written", "year"), [("2026", 2026), ("", 2027), (None, 2027), ("1", 2027), ("9" * 99, 2027)]
)
def test_a_year_that_cannot_be_shown_is_this_one(written: str | None, year: int) -> None:
    assert rules.year_asked(written, 2027) == year


def test_hours_are_counted_over_the_change_of_the_clocks() -> None:
    start = datetime(2027, 3, 27, 23, tzinfo=UTC)
    night = (start, start + timedelta(hours=3))

    assert rules.hours([night, (start, start + timedelta(minutes=45))]) == 3.8


def answered(departure: int, *numbers: int) -> list[tuple[int, Texts, int, int]]:
    return [(1, NAME, departure, number) for number in numbers]


def test_what_few_people_said_is_not_shown() -> None:
    (four,) = rules.useful(answered(7, 5, 4, 3, 4))
    (five,) = rules.useful(answered(7, 5, 4, 3, 4, 4))

    assert (four.answers, four.value) == (0, None)
    assert (five.answers, five.value) == (5, 4.0)


def test_a_small_group_adds_nothing_to_the_mean() -> None:
    alone = rules.useful(answered(7, 5, 4, 3, 4, 4))

    assert rules.useful(answered(7, 5, 4, 3, 4, 4) + answered(8, 1, 1, 1, 1)) == alone


def test_what_all_said_alike_is_not_shown() -> None:
    (alike,) = rules.useful(answered(7, 1, 1, 1, 1, 1))

    assert (alike.answers, alike.value) == (5, None)


def make_received(people: int = 5) -> ServiceRequest:
    """A visit of June 2027 that its host received, with so many people from Estonia."""
    request = making.make_request(state=RequestState.CONFIRMED)
    booking = making.make_booking(request.departure, places=people, state=BookingState.COMPLETED)
    for _ in range(people):
        making.make_participant(booking)
    return request


def year_page(sign_in: SignIn, request: ServiceRequest, query: str = "") -> str:
    host = sign_in(making.make_user(organisation=request.organisation))
    return host.get(f"/host/year{query}").text


def test_the_year_counts_visits_visitors_and_hours(sign_in: SignIn) -> None:
    page = year_page(sign_in, make_received())

    for words in ("Your visits in 2027", "Other EU countries", "1.5", "Package"):
        assert words in page
    assert "Not shown" not in page


def test_a_small_country_group_is_not_shown(sign_in: SignIn) -> None:
    assert "Not shown: too few people" in year_page(sign_in, make_received(4))


def test_another_year_another_host_and_what_is_to_come_are_not_counted(sign_in: SignIn) -> None:
    request = make_received()
    stranger = make_received()
    other = make_received()
    other.starts_at, other.ends_at = AUTUMN + timedelta(days=3), AUTUMN + timedelta(days=4)

    assert "No visit was received" in year_page(sign_in, request, "?year=2026")
    assert "No visit was received" in year_page(sign_in, other)
    name = stranger.component.name.get("en")
    assert name not in year_page(sign_in, request)
    assert name in year_page(sign_in, stranger)


def test_the_year_as_a_file(sign_in: SignIn) -> None:
    request = make_received(6)
    host = sign_in(making.make_user(organisation=request.organisation))

    answer = host.get("/host/year?format=xlsx")

    rows = read_table(answer.data, "visits.xlsx")
    assert [row[2] for row in rows[1:]] == [
        request.component.name.get("en"),
        "Finland",
        "Other EU countries",
        "EFTA countries",
        "Other countries",
    ]
    assert [row[4] for row in rows[1:]] == ["6", "0", "6", "0", "0"]


@pytest.mark.parametrize("times", [1, 3])
def test_the_year_asks_the_same_however_many_visits(
    sign_in: SignIn, statements: Statements, times: int
) -> None:
    request = make_received()
    for _ in range(times - 1):
        more = make_received()
        more.organisation = request.organisation
    host = sign_in(making.make_user(organisation=request.organisation))
    db.session.commit()
    db.session.expunge_all()

    with statements() as seen:
        host.get("/host/year")

    assert len(seen) == 3


def test_the_start_page_leads_to_the_timetable_and_to_how_often_groups_came(
    sign_in: SignIn,
) -> None:
    host = sign_in(making.make_user(organisation=making.make_organisation()))
    start = host.get("/host/").text

    for address in ("/host/timetable", "/host/visited"):
        assert f'href="{address}"' in start
        assert host.get(address).status_code == 200
