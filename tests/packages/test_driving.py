"""The driver's law on random days, and the days that a programme makes for a driver."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.packages import oracle_driving
from tests.packages.outlines import (
    LIMITS,
    MEAL,
    TRANSPORT,
    has,
    night,
    offer,
    only,
    outline,
    problems,
    spot,
    stop,
)
from tourbook.directory.models import TravelMode
from tourbook.packages.rules.checks import drivers
from tourbook.packages.rules.checks.driving import Rule, Task, breaches
from tourbook.packages.rules.checks.problems import Severity
from tourbook.packages.rules.checks.survey import survey
from tourbook.packages.rules.outline import Leg, Outline, Stop

FEW = settings(max_examples=60, deadline=None, derandomize=True)


@st.composite
def tours(draw: st.DrawFn) -> list[Task]:
    """Drives, other work and pauses one after another, for up to five days."""
    moment, tasks = draw(st.integers(0, 600)), []
    for _task in range(draw(st.integers(1, 30))):
        length = draw(st.sampled_from([10, 45, 60, 90, 120, 150, 200, 270, 271]))
        tasks.append(Task(moment, moment + length, drives=draw(st.integers(0, 4)) > 0))
        moment += length + draw(
            st.sampled_from([0, 10, 14, 15, 20, 25, 30, 44, 45, 60, 180, 300, 539, 540, 600, 660])
        )
        if moment > 4 * 1440:
            break
    return tasks


def strip(tasks: list[Task]) -> str:
    return oracle_driving.strip([(task.starts, task.ends, task.drives) for task in tasks])


@FEW
@given(tours())
def test_breaks_are_missed_where_the_strip_of_minutes_shows_it(tasks: list[Task]) -> None:
    found = {breach.rule for breach in breaches(tasks, LIMITS)}

    assert (Rule.BREAK in found) is oracle_driving.too_long_without_break(strip(tasks))


@FEW
@given(tours())
def test_days_are_too_long_where_the_strip_of_minutes_shows_it(tasks: list[Task]) -> None:
    found = {
        (breach.rule.value, breach.at)
        for breach in breaches(tasks, LIMITS)
        if breach.rule in (Rule.DAY, Rule.LONG_DAYS)
    }

    assert found == oracle_driving.driven_too_much(strip(tasks))


@FEW
@given(tours(), st.integers(5, 9))
def test_weeks_are_too_long_where_the_strip_of_minutes_shows_it(
    tasks: list[Task], days: int
) -> None:
    """The same days over again, so that weeks fill up."""
    tour = [
        Task(task.starts + start, task.ends + start, task.drives)
        for start in range(
            0, days * 2 * 1440, (max(task.ends for task in tasks) // 1440 + 1) * 1440
        )
        for task in tasks
    ]
    found = {
        (breach.rule.value, breach.at // (7 * 1440))
        for breach in breaches(tour, LIMITS)
        if breach.rule in (Rule.WEEK, Rule.FORTNIGHT)
    }

    assert found == oracle_driving.weeks_too_much(strip(tour))


@FEW
@given(tours())
def test_rests_are_too_short_where_the_strip_of_minutes_shows_it(tasks: list[Task]) -> None:
    found = {breach.rule for breach in breaches(tasks, LIMITS)}
    short = bool(found & {Rule.REST, Rule.REDUCED_RESTS})

    assert short is oracle_driving.rested_too_little(strip(tasks))


# What a programme makes the driver do.

HERE, THERE = spot(), spot(63.0, 29.0)


def tour(*stops: Stop, minutes: int = 60, **more: Any) -> Outline:
    """Stops in two places that are so many minutes apart by coach."""
    leg = Leg(minutes, minutes * 1000, known=True)
    low, high = sorted((HERE.id, THERE.id))
    return outline(*stops, measured={(low, high, TravelMode.COACH): leg}, **more)


def drives(made: Outline) -> list[tuple[int, int]]:
    (walk,) = survey(made).walks
    return [(each.task.starts, each.task.ends) for each in drivers.drives_of(made, walk)]


def test_the_group_is_driven_just_in_time_and_to_its_beds_at_once() -> None:
    made = tour(
        stop(600, 700, spot=HERE), stop(900, 960, spot=THERE), night(1, spot=HERE), minutes=60
    )

    assert drives(made) == [(840, 900), (960, 1020)]


def test_walks_and_minibuses_are_outside_the_law() -> None:
    far = [stop(600, 700, spot=HERE), stop(1100, 1160, spot=THERE)]

    assert has(tour(*far, minutes=300), "driver_break")
    small = tour(*far, minutes=300, travel_mode=TravelMode.MINIBUS)
    assert not has(small, "driver_break")


def test_an_item_of_transport_is_driven_as_long_as_it_lasts() -> None:
    ride = stop(600, 900, TRANSPORT)
    small = stop(600, 900, TRANSPORT, offer=offer(kind=TRANSPORT, vehicle_seats=8))
    large = stop(600, 900, TRANSPORT, offer=offer(kind=TRANSPORT, vehicle_seats=9))

    assert drives(tour(ride)) == drives(tour(large)) == [(600, 900)]
    assert drives(tour(small)) == []


def test_an_item_of_transport_takes_the_place_of_the_way() -> None:
    made = tour(stop(600, 660, spot=HERE), stop(700, 750, TRANSPORT), stop(800, 900, spot=THERE))

    assert drives(made) == [(700, 750)]


def test_a_missed_break_is_a_warning_with_a_second_driver_as_a_way_out() -> None:
    problem = only(
        tour(stop(480, 500, spot=HERE), stop(800, 900, spot=THERE), minutes=271), "driver_break"
    )

    assert (problem.severity, problem.day) == (Severity.WARNS, 1)
    assert "second driver" in problem.ways_out[-1].sentence
    assert "Article 7" in str(problem.values["source"])


def test_nothing_is_told_of_four_and_a_half_hours() -> None:
    made = tour(stop(480, 500, spot=HERE), stop(800, 900, spot=THERE), minutes=270)

    assert not has(made, "driver_break")


def test_the_drivers_own_work_makes_the_day_longer() -> None:
    """From 6.00 to 20.45 with a break under three hours: 15 hours with the work about it."""
    ways = [
        stop(345 + 15, 400, spot=HERE),
        *(stop(each, each + 60, spot=place) for each, place in ((500, THERE), (660, HERE))),
        *(stop(each, each + 60, spot=place) for each, place in ((820, THERE), (980, HERE))),
    ]
    short = tour(*ways, stop(1140, 1260, spot=THERE), minutes=60)
    long_ = tour(*ways, stop(1140, 1260, spot=THERE), stop(1416, 1430, MEAL, spot=HERE))

    assert not has(short, "driver_rest")
    assert has(long_, "driver_rest")


def test_what_two_drivers_may_not_do_blocks() -> None:
    """Twenty-one hours and more on one day."""
    made = tour(
        stop(0, 10, spot=HERE),
        stop(480, 490, spot=THERE),
        stop(900, 910, spot=HERE),
        stop(1430, 1439, spot=THERE),
        minutes=300,
    )

    assert only(made, "driver_rest").severity is Severity.BLOCKS


def test_each_part_of_a_group_has_a_driver_of_its_own() -> None:
    start = stop(480, 500, spot=HERE)
    made = tour(
        start,
        stop(800, 900, spot=THERE, track="A"),
        stop(800, 900, spot=HERE, track="B"),
        minutes=280,
    )

    assert len(problems(made, "driver_break")) == 1


def test_after_six_days_the_weekly_rest_is_told_of() -> None:
    def days(count: int) -> Outline:
        stops = [
            each
            for number in range(1, count + 1)
            for each in (
                stop(600, 660, day=number, spot=HERE),
                stop(800, 860, day=number, spot=THERE),
                night(number, spot=HERE),
            )
        ]
        return tour(*stops)

    assert not has(days(6), "driver_twelve_days")
    assert only(days(7), "driver_twelve_days").severity is Severity.HINT
    assert only(days(13), "driver_weekly_rest").severity is Severity.WARNS
