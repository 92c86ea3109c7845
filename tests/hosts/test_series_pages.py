"""The pages of series and of single slots: shown before made, what was typed stays."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select

from tests import making
from tests.browser_client import Browser
from tests.hosts.reading import count, text
from tests.making import NOON
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.hosts.models import Component, Slot, SlotSeries
from tourbook.hosts.rules import SeriesFacts
from tourbook.hosts.services import holding, series

pytestmark = pytest.mark.usefixtures("at_noon")

ACTOR = Actor(None, "Test Person")
TUESDAYS = [date(2027, 3, 9), date(2027, 3, 16), date(2027, 3, 23), date(2027, 3, 30)]


def facts(rule: str = "FREQ=WEEKLY;BYDAY=TU", starts: time = time(10)) -> SeriesFacts:
    return SeriesFacts(rule, starts, 90, TUESDAYS[0], TUESDAYS[-1], 20)


def make_series(component: Component, wanted: SeriesFacts | None = None) -> SlotSeries:
    return series.add_series(component, wanted or facts(), at=NOON, actor=ACTOR)


def slot_of(day: date) -> Slot:
    return db.session.scalars(select(Slot).where(Slot.series_day == day)).one()


def take(day: date, pax: int = 12) -> None:
    holding.hold_slot(slot_of(day).id, pax)


FORM = {
    "repeats": "weekly",
    "weekdays": ["1"],
    "every": "1",
    "which": "1",
    "weekday": "0",
    "starts": "10:00",
    "minutes": "90",
    "zone": "Europe/Helsinki",
    "first_day": "2027-03-09",
    "last_day": "2027-03-30",
    "capacity": "20",
    "exclusive": "y",
}
SHOW, PRESSED = {"preview": "Show"}, {"save": "Save"}


def page(host: Browser, url: str, data: Mapping[str, object]) -> str:
    return host.post(url, data=data).get_data(as_text=True)


def test_series_is_shown_before_it_is_made(host: Browser, component: Component) -> None:
    url = f"/host/components/{component.id}/slots/series"

    shown = page(host, url, {**FORM, **SHOW})
    assert "This makes 4 slots." in shown
    assert "Tue 30 March 2027, 10:00 EEST" in shown
    assert count(Slot) == 0

    response = host.post(url, data={**FORM, **PRESSED})
    assert response.location == f"/host/slots?component={component.id}"
    assert count(Slot) == 4


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"weekdays": ["1", "3"], "every": "2"}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH"),
        ({"repeats": "monthly", "which": "-1", "weekday": "4"}, "FREQ=MONTHLY;BYDAY=-1FR"),
        ({"repeats": "own", "rule": "freq=monthly;bymonthday=15"}, "FREQ=MONTHLY;BYMONTHDAY=15"),
    ],
)
def test_rule_in_words_is_kept_and_shown_again(
    host: Browser, component: Component, given: dict[str, object], rule: str
) -> None:
    host.post(f"/host/components/{component.id}/slots/series", data={**FORM, **given, **PRESSED})

    made = db.session.scalars(select(SlotSeries)).one()
    assert made.rule == rule
    again = text(host, f"/host/series/{made.id}/edit")
    repeats = given.get("repeats", "weekly")
    assert f'value="{repeats}" checked' in again


def test_preview_names_holidays_and_what_meets(host: Browser, component: Component) -> None:
    making.make_slot(component, starts_at=datetime(2027, 3, 14, 1, 30, tzinfo=UTC))
    data = {**FORM, "weekdays": ["6"], "starts": "03:30", "skip_holidays": "y", **SHOW}

    shown = page(host, f"/host/components/{component.id}/slots/series", data)

    assert "Easter Sunday" in shown
    assert "No slot" in shown
    assert "Meets another slot" in shown
    assert "03:30\N{EN DASH}05:00" in shown


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"last_day": "2037-03-09"}, "at most three years"),
        ({"last_day": "2027-03-01"}, "before the first"),
        ({"weekdays": ["7"]}, "Choose one of the choices"),
        ({"weekdays": []}, "Tick at least one weekday"),
        ({"first_day": "2026-03-09"}, "must lie ahead"),
        ({"last_day": "31.4.2027"}, "no such day"),
        ({"starts": ""}, "or choose all day"),
        ({"zone": "Mars/Base"}, "Choose one of the choices"),
        ({"exceptions": "2027-02-30"}, "no such day"),
        ({"repeats": "own", "rule": "FREQ=SECONDLY"}, "begins with FREQ"),
        ({"repeats": "own", "rule": "FREQ=DAILY", "last_day": "2029-12-31"}, "at most 400"),
        ({"every": "0"}, "Please check the form"),
    ],
)
def test_series_with_something_wrong_is_not_made(
    host: Browser, component: Component, wrong: dict[str, object], sentence: str
) -> None:
    url = f"/host/components/{component.id}/slots/series"

    assert sentence in page(host, url, {**FORM, **wrong, **PRESSED})
    assert count(Slot) == 0


def test_change_is_shown_before_it_is_made(host: Browser, component: Component) -> None:
    made = make_series(component)
    take(TUESDAYS[3])
    db.session.commit()
    url = f"/host/series/{made.id}/edit?day={TUESDAYS[2]}"
    data = {**FORM, "scope": "2027-03-23", "revision": "1", "starts": "14:00"}

    shown = page(host, url, {**data, **SHOW})
    assert "1 time stays as it is" in shown
    assert "New: 0. Changed: 1. Withdrawn: 0." in shown
    assert "12 persons stand on it" in shown

    response = host.post(url, data={**data, **PRESSED})
    new = db.session.scalars(select(SlotSeries).where(SlotSeries.follows_id == made.id)).one()
    assert response.location == f"/host/series/{new.id}"
    assert "the series until Mon 22 March 2027" in text(host, response.location)
    assert "Somebody has just changed" in page(host, url, {**data, "scope": "all", **PRESSED})


ROWS = {
    "row_1-day": "2027-03-16",
    "row_1-starts": "10:00",
    "row_1-minutes": "90",
    "row_1-capacity": "20",
    "row_3-day": "2027-03-17",
    "row_3-starts": "12:00",
    "row_3-minutes": "60",
    "row_3-capacity": "10",
    "exclusive": "y",
}


def test_many_slots_are_made_with_one_form(host: Browser, component: Component) -> None:
    response = host.post(f"/host/components/{component.id}/slots/many", data=ROWS)

    assert response.location == f"/host/slots?component={component.id}"
    found = db.session.scalars(select(Slot).order_by(Slot.starts_at)).all()
    assert [(slot.starts_at.day, slot.capacity) for slot in found] == [(16, 20), (17, 10)]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"row_3-starts": ""}, "Fill in this field"),
        ({"row_3-day": "2027-03-16", "row_3-starts": "11:00"}, "meets that of row 1"),
        ({"row_3-day": "2027-03-01"}, "must lie ahead"),
        ({"row_3-day": "2027-03-28", "row_3-starts": "3:30"}, "no such time"),
        ({"row_3-day": "2027-05-01", "row_3-starts": "15:00"}, "2027-05-01 15:00-16:30"),
    ],
)
def test_rows_with_something_wrong_make_nothing_and_stay(
    host: Browser, component: Component, wrong: dict[str, str], sentence: str
) -> None:
    making.make_slot(component, starts_at=datetime(2027, 5, 1, 12, tzinfo=UTC))

    shown = page(host, f"/host/components/{component.id}/slots/many", {**ROWS, **wrong})

    assert sentence in shown
    assert 'value="2027-03-16"' in shown
    assert 'id="row_3-' in shown[: shown.index(sentence)] or "#row_3-" in shown
    assert count(Slot) == 1


def test_no_row_at_all_is_told_of(host: Browser, component: Component) -> None:
    shown = page(host, f"/host/components/{component.id}/slots/many", {"row_1-minutes": "90"})

    assert "Fill in at least one row." in shown


def test_slot_is_changed_by_itself(host: Browser, component: Component) -> None:
    make_series(component)
    slot = slot_of(TUESDAYS[1])
    data = {"day": "2027-03-17", "starts": "9:00", "minutes": "60", "capacity": "8"}

    response = host.post(f"/host/slots/{slot.id}/edit", data={**data, "note": "Use gate B"})

    assert response.location == f"/host/slots/{slot.id}"
    assert (slot.starts_at, slot.capacity, slot.exclusive, slot.note, slot.detached) == (
        datetime(2027, 3, 17, 7, tzinfo=UTC),
        8,
        False,
        "Use gate B",
        True,
    )


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"starts": "11:00"}, "so its time stays"),
        ({"capacity": "11"}, "Leave room for them"),
        ({"capacity": "12"}, None),
        ({"note": "Use gate B"}, None),
    ],
)
def test_slot_that_persons_stand_on_keeps_its_time(
    host: Browser, component: Component, changed: dict[str, str], sentence: str | None
) -> None:
    make_series(component)
    take(TUESDAYS[1])
    db.session.commit()
    slot = slot_of(TUESDAYS[1])
    data = {
        "day": "2027-03-16",
        "starts": "10:00",
        "minutes": "90",
        "capacity": "20",
        "exclusive": "y",
    }

    response = host.post(f"/host/slots/{slot.id}/edit", data={**data, **changed})

    assert (response.status_code == 302) is (sentence is None)
    assert sentence is None or sentence in response.get_data(as_text=True)
