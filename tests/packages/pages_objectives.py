"""Who may open the pages of objectives, papers, copies, travel times and limits."""

from collections.abc import Mapping
from datetime import date

from tests import making
from tests.world import ORGANISERS, Page, World
from tourbook.directory.models import TravelMode, TravelSource, TravelTime
from tourbook.packages.models import DatedLimit

FORM = ("GET", "POST")
POST = ("POST",)


def pair(world: World) -> Mapping[str, object]:
    one, other = making.make_place(), making.make_place()
    return {"first_id": one.id, "second_id": other.id}


def time(world: World) -> Mapping[str, object]:
    one, other = making.make_place(), making.make_place()
    row = TravelTime(
        first_place=one,
        second_place=other,
        mode=TravelMode.COACH,
        minutes=30,
        metres=20_000,
        source=TravelSource.TYPED,
    )
    return {"time_id": making.kept(row).id}


def limit(world: World) -> Mapping[str, object]:
    row = DatedLimit(key="lunch_minutes", valid_from=date(2099, 1, 1), value=50, source="Us.")
    return {"limit_id": making.kept(row).id}


def draft(world: World) -> Mapping[str, object]:
    return {"version_id": world.draft.id}


def objective(world: World) -> Mapping[str, object]:
    return {"objective_id": world.draft.objectives[0].id}


def dated(world: World) -> Mapping[str, object]:
    world.draft.trial_day = date(2027, 6, 7)
    return draft(world)


PAGES = [
    Page("package_papers.show", ORGANISERS, draft),
    Page("package_papers.programme", ORGANISERS, lambda w: {**draft(w), "language": "en"}),
    Page("package_papers.calendar", ORGANISERS, dated),
    Page("package_starts.index", ORGANISERS),
    Page("package_starts.from_template", ORGANISERS, lambda w: {"days": 3}, FORM),
    Page("package_starts.from_version", ORGANISERS, draft, FORM),
    Page("package_objectives.index", ORGANISERS, draft, FORM),
    Page("package_objectives.matrix", ORGANISERS, draft),
    Page("package_objectives.new", ORGANISERS, draft, FORM),
    Page("package_objectives.edit", ORGANISERS, objective, FORM),
    Page("package_objectives.up", ORGANISERS, objective, POST),
    Page("package_objectives.down", ORGANISERS, objective, POST),
    Page("package_objectives.remove", ORGANISERS, objective, POST),
    Page("package_travel.index", ORGANISERS),
    Page("package_travel.new", ORGANISERS, methods=FORM),
    Page("package_travel.show", ORGANISERS, pair, FORM),
    Page("package_travel.remove", ORGANISERS, time, POST),
    Page("package_travel.of_draft", ORGANISERS, draft),
    Page("package_travel.ask", ORGANISERS, draft, POST),
    Page("package_limits.index", ORGANISERS),
    Page("package_limits.show", ORGANISERS, lambda w: {"key": "lunch_minutes"}, FORM),
    Page("package_limits.take_back", ORGANISERS, limit, POST),
]
