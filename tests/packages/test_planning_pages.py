"""Pages of proposing a programme: the form, the search, and what was found."""

import re
from datetime import date
from html import unescape

import pytest
from flask import Flask

from tests import making
from tests.browser_client import Browser
from tests.conftest import Statements
from tests.packages.drafts import fresh
from tests.packages.planned_drafts import Case
from tests.packages.plans import SolverHere, make_run
from tourbook.core import clock, jobs
from tourbook.core.db import db
from tourbook.hosts.models import ComponentKind
from tourbook.packages.models import PlanRun, RunState
from tourbook.packages.queries import planning as queries
from tourbook.packages.services import searching
from tourbook.packages.views import planning_words

DESK = "/desk/packages"


@pytest.fixture
def case(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.setattr(searching, "Solver", SolverHere)
    return Case()


def ask_page(case: Case) -> str:
    return f"{DESK}/versions/{case.version.id}/propose"


def filled(case: Case, **changes: str) -> dict[str, str | list[str]]:
    day = {"starts": "08:00", "ends": "18:00", "from_place": "", "to_place": ""}
    day |= {"lunch": "none", "dinner": "none"}
    form: dict[str, str | list[str]] = {f"day_1-{name}": value for name, value in day.items()}
    for component in (case.loose, case.fresh, case.rival):
        form |= {f"want_{component.id}-wish": "may", f"want_{component.id}-weight": "3"}
    return form | {"group": "20", "budget": "", "languages": ["en"], **changes}


def words(page: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def ask(as_organiser: Browser, case: Case, form: dict[str, str | list[str]]) -> PlanRun:
    """Ask for a programme, and have it searched by the worker if the machine is slow."""
    response = as_organiser.post(ask_page(case), data=form)
    jobs.run_due(at=clock.now() + searching.HEAD_START)
    run = newest(case)
    assert response.location == f"{DESK}/proposals/{run.id}"
    db.session.refresh(run)
    return run


def newest(case: Case) -> PlanRun:
    return queries.runs_of(case.version.id)[0]


def test_the_form_comes_filled_in_from_the_draft(as_organiser: Browser, case: Case) -> None:
    page = as_organiser.get(ask_page(case)).text

    assert 'value="20"' in page
    assert re.search(r'name="day_1-starts"[^>]*value="08:00"|value="08:00"[^>]*day_1-starts', page)
    assert case.fresh.name.en in page
    assert "1 free slot on these days" in page


def test_a_component_that_cannot_be_had_says_so_in_the_form(
    as_organiser: Browser, case: Case
) -> None:
    case.fresh.languages = ["fi"]
    case.rival.party_max = 19
    db.session.commit()

    page = words(as_organiser.get(ask_page(case)).text)

    assert "It cannot be had in a language of the group." in page
    assert "It takes groups of up to 19; the draft is for up to 20." in page


def test_asking_searches_and_shows_what_was_found(as_organiser: Browser, case: Case) -> None:
    run = ask(as_organiser, case, filled(case))

    assert run.state is RunState.DONE
    page = words(as_organiser.get(f"{DESK}/proposals/{run.id}").text)
    assert "Programme 1" in page
    assert "Proven: no programme of these visits has more points" in page
    assert f"{case.loose.name.en} moves: day 1 at 15:00." in page
    assert "It stays in the draft as it is." in page
    assert "It fits in place of" in page or "It fits only in place of" in page


def test_a_programme_is_laid_with_a_button(as_organiser: Browser, case: Case) -> None:
    run = ask(as_organiser, case, filled(case))

    response = as_organiser.post(f"{DESK}/proposals/{run.id}/lay/0")

    assert response.location == f"{DESK}/versions/{case.version.id}"
    starts = {item.title.en: item.starts_minute for item in fresh(case.version).days[0].items}
    assert starts[case.pinned.name.en] == 600
    assert starts[case.loose.name.en] == 900
    assert "Laid on the draft" in as_organiser.get(f"{DESK}/proposals/{run.id}").text


def test_days_have_the_dates_that_the_search_was_asked_with(
    as_organiser: Browser, case: Case
) -> None:
    case.version.trial_day = date(2027, 6, 1)
    db.session.commit()
    dated = ask(as_organiser, case, filled(case))
    case.version.trial_day = None
    db.session.commit()
    undated = ask(as_organiser, case, filled(case))

    with_dates = words(as_organiser.get(f"{DESK}/proposals/{dated.id}").text)
    without = words(as_organiser.get(f"{DESK}/proposals/{undated.id}").text)

    assert "Day 1 Tue 1 June 2027" in with_dates
    assert "Day 1" in without
    assert "2027" not in without.partition("Programme 1")[2].partition("Why these are in")[0]


def test_programmes_are_compared_before_their_days(as_organiser: Browser, case: Case) -> None:
    run = ask(as_organiser, case, filled(case))

    page = as_organiser.get(f"{DESK}/proposals/{run.id}").text

    told = words(page)
    assert told.index("The programmes side by side") < told.index("What differs from the draft")
    assert "How good Proven best" in told
    assert "Objectives " in told
    assert len(re.findall(r'<details class="timeline-day"\s+open', page)) == 1


@pytest.mark.parametrize(
    ("proven", "bound", "score", "told"),
    [
        (True, 100, 100, "Proven best"),
        (True, 100, 99, "1 point below the best"),
        (True, 100, 90, "10 points below the best"),
        (False, 200, 90, "Within 55 % of the best"),
        (False, None, 90, "Not known"),
    ],
)
def test_how_near_a_programme_is_to_the_best(
    app: Flask, proven: bool, bound: int | None, score: int, told: str
) -> None:
    answer = {"proven": proven, "bound": bound, "proposals": [{"score": 100}]}

    with app.test_request_context():
        assert planning_words.how_near(answer, {"score": score}) == told


def test_a_budget_that_is_too_small_is_told_in_the_money_of_the_reader(
    as_organiser: Browser, case: Case
) -> None:
    page = as_organiser.post(f"{ask_page(case)}?lang=fi", data=filled(case, budget="99,99")).text

    assert "€100.00" not in page
    assert "100,00" in page


def test_the_history_tells_of_a_programme_in_whole_sentences(
    as_organiser: Browser, case: Case
) -> None:
    run = ask(as_organiser, case, filled(case))
    as_organiser.post(f"{DESK}/proposals/{run.id}/lay/0")
    draft = f"{DESK}/versions/{case.version.id}"

    laid = words(as_organiser.get(f"{draft}/history").text)
    as_organiser.post(f"{draft}/undo", data={})
    undone = words(as_organiser.get(f"{draft}/history").text)

    assert "laid a proposed programme on the draft" in laid
    assert "undid a change: Proposed programme" in undone


def test_a_draft_that_changed_tells_what_and_stays(as_organiser: Browser, case: Case) -> None:
    run = ask(as_organiser, case, filled(case))
    case.kept.starts_minute, case.kept.ends_minute = 610, 700
    db.session.commit()

    response = as_organiser.post(f"{DESK}/proposals/{run.id}/lay/0")

    assert response.status_code == 409
    assert f"{case.pinned.name.en} was moved or pinned otherwise" in words(response.text)
    assert len(fresh(case.version).days[0].items) == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"group": "0"}, "Give a number from 1 to 500."),
        ({"group": "21"}, "The draft is for at most 20 persons."),
        ({"group": "many"}, "Persons in the group"),
        ({"budget": "1,5x"}, "Budget for the group"),
        ({"budget": "99.99"}, "What stays in the draft, with the meals and nights asked for"),
        ({"languages": ""}, "Languages of the group"),
        ({"day_1-starts": "07:00"}, "In the draft the day has the hours"),
        ({"day_1-ends": "22:00"}, "In the draft the day has the hours"),
        ({"day_1-ends": "08:00"}, "The day ends before it begins."),
        ({"day_1-ends": "25:00"}, "Day 1"),
        ({"day_1-from_place": "999999"}, "Begins at"),
        ({"day_1-lunch": "999999"}, "Lunch"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(
    as_organiser: Browser, case: Case, changes: dict[str, str], sentence: str
) -> None:
    response = as_organiser.post(ask_page(case), data=filled(case, **changes))

    assert response.status_code == 200
    assert "Please check the form" in response.text
    errors = words(response.text.split("govuk-error-summary")[1].split("</form>")[0])
    assert sentence in words(response.text)
    assert errors
    assert queries.runs_of(case.version.id) == []


def test_the_night_decides_where_a_day_ends(as_organiser: Browser, case: Case) -> None:
    inn, other = making.make_place(), making.make_place()
    version = making.make_version(days=2, published=False, party_max=20)
    night = version.days[0].items[0]
    night.kind, night.place = ComponentKind.LODGING, inn
    night.starts_minute, night.ends_minute = 1260, 1900
    db.session.commit()
    address = f"{DESK}/versions/{version.id}/propose"
    page = as_organiser.get(address).text
    names = set(re.findall(r'name="(day_\d-\w+)"', page))
    form: dict[str, str | list[str]] = dict.fromkeys(names, "")
    for number in (1, 2):
        form |= {f"day_{number}-starts": "08:00", f"day_{number}-ends": "18:00"}
        form |= {f"day_{number}-lunch": "none", f"day_{number}-dinner": "none"}
    form |= {"group": "20", "languages": ["en"]}

    wrong = as_organiser.post(address, data=form | {"day_1-to_place": str(other.id)})
    right = as_organiser.post(address, data=form | {"day_1-to_place": str(inn.id)})

    assert f"The group sleeps at {inn.name}. Choose that place." in words(wrong.text)
    assert right.status_code == 302


def test_a_second_search_says_what_changed_and_why(as_organiser: Browser, case: Case) -> None:
    ask(as_organiser, case, filled(case, **{f"want_{case.fresh.id}-weight": "5"}))
    case.fresh.retired_at = clock.now()
    db.session.commit()
    form = filled(case)
    for name in (f"want_{case.fresh.id}-wish", f"want_{case.fresh.id}-weight"):
        del form[name]

    run = ask(as_organiser, case, form)

    page = words(as_organiser.get(f"{DESK}/proposals/{run.id}").text)
    assert "What changed since the search before" in page
    assert f"{case.fresh.name.en} is out. The host no longer offers it." in page
    assert f"{case.rival.name.en} is in: day 1 at 13:00." in page


def test_what_was_asked_last_is_filled_in_again(as_organiser: Browser, case: Case) -> None:
    never = {f"want_{case.rival.id}-wish": "never", "group": "15"}
    ask(as_organiser, case, filled(case, **never))

    page = as_organiser.get(ask_page(case)).text

    assert 'value="15"' in page
    assert re.search(r'value="never"\s+selected', page)


def test_a_search_that_runs_shows_how_far_it_is_and_can_be_stopped(
    as_organiser: Browser, case: Case
) -> None:
    run = make_run(case.version)
    run.progress = {"stage": "choice", "seconds": 7, "score": 12, "bound": 24}
    db.session.commit()

    page = as_organiser.get(f"{DESK}/proposals/{run.id}").text
    part = as_organiser.get(f"{DESK}/proposals/{run.id}", headers={"HX-Request": "true"})
    as_organiser.post(f"{DESK}/proposals/{run.id}/stop")

    assert "7 seconds so far, best so far 12 points, at most 24 possible" in words(page)
    assert '<meta http-equiv="refresh"' in page
    assert "<html" not in part.text
    assert 'value="50"' in part.text
    assert db.session.get_one(PlanRun, run.id, populate_existing=True).stop_wanted


def test_a_search_that_has_ended_lets_the_page_be_asked_anew(
    as_organiser: Browser, case: Case
) -> None:
    run = make_run(case.version, RunState.FAILED)
    db.session.commit()

    part = as_organiser.get(f"{DESK}/proposals/{run.id}", headers={"HX-Request": "true"})

    assert (part.text, part.headers["HX-Refresh"]) == ("", "true")
    assert "The draft is as it was." in as_organiser.get(f"{DESK}/proposals/{run.id}").text


def test_demands_that_cannot_hold_together_are_named(as_organiser: Browser, case: Case) -> None:
    musts = {f"want_{each.id}-wish": "must" for each in (case.fresh, case.rival)}

    run = ask(as_organiser, case, filled(case, **musts))

    page = words(as_organiser.get(f"{DESK}/proposals/{run.id}").text)
    assert "No programme is possible" in page
    assert f"{case.fresh.name.en} must be in." in page
    assert f"{case.rival.name.en} must be in." in page
    assert f"{case.loose.name.en} must be in." not in page


def test_nothing_is_proposed_for_a_published_version(as_organiser: Browser, app: Flask) -> None:
    version = making.make_version()
    db.session.commit()

    assert as_organiser.get(f"{DESK}/versions/{version.id}/propose").status_code == 404


def test_there_is_nothing_to_lay_before_there_is_an_answer(
    as_organiser: Browser, case: Case
) -> None:
    run = make_run(case.version)
    db.session.commit()

    response = as_organiser.post(f"{DESK}/proposals/{run.id}/lay/0")

    assert response.status_code == 409
    assert "There is no such programme any more." in words(response.text)


@pytest.mark.parametrize("more", [1, 6])
def test_the_form_asks_the_same_number_of_questions(
    as_organiser: Browser, case: Case, statements: Statements, more: int
) -> None:
    for _ in range(more):
        making.make_slot(case.component(), starts_at=making.local(making.NOON.date(), 10))
    db.session.commit()
    db.session.expire_all()

    with statements() as seen:
        as_organiser.get(ask_page(case))

    assert len(seen) == QUESTIONS


#: However many components there are.
QUESTIONS = 33


@pytest.mark.parametrize("query", ["themes=x", "towns=999999", "kinds=none", "themes="])
def test_nonsense_in_the_address_narrows_nothing(
    as_organiser: Browser, case: Case, query: str
) -> None:
    response = as_organiser.get(f"{ask_page(case)}?{query}")

    assert response.status_code == 200
    assert case.fresh.name.en in response.text
