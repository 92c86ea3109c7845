"""The dated limits: what holds when, new values with a source, and their pages."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_babel import force_locale

from tests.browser_client import Browser
from tests.conftest import Statements
from tests.making import NOON
from tourbook.core import clock
from tourbook.core.audit import Actor, AuditEntry
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.documents import sheets
from tourbook.packages.models import DatedLimit
from tourbook.packages.rules import limit_facts, limits
from tourbook.packages.rules.checks.problems import Source
from tourbook.packages.rules.limit_facts import Unit
from tourbook.packages.rules.limits import Limit
from tourbook.packages.services import limits as services
from tourbook.packages.views import wording
from tourbook.packages.views.limits import source_of

ACTOR = Actor(None, "Olli Organiser")
INDEX = "/desk/limits/"
DAY = date(2027, 3, 1)


def add(key: str, value: int, *, since: date = DAY) -> DatedLimit:
    return services.add(
        key, valid_from=since, value=value, source="Meeting of 1 March", at=NOON, actor=ACTOR
    )


def test_every_limit_has_words_a_unit_and_a_range_that_its_value_fits() -> None:
    keys = {limit.key for limit in limits.DEFAULTS}

    assert set(limit_facts.FACTS) == keys
    for limit in limits.DEFAULTS:
        fact = limit_facts.FACTS[limit.key]
        assert fact.least <= limit.value <= fact.most, limit.key
        assert limit.source


def test_the_values_of_the_program_do_not_contradict_each_other() -> None:
    standing = limits.on(DAY)

    for limit in limits.standing(DAY):
        limit_facts.check(limit, standing)


def test_a_value_holds_from_its_day_until_the_next() -> None:
    rows = [
        Limit("lunch_minutes", date(2027, 3, 1), 50, "us"),
        Limit("lunch_minutes", date(2027, 6, 1), 40, "us"),
    ]

    found = [
        limits.on(day, rows)["lunch_minutes"]
        for day in (date(2027, 2, 28), date(2027, 3, 1), date(2027, 5, 31), date(2027, 6, 1))
    ]

    assert found == [45, 50, 50, 40]


def test_our_own_value_counts_before_the_program_s_of_the_same_day() -> None:
    rows = [Limit("lunch_minutes", limits.PRACTICE, 30, "us")]

    assert limits.on(limits.PRACTICE, rows)["lunch_minutes"] == 30


def test_before_anything_has_begun_the_earliest_holds() -> None:
    rows = [Limit("lunch_minutes", date(2020, 1, 1), 35, "us")]

    assert limits.on(date(2010, 1, 1))["lunch_minutes"] == 45
    assert limits.on(date(2010, 1, 1), rows)["lunch_minutes"] == 35
    assert limits.on(date(2022, 1, 1), rows)["lunch_minutes"] == 35


def test_a_new_value_is_kept_with_its_source(app: Flask) -> None:
    row = add("lunch_minutes", 50)

    assert (row.value, row.source) == (50, "Meeting of 1 March")
    assert limits.on(DAY, services.own())["lunch_minutes"] == 50
    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert (entry.action, (entry.after or {})["value"]) == ("packages.limit", 50)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("lunch_minutes", -1, "Give a value from"),
        ("lunch_minutes", 1441, "Give a value from"),
        ("road_factor_percent", 90, "Give a value from"),
        ("lunch_from", 15 * 60, "contradict"),
        ("driving_day_long", 500, "contradict"),
        ("nonsense", 5, "no such limit"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(
    app: Flask, key: str, value: int, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        add(key, value)

    assert services.own() == []


def test_two_values_of_one_day_are_refused(app: Flask) -> None:
    add("lunch_minutes", 50)

    with pytest.raises(Refused, match="from this day already"):
        add("lunch_minutes", 55)
    add("lunch_minutes", 55, since=DAY + timedelta(days=1))

    assert [limit.value for limit in services.own()] == [55, 50]


def test_only_what_has_not_held_can_be_taken_back(app: Flask) -> None:
    row = add("lunch_minutes", 50)

    with pytest.raises(Refused, match="has held already"):
        services.take_back(row, today=DAY + timedelta(days=1), at=NOON, actor=ACTOR)
    services.take_back(row, today=DAY, at=NOON, actor=ACTOR)

    assert services.own() == []


def test_the_list_says_what_holds_today_and_why(as_organiser: Browser) -> None:
    page = as_organiser.get(INDEX).text

    assert "Lunch takes at least" in page
    assert "45 min" in page
    assert "Regulation (EC) No 561/2006, Article 7" in page
    assert "Driving" not in as_organiser.get(f"{INDEX}?subject=meals").text
    assert "Lunch" in as_organiser.get(f"{INDEX}?subject=nonsense").text


def test_where_a_limit_is_from_is_told_in_the_reader_s_language(app: Flask) -> None:
    """Of the program's own sources; what somebody has written is not touched."""
    ours = Limit("lunch_minutes", DAY, 50, "Hosts")

    with app.test_request_context(), force_locale("fi"):
        assert wording.said(Source("Hosts")) == "Isännät"
        assert wording.said("Hosts") == "Hosts"
        assert source_of(ours) == "Hosts"
        assert all(source_of(limit) for limit in limits.DEFAULTS)


def test_the_list_can_be_taken_along(as_organiser: Browser) -> None:
    found = as_organiser.get(f"{INDEX}?format=csv")

    rows = sheets.read_table(found.data, "limits.csv")
    assert len(rows) == len(limits.standing(DAY)) + 1
    assert rows[1][:3] == ["Meals and breaks", "Lunch begins at the earliest", "11:00"]


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_asks_one_thing(as_organiser: Browser, statements: Statements, count: int) -> None:
    for days in range(count):
        add("lunch_minutes", 40 + days, since=DAY + timedelta(days=days))
    db.session.commit()
    db.session.expire_all()

    with statements() as seen:
        as_organiser.get(INDEX)

    assert len([one for one in seen if "dated_limit" in one]) == 1


def test_a_value_is_added_and_taken_back_on_its_page(as_organiser: Browser) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    url = f"{INDEX}lunch_minutes"

    response = as_organiser.post(
        url, data={"minutes": "50", "valid_from": str(tomorrow), "source": "The kitchen asked."}
    )

    assert response.location == url
    row = db.session.scalars(sa.select(DatedLimit)).one()
    assert (row.key, row.value, row.valid_from) == ("lunch_minutes", 50, tomorrow)
    page = as_organiser.get(url).text
    assert "Will hold" in page
    assert "Holds today" in page
    assert as_organiser.post(f"{INDEX}entries/{row.id}/take-back").location == url
    assert services.own() == []


@pytest.mark.parametrize("written", ["4 h 30 min", "4:30", "270"])
def test_a_length_of_time_is_written_in_hours_or_in_minutes(
    as_organiser: Browser, written: str
) -> None:
    form = {"minutes": written, "valid_from": "2027-03-01", "source": "The crew asked."}

    assert as_organiser.post(f"{INDEX}briefing_minutes", data=form).status_code == 302

    assert db.session.scalars(sa.select(DatedLimit)).one().value == 270
    assert "4 h 30 min" in as_organiser.get(f"{INDEX}briefing_minutes").text


def test_a_number_is_given_in_the_unit_of_its_limit(as_organiser: Browser) -> None:
    form = {"value": "1000", "valid_from": "2027-03-01", "source": "The guides asked."}

    assert "In metres." in as_organiser.get(f"{INDEX}walk_most_metres").text
    assert as_organiser.post(f"{INDEX}walk_most_metres", data=form).status_code == 302

    assert db.session.scalars(sa.select(DatedLimit)).one().value == 1000


def test_a_time_of_day_is_written_as_one(as_organiser: Browser) -> None:
    form = {"hour": "10:45", "valid_from": "2027-03-01", "source": "The kitchen asked."}

    assert as_organiser.post(f"{INDEX}lunch_from", data=form).status_code == 302

    assert db.session.scalars(sa.select(DatedLimit)).one().value == 10 * 60 + 45
    assert limit_facts.FACTS["lunch_from"].unit is Unit.CLOCK


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"minutes": "many"}, "Give a length of time, such as 4 h 30 min"),
        ({"minutes": ""}, "Error: "),
        ({"minutes": "25 h"}, "Give a value from 0 min to 24 h"),
        ({"valid_from": "31.2.2027"}, "Error: "),
        ({"valid_from": "1999-01-01"}, "before the year 2000"),
        ({"source": ""}, "Error: "),
        ({"source": "x" * 301}, "Error: "),
    ],
)
def test_bad_input_changes_nothing(as_organiser: Browser, wrong: dict[str, str], said: str) -> None:
    form = {"minutes": "50", "valid_from": "2027-03-01", "source": "The kitchen asked."} | wrong

    response = as_organiser.post(f"{INDEX}lunch_minutes", data=form)

    assert response.status_code == 200
    assert said in response.text
    assert f'value="{form["minutes"]}"' in response.text
    assert services.own() == []


def test_a_limit_that_does_not_exist_has_no_page(as_organiser: Browser) -> None:
    assert as_organiser.get(f"{INDEX}nonsense").status_code == 404
    assert as_organiser.post(f"{INDEX}entries/9999/take-back").status_code == 404
