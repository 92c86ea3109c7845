"""Meals and coffee: when they are wanted, what counts as one, and what is offered where none is."""

from dataclasses import replace

import pytest

from tests.packages.outlines import MEAL, has, night, only, outline, problems, stop
from tourbook.packages.rules.checks.problems import Remedy, Severity
from tourbook.packages.rules.outline import Frame, Outline


@pytest.mark.parametrize(
    ("first", "last", "wanted"),
    [
        ((540, 600), (900, 960), True),
        ((715, 800), (900, 960), False),
        ((700, 800), (900, 960), True),
    ],
)
def test_lunch_is_wanted_where_nobody_can_eat_before_coming(
    first: tuple[int, int], last: tuple[int, int], wanted: bool
) -> None:
    assert has(outline(stop(*first), stop(*last)), "no_lunch") is wanted


@pytest.mark.parametrize(("ends", "wanted"), [(795, False), (796, True)])
def test_lunch_is_wanted_where_nobody_can_eat_after_leaving(ends: int, wanted: bool) -> None:
    """With three quarters of an hour left until two the group eats on its way home."""
    assert has(outline(stop(540, ends)), "no_lunch") is wanted


def test_dinner_is_wanted_where_the_group_sleeps() -> None:
    sleeping = outline(stop(900, 960), night(), stop(600, 660, day=2))

    assert [each.day for each in problems(sleeping, "no_dinner")] == [1]
    assert not has(outline(stop(900, 960)), "no_dinner")


def test_taking_a_night_out_takes_no_meal_away() -> None:
    """The group does not leave because nobody has written down where it sleeps."""
    bed = night()
    day_two = stop(780, 900, day=2)
    made = outline(stop(900, 960), bed, day_two, stop(600, 660, day=3))
    without = replace(made, stops=tuple(each for each in made.stops if each.id != bed.id))

    def meals_missed(programme: Outline) -> list[tuple[str, int | None]]:
        return [(each.code, each.day) for each in problems(programme, "no_lunch", "no_dinner")]

    missed = [("no_dinner", 1), ("no_lunch", 2), ("no_dinner", 2)]
    assert sorted(meals_missed(made)) == sorted(missed)
    assert meals_missed(without) == meals_missed(made)


def test_the_first_day_begins_and_the_last_one_ends_with_an_item() -> None:
    made = outline(stop(1000, 1100), stop(600, 660, day=3), days=4)

    assert [each.day for each in problems(made, "no_lunch")] == [2]
    assert [each.day for each in problems(made, "no_dinner")] == [1, 2]


def test_a_way_out_is_tried_on_a_day_between_others() -> None:
    """A short meal after two is no lunch when it is longer: the group was there at noon."""
    made = outline(
        stop(900, 960), stop(870, 910, MEAL, day=2), stop(920, 990, day=2), stop(600, 660, day=3)
    )
    (lunch,) = [each for each in problems(made, "no_lunch") if each.day == 2]

    assert [each.remedy for each in lunch.ways_out] == [Remedy.ADD, None]


def test_an_evening_of_its_own_is_said_by_the_hours_of_the_day() -> None:
    frames = (Frame(1, 480, 1020), Frame(2))
    made = outline(stop(900, 960), night(), stop(600, 660, day=2), frames=frames)

    assert not has(made, "no_dinner")


@pytest.mark.parametrize(
    ("starts", "ends", "counts"),
    [(660, 705, True), (840, 885, True), (841, 900, False), (700, 744, False), (600, 705, True)],
)
def test_lunch_begins_between_eleven_and_two_and_lasts(
    starts: int, ends: int, counts: bool
) -> None:
    made = outline(stop(500, 560), stop(starts, ends, MEAL), stop(950, 1000))

    assert has(made, "no_lunch") is not counts


def test_two_lunches_are_a_hint_unless_one_may_be_left_out() -> None:
    first, second = stop(670, 720, MEAL), stop(780, 830, MEAL)

    assert only(outline(first, second), "lunch_twice").severity is Severity.HINT
    assert not has(outline(first, replace(second, optional=True)), "lunch_twice")


@pytest.mark.parametrize(("ends", "told"), [(660, False), (661, True)])
def test_three_hours_without_coffee_are_enough(ends: int, told: bool) -> None:
    made = outline(stop(480, 570), stop(570, ends))

    assert has(made, "no_coffee") is told


def test_an_hour_of_ones_own_is_as_good_as_coffee() -> None:
    assert not has(outline(stop(480, 600), stop(660, 780)), "no_coffee")
    assert has(outline(stop(480, 600), stop(659, 780)), "no_coffee")
