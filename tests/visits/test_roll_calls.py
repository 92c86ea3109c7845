"""Calling the roll: on the page, by a device that was away, by two guides at once."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
import time_machine
from werkzeug.test import TestResponse

from tests import making
from tests.browser_client import Browser
from tests.conftest import Statements
from tests.visits.running import MORNING, link_path, make_link, make_run, roll_path
from tourbook.bookings.models import Participant
from tourbook.core.audit import AuditEntry
from tourbook.core.db import db
from tourbook.departures.models import DepartureStatus
from tourbook.visits.models import Mark, RollMark


@pytest.fixture(autouse=True)
def the_morning() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=False):
        yield


def marked(person: Participant, mark: str, *, minutes: int = 0) -> dict[str, object]:
    at = MORNING + timedelta(minutes=minutes)
    return {"key": str(uuid4()), "participant": person.id, "mark": mark, "at": at.isoformat()}


def send(browser: Browser, path: str, *marks: dict[str, object]) -> TestResponse:
    return browser.post(path, json={"now": MORNING.isoformat(), "marks": list(marks)})


def kept() -> list[tuple[int, str, str]]:
    rows = db.session.scalars(sa.select(RollMark).order_by(RollMark.id)).all()
    return [(row.participant_id, row.mark, row.by) for row in rows]


def test_a_button_marks_a_person(as_organiser: Browser) -> None:
    departure, (aino, berta, _cecilia) = make_run()
    path = roll_path(departure)
    pressed = {"mark": f"{berta.id}:missing", "key": str(uuid4())}

    answers = [as_organiser.post(path, data=pressed) for _ in range(2)]

    assert [answer.location for answer in answers] == [path, path]
    assert kept() == [(berta.id, "missing", "Test Person")]
    page = as_organiser.get(path).text
    assert "0 of 3 are here." in page
    assert page.index(f'data-person="{berta.id}"') < page.index(f'data-person="{aino.id}"')


def test_all_others_are_marked_at_once(as_organiser: Browser) -> None:
    departure, (aino, berta, cecilia) = make_run()
    path = roll_path(departure)
    send(as_organiser, path, marked(berta, "excused"))

    as_organiser.post(path, data={"mark": "rest:present", "key": str(uuid4())})

    assert sorted(kept()) == [
        (aino.id, "present", "Test Person"),
        (berta.id, "excused", "Test Person"),
        (cecilia.id, "present", "Test Person"),
    ]


def test_what_is_sent_twice_counts_once(as_organiser: Browser) -> None:
    departure, (aino, berta, _cecilia) = make_run()
    marks = [marked(aino, "present"), marked(berta, "missing")]

    first = send(as_organiser, roll_path(departure), *marks)
    again = send(as_organiser, roll_path(departure), *marks)

    assert first.json is not None
    assert first.json == again.json
    assert first.json["kept"] == [mark["key"] for mark in marks]
    assert [mark for _person, mark, _by in kept()] == ["present", "missing"]
    assert (
        len(db.session.scalars(sa.select(AuditEntry).filter_by(action="visits.call_roll")).all())
        == 1
    )


def test_a_mark_made_earlier_and_sent_later_does_not_win(as_organiser: Browser) -> None:
    departure, (aino, *_others) = make_run()
    send(as_organiser, roll_path(departure), marked(aino, "present"))

    answer = send(as_organiser, roll_path(departure), marked(aino, "missing", minutes=-20))

    assert answer.json is not None
    assert answer.json["people"][str(aino.id)] == "present"


def test_a_stranger_is_left_out_and_the_others_are_kept(as_organiser: Browser) -> None:
    departure, (aino, *_others) = make_run()
    stranger = making.make_participant()
    marks = [marked(stranger, "present"), marked(aino, "present")]

    answer = send(as_organiser, roll_path(departure), *marks)

    assert answer.json is not None
    assert answer.json["refused"] == [marks[0]["key"]]
    assert "not of this group" in answer.json["message"]
    assert [person for person, _mark, _by in kept()] == [aino.id]


def test_a_person_taken_off_the_booking_is_a_stranger(as_organiser: Browser) -> None:
    departure, (aino, *_others) = make_run()
    aino.removed_at = MORNING

    send(as_organiser, roll_path(departure), marked(aino, "present"))

    assert kept() == []


def test_two_guides_at_once_both_count_and_the_last_holds(visitor: Browser) -> None:
    departure, (aino, berta, _cecilia) = make_run()
    one, other = (
        f"{link_path(make_link(departure))}/items/{departure.items[0].id}/roll/site"
        for _ in range(2)
    )

    send(visitor, one, marked(aino, "missing", minutes=-2), marked(berta, "present"))
    answer = send(visitor, other, marked(aino, "present", minutes=-1))

    assert answer.json is not None
    assert answer.json["people"][str(aino.id)] == "present"
    assert answer.json["people"][str(berta.id)] == "present"
    assert len(kept()) == 3


MARK = '{{"now": "{now}", "marks": [{{"key": "{key}", "participant": {who}, "at": "{at}"}}]}}'


@pytest.mark.parametrize(
    "body",
    [
        '{"marks": "x"}',
        "[" * 200_000,
        '{"now":' * 50_000,
        '"\\ud800"',
        "9" * 100_000,
        MARK.format(now="2027-01-01T00:00:00+00:00", key="a" * 32, who="1e3", at="2027-01-01"),
        MARK.format(now="0001-01-01T00:00:00+23:59", key="x", who="1", at="9999-12-31T23:59"),
    ],
)
def test_nothing_sent_that_makes_sense_is_refused_in_a_sentence(
    as_organiser: Browser, body: str
) -> None:
    departure, _people = make_run()

    answer = as_organiser.post(roll_path(departure), data=body, content_type="application/json")

    assert (answer.status_code, answer.json) == (
        409,
        {"message": "These marks cannot be read. Load the page again."},
    )


def test_a_departure_that_does_not_run_has_no_roll_called(as_organiser: Browser) -> None:
    departure, (aino, *_others) = make_run()
    departure.status = DepartureStatus.CANCELLED

    answer = send(as_organiser, roll_path(departure), marked(aino, "present"))

    assert (answer.status_code, kept()) == (409, [])


def test_each_stage_has_its_own_roll(as_organiser: Browser) -> None:
    departure, (aino, *_others) = make_run()

    send(as_organiser, roll_path(departure, "boarding"), marked(aino, "present"))

    assert "0 of 3 are here." in as_organiser.get(roll_path(departure)).text
    assert "1 of 3 are here." in as_organiser.get(roll_path(departure, "boarding")).text


def test_a_drivers_link_calls_no_roll_and_a_guides_does(visitor: Browser) -> None:
    departure, _people = make_run()
    item = departure.items[0].id
    driver, guide = (link_path(make_link(departure, driver=one)) for one in (True, False))

    assert visitor.get(f"{driver}/items/{item}/roll/site").status_code == 404
    assert visitor.get(f"{guide}/items/{item}/roll/site").status_code == 200


def test_a_guides_link_does_not_reach_another_departure(visitor: Browser) -> None:
    departure, _people = make_run()
    other, _others = make_run()
    guide = link_path(make_link(departure))

    assert visitor.get(f"{guide}/items/{other.items[0].id}/roll/site").status_code == 404


@pytest.mark.parametrize("people", [1, 6])
def test_the_roll_asks_the_same_however_long_it_is(
    as_organiser: Browser, statements: Statements, people: int
) -> None:
    departure, group = make_run(people)
    send(as_organiser, roll_path(departure), *(marked(one, Mark.PRESENT) for one in group))
    path = roll_path(departure)
    db.session.commit()
    db.session.expunge_all()

    with statements() as seen:
        as_organiser.get(path)

    assert len(seen) == 5
