"""Ways out that can be pressed: pressed, they mend that very problem and make no other."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.packages.outlines import (
    JUNE,
    LODGING,
    MEAL,
    SIDE,
    TODAY,
    has,
    night,
    offer,
    only,
    outline,
    problems,
    spot,
    stop,
)
from tests.packages.test_against_oracle import programmes
from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules import feasibility
from tourbook.packages.rules.checks.problems import Remedy, Severity, WayOut
from tourbook.packages.rules.outline import Frame, Hours, OpenSlot, Outline, Stop

#: What must mend without making anything else that blocks.
PLACING = (Remedy.MOVE, Remedy.STRETCH, Remedy.ADD)


def number(way_out: WayOut, name: str) -> int:
    value = way_out.values[name]
    assert isinstance(value, int)
    return value


def pressed(made: Outline, way_out: WayOut) -> Outline:
    """The programme after somebody has pressed the way out, or done what its page is opened for."""
    acted = next((each for each in made.stops if each.id == way_out.item_id), None)
    if way_out.remedy is Remedy.ADD:
        new = stop(
            number(way_out, "starts"),
            number(way_out, "ends"),
            ComponentKind(str(way_out.values["kind"])),
            day=number(way_out, "day"),
        )
        return replace(made, stops=(*made.stops, new))
    if way_out.remedy is Remedy.DAY_HOURS:
        hours = (number(way_out, "starts"), number(way_out, "ends"))
        day = number(way_out, "day")
        frames = tuple(
            Frame(day, *hours) if frame.number == day else frame for frame in made.frames
        )
        return replace(made, frames=frames)
    assert acted is not None
    others = tuple(each for each in made.stops if each is not acted)
    if way_out.remedy is Remedy.REMOVE:
        return replace(made, stops=others)
    return replace(made, stops=(*others, changed(acted, way_out)))


def changed(acted: Stop, way_out: WayOut) -> Stop:
    if way_out.remedy is Remedy.MOVE:
        starts = number(way_out, "starts")
        assert number(way_out, "day") == acted.day
        return replace(acted, starts=starts, ends=starts + acted.minutes)
    if way_out.remedy is Remedy.STRETCH:
        return replace(acted, ends=number(way_out, "ends"))
    if way_out.remedy is Remedy.MAKE_OPTIONAL:
        return replace(acted, optional=True)
    assert way_out.remedy is Remedy.INTERPRET
    return replace(acted, interpreters=acted.interpreters | {str(way_out.values["language"])})


def blocking_keys(made: Outline) -> set[str]:
    return {problem.key for problem in feasibility.blocking(feasibility.problems_of(made))}


@settings(max_examples=60, deadline=None, derandomize=True)
@given(programmes())
def test_what_is_offered_mends_and_makes_nothing_else_that_blocks(made: Outline) -> None:
    """Vehicles and second rides are added by hand, so that their hint says no time."""
    before = blocking_keys(made)
    for problem in problems(made):
        for way_out in problem.ways_out:
            if way_out.remedy not in PLACING or problem.code == "several_vehicles":
                continue
            after = pressed(made, way_out)

            assert problem.key not in {each.key for each in problems(after)}, problem
            assert blocking_keys(after) <= before, (problem, way_out)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(programmes())
def test_what_is_taken_out_or_made_optional_is_no_longer_told_of(made: Outline) -> None:
    """One removal may not be enough where a whole day is meant, so only single items count."""
    for problem in problems(made):
        for way_out in problem.ways_out:
            single = problem.day is None and len(problem.item_ids) <= 2 and problem.lineages
            if way_out.remedy in (Remedy.REMOVE, Remedy.INTERPRET, Remedy.DAY_HOURS) and single:
                keys = {each.key for each in problems(pressed(made, way_out))}

                assert problem.key not in keys, (problem, way_out)


def hours_given(made: Outline, way_out: WayOut) -> tuple[int, int]:
    """From when to when something would take place that the way out moves, stretches or adds."""
    acted = next((each for each in made.stops if each.id == way_out.item_id), None)
    starts = way_out.values.get("starts", acted.starts if acted else 0)
    assert isinstance(starts, int)
    length = acted.minutes if acted else 0
    ends = way_out.values.get("ends", starts + length)
    assert isinstance(ends, int)
    return starts, ends


def is_at_dawn_or_late(made: Outline, way_out: WayOut) -> bool:
    """By the plain rule: 06:30 to 22:00, nights until 06:00; cutting short makes nothing later."""
    acted = next((each for each in made.stops if each.id == way_out.item_id), None)
    starts, ends = hours_given(made, way_out)
    if LODGING in (acted.kind if acted else None, way_out.values.get("kind")):
        return ends < 1440 + 360
    if acted is not None and way_out.remedy is Remedy.STRETCH and ends < acted.ends:
        return False
    return starts < 390 or ends > 1320


@settings(max_examples=60, deadline=None, derandomize=True)
@given(programmes())
def test_an_unsocial_hour_is_offered_only_where_nothing_else_can_be_pressed(made: Outline) -> None:
    for problem in problems(made):
        timed = [
            each for each in problem.ways_out if "ends" in each.values or "starts" in each.values
        ]
        unsocial = [each for each in timed if is_at_dawn_or_late(made, each)]
        others = [each for each in problem.ways_out if each not in unsocial]

        if unsocial:
            assert {each.remedy for each in others} <= {None, Remedy.REMOVE}, problem
            assert list(problem.ways_out[: len(others)]) == others, problem


def test_a_night_that_would_end_before_dawn_is_offered_last_of_all() -> None:
    """Four hours away at eight: nobody is to get up at four if the visit can be later."""
    here, there = spot(61.69, 27.27), spot(63.5, 30.5)
    bed = night(1, spot=here)
    visit = stop(480, 600, day=2, spot=there)
    movable = outline(stop(600, 690, spot=here), bed, visit)
    fixed = outline(stop(600, 690, spot=here), bed, replace(visit, pinned=True))

    first = only(movable, "night_too_long").ways_out
    last = only(fixed, "night_too_long").ways_out

    assert [each.remedy for each in first] == [Remedy.MOVE, None]
    assert [each.remedy for each in last] == [None, Remedy.STRETCH]
    assert number(last[-1], "ends") < 1440 + 360


def test_a_visit_is_moved_within_waking_hours_though_dawn_is_nearer() -> None:
    """There is room at six, which is nearer than after the second stop, but too early."""
    first, second = stop(400, 460), stop(420, 560, pinned=True)
    made = outline(first, second, frames=(Frame(1, 0, 1440),))

    assert times(mended(made, "overlap", Remedy.MOVE), first) == (560, 620)


def test_what_changes_least_comes_first() -> None:
    """The morning's visit could only go to the afternoon; the day need grow by ten minutes."""
    early = stop(470, 530)
    made = outline(early, stop(480 + 50, 1200))

    ways_out = only(made, "outside_day").ways_out

    assert [each.remedy for each in ways_out] == [Remedy.DAY_HOURS, Remedy.MOVE, Remedy.REMOVE]
    assert [each.change for each in ways_out] == [10, 730, None]


def mended(made: Outline, code: str, remedy: Remedy) -> Outline:
    """The programme after the first such way out of the one problem of this code."""
    way_out = next(each for each in only(made, code).ways_out if each.remedy is remedy)
    after = pressed(made, way_out)
    assert not has(after, code)
    return after


def times(made: Outline, which: Stop) -> tuple[int, int]:
    there = next(each for each in made.stops if each.id == which.id)
    return there.starts, there.ends


def test_what_overlaps_is_moved_to_the_next_free_time() -> None:
    tour, talk, later = stop(600, 690), stop(660, 720), stop(700, 760)
    made = outline(tour, talk, stop(760, 800))

    assert times(mended(made, "overlap", Remedy.MOVE), talk) == (690, 750)
    assert later.starts == 700


def test_what_is_pinned_stays_and_the_other_moves() -> None:
    tour, talk = stop(600, 690), stop(660, 720, pinned=True)

    assert times(mended(outline(tour, talk), "overlap", Remedy.MOVE), tour) == (570, 660)


def test_nothing_is_moved_where_nothing_is_free() -> None:
    full = [stop(480, 870), stop(865, 1260)]

    ways_out = only(outline(*full), "overlap").ways_out

    assert [each.remedy for each in ways_out] == [Remedy.STRETCH, Remedy.MAKE_OPTIONAL]


def test_a_way_is_given_its_time() -> None:
    here, there = spot(61.69, 27.27), spot(61.90, 27.86)
    tour, talk = stop(600, 690, spot=here), stop(700, 760, spot=there)

    after = mended(outline(tour, talk), "transfer_too_short", Remedy.MOVE)

    assert times(after, talk)[0] >= 690 + 50


def test_a_closed_host_is_visited_when_it_opens() -> None:
    late = stop(540, 600, offer=offer(hours=(Hours(1, 600, 900), Hours(2, 480, 900))))
    made = outline(late, first_day=JUNE)

    assert only(made, "outside_hours").severity is Severity.WARNS
    assert times(mended(made, "outside_hours", Remedy.MOVE), late) == (600, 660)


def test_a_visit_is_moved_into_a_slot_that_has_room() -> None:
    slots = (
        OpenSlot(1, 1, 540, 600, 5),
        OpenSlot(2, 1, 780, 870, 20),
        OpenSlot(3, 2, 600, 660, 30),
    )
    visit = stop(600, 660, offer=offer(slots=slots))
    made = outline(visit, first_day=JUNE)

    assert times(mended(made, "no_slot", Remedy.MOVE), visit) == (780, 840)


def test_an_outdoor_visit_is_moved_into_daylight() -> None:
    """In Mikkeli on 1 December it is light from about nine to three."""
    walk = stop(960, 1020, offer=offer(outdoor=True), spot=spot())
    made = outline(walk, first_day=TODAY)

    assert 840 <= times(mended(made, "in_the_dark", Remedy.MOVE), walk)[1] <= 910


def test_lunch_is_added_where_there_is_time() -> None:
    made = outline(stop(540, 720), stop(780, 900))

    after = mended(made, "no_lunch", Remedy.ADD)

    (lunch,) = [each for each in after.stops if each.kind is MEAL]
    assert (lunch.starts, lunch.ends) == (720, 765) or (lunch.starts, lunch.ends) == (735, 780)


def test_a_short_lunch_is_made_longer() -> None:
    lunch = stop(720, 750, MEAL)
    made = outline(stop(540, 720), lunch, stop(780, 900))

    assert times(mended(made, "no_lunch", Remedy.STRETCH), lunch) == (720, 765)


def test_a_night_is_added_until_the_next_morning() -> None:
    made = outline(stop(600, 690), stop(430, 500, day=2), days=2)

    after = mended(made, "no_lodging", Remedy.ADD)

    (bed,) = [each for each in after.stops if each.kind is LODGING]
    assert (bed.day, bed.starts, bed.ends) == (1, 1260, 1440 + 430)


def test_a_night_ends_when_the_group_must_leave() -> None:
    here, there = spot(61.69, 27.27), spot(61.90, 27.86)
    bed = night(1, spot=here)
    made = outline(stop(600, 690, spot=here), bed, stop(480, 600, day=2, spot=there))

    starts, ends = times(mended(made, "night_too_long", Remedy.STRETCH), bed)

    assert starts == 1260
    assert 1440 + 400 < ends < 1440 + 480


def test_time_for_feedback_is_added_after_the_last_visit() -> None:
    made = outline(stop(600, 690, offer=offer()), stop(900, 990, offer=offer()))

    after = mended(made, "no_feedback_time", Remedy.ADD)

    assert [(each.starts, each.ends) for each in after.stops][-1] == (990, 1005)


def test_coffee_is_added_in_a_long_morning() -> None:
    made = outline(stop(480, 580), stop(600, 700), stop(720, 780, MEAL))

    after = mended(made, "no_coffee", Remedy.ADD)

    assert [(each.starts, each.ends) for each in after.stops][-1] == (585, 600)


def test_a_visit_gets_the_time_that_its_host_needs() -> None:
    visit = stop(600, 660, offer=offer(duration=75))

    assert times(mended(outline(visit), "too_short", Remedy.STRETCH), visit) == (600, 675)
    crowded = outline(visit, stop(670, 700, SIDE))
    assert Remedy.STRETCH not in {each.remedy for each in only(crowded, "too_short").ways_out}


@pytest.mark.parametrize(
    ("remedy", "starts"), [(Remedy.MOVE, (1200, 1260)), (Remedy.DAY_HOURS, (1230, 1290))]
)
def test_what_lies_outside_the_day_comes_in_or_the_day_grows(
    remedy: Remedy, starts: tuple[int, int]
) -> None:
    late = stop(1230, 1290)

    assert times(mended(outline(late), "outside_day", remedy), late) == starts


def test_a_language_is_interpreted() -> None:
    visit = stop(600, 660, offer=offer(languages=frozenset({"fi"})))
    made = outline(visit, languages=frozenset({"fr", "sv"}))

    assert only(made, "no_language").severity is Severity.BLOCKS
    mended(made, "no_language", Remedy.INTERPRET)
