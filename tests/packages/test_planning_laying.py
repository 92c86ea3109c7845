"""Laying a programme that was found: in one step, on the draft it was found for."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from tests import making
from tests.packages.drafts import fresh
from tests.packages.planned_drafts import ACTOR, Case, again, lay, programme
from tests.packages.plans import SolverHere
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.packages import services
from tourbook.packages.models import Item
from tourbook.packages.services import planning, searching


@pytest.fixture
def case(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Case:
    """The planner runs in this process, which has loaded it already."""
    monkeypatch.setattr(searching, "Solver", SolverHere)
    return Case()


def test_a_programme_is_laid_in_one_step_that_can_be_undone(case: Case) -> None:
    before = programme(case.version)
    run = case.search()

    lay(run)

    assert programme(case.version) == {
        case.pinned.name.en: (600, True),
        case.fresh.name.en: (780, False),
        case.loose.name.en: (900, False),
    }
    assert again(run).applied_at == making.NOON
    services.undo(case.version, at=making.NOON, actor=ACTOR)
    db.session.commit()
    assert programme(case.version) == before


def test_what_serves_an_objective_is_ticked_when_it_is_laid(case: Case) -> None:
    earlier = making.make_version(package=case.version.package, component=case.fresh)
    assert earlier.objectives[0].code == case.version.objectives[0].code
    db.session.commit()

    lay(case.search())

    served = {item.title.en for item in fresh(case.version).objectives[0].items}
    assert served == {case.pinned.name.en, case.fresh.name.en}


def pin_elsewhere(case: Case) -> None:
    case.kept.starts_minute, case.kept.ends_minute = 610, 700


def other_hours(case: Case) -> None:
    case.version.days[0].ends_minute = 1000


def one_more(case: Case) -> None:
    case.item(case.component(), 500)


def one_less(case: Case) -> None:
    db.session.delete(case.moving)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (pin_elsewhere, "changed"),
        (other_hours, "frame"),
        (one_more, "added"),
        (one_less, "gone"),
    ],
)
def test_a_draft_that_has_changed_takes_no_programme(
    case: Case, change: Callable[[Case], None], what: str
) -> None:
    run = case.search()
    change(case)
    db.session.commit()
    before = programme(case.version)

    with pytest.raises(planning.Moved) as moved:
        lay(run)
    db.session.rollback()

    assert [each["what"] for each in moved.value.changes] == [what]
    assert programme(case.version) == before
    assert again(run).applied_at is None


def test_words_that_changed_since_do_not_stand_in_the_way(case: Case) -> None:
    run = case.search()
    case.moving.text = making.texts("Bring boots")
    db.session.commit()

    lay(run)

    laid = db.session.get_one(Item, case.moving.id, populate_existing=True)
    assert (laid.starts_minute, laid.text.en) == (900, "Bring boots")


def test_a_slot_taken_since_is_told(case: Case) -> None:
    run = case.search()
    db.session.execute(
        sa.text("UPDATE slot SET taken = 1 WHERE component_id = :key"), {"key": case.fresh.id}
    )
    db.session.commit()

    with pytest.raises(Refused, match="taken since"):
        lay(run)
    db.session.rollback()

    assert case.fresh.name.en not in programme(case.version)


def test_there_is_no_fourth_programme(case: Case) -> None:
    run = case.search()

    with pytest.raises(Refused, match="no such programme"):
        lay(run, 3)
