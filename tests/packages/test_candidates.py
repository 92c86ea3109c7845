"""Why a component cannot be in a programme, known before any search; each beside one that can."""

from datetime import date
from typing import Any

import pytest

from tests.packages.outlines import spot, stop
from tests.packages.plans import JUNE, asked, candidate, day, empty, slot
from tourbook.packages.rules.outline import Hours, Outline
from tourbook.packages.rules.proposing.asking import Ask, Want, Wish
from tourbook.packages.rules.proposing.candidates import Candidate, Why, times_of, unfit

HERE = spot()


def why(one: Candidate, draft: Outline, ask: Ask) -> Why | None:
    reason = unfit(one, draft, ask) or times_of(one, draft, ask).reason
    return reason.why if reason else None


@pytest.mark.parametrize(
    ("fine", "wrong", "reason"),
    [
        ({}, {"want": Want(Wish.NEVER)}, Why.NEVER),
        ({}, {"retired": True}, Why.RETIRED),
        ({}, {"spot": None}, Why.NO_PLACE),
        ({"party_max": 20}, {"party_max": 19}, Why.PARTY_LARGE),
        ({"party_min": 20}, {"party_min": 21}, Why.PARTY_SMALL),
        ({"languages": frozenset({"fi", "en"})}, {"languages": frozenset({"fi"})}, Why.LANGUAGE),
        ({"duration": 600}, {"duration": 601}, Why.TOO_LONG),
        ({"hours": (Hours(1, 540, 600),)}, {"hours": (Hours(2, 540, 600),)}, Why.CLOSED),
        ({"hours": (Hours(1, 540, 600),)}, {"hours": (Hours(1, 540, 599),)}, Why.CLOSED),
        ({"pattern": (Hours(1, 540, 600),)}, {"pattern": (Hours(0, 540, 600),)}, Why.CLOSED),
        ({"slots": (slot(1, 540, 600),)}, {"slots": ()}, Why.NO_SLOT),
        ({"slots": (slot(1, 540, 600),)}, {"slots": (slot(1, 540, 600, left=19),)}, Why.SLOT_SMALL),
        ({"slots": (slot(1, 480, 540),)}, {"slots": (slot(1, 479, 539),)}, Why.SLOT_HOURS),
        ({"slots": (slot(1, 540, 600),)}, {"slots": (slot(1, 540, 599),)}, Why.SLOT_HOURS),
        ({"ask_by_days": 182}, {"ask_by_days": 183}, Why.LEAD_TIME),
    ],
)
def test_the_first_reason_is_told(fine: dict[str, Any], wrong: dict[str, Any], reason: Why) -> None:
    draft = empty(first_day=JUNE)

    assert why(candidate(**{"spot": HERE, **fine}), draft, asked()) is None
    assert why(candidate(**{"spot": HERE, **wrong}), draft, asked()) is reason


def test_steps_matter_only_to_a_group_that_cannot_take_them() -> None:
    steep = candidate(spot=spot(step_free=False))

    assert why(steep, empty(step_free=True), asked()) is Why.STEPS
    assert why(steep, empty(), asked()) is None
    assert why(candidate(spot=HERE), empty(step_free=True), asked()) is None


def test_without_a_day_on_trial_hours_of_any_weekday_count() -> None:
    saturday = candidate(spot=HERE, hours=(Hours(5, 540, 700),))

    times = times_of(saturday, empty(), asked())

    assert [(each.earliest, each.latest) for each in times.slots or ()] == [(540, 640)]


def test_each_day_is_looked_at_by_its_own_weekday_and_lead_time() -> None:
    draft = empty(days=2, first_day=JUNE, today=date(2027, 5, 1))
    late = candidate(spot=HERE, hours=(Hours(1, 540, 700), Hours(2, 600, 700)), ask_by_days=32)

    times = times_of(late, draft, asked(day(1), day(2)))

    assert [(each.day, each.earliest) for each in times.slots or ()] == [(1, 600)]


def test_points_grow_with_weight_themes_and_objectives_up_to_a_limit() -> None:
    plain = candidate(spot=HERE, want=Want(weight=2))
    rich = candidate(spot=HERE, want=Want(weight=2), themes=1, codes=frozenset({"LO1"}))
    full = candidate(
        spot=HERE, want=Want(weight=2), themes=9, codes=frozenset({"LO1", "LO2", "LO3"})
    )

    assert [one.points for one in (plain, rich, full)] == [4, 10, 16]


def test_a_stop_of_the_draft_is_judged_as_any_other() -> None:
    there = candidate(spot=HERE, retired=True, stop=stop(540, 600))

    assert why(there, empty(), asked()) is Why.RETIRED
