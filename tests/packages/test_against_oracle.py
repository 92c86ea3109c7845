"""Random programmes: the checks against their slow, plain re-statement in `oracle`."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.packages import oracle
from tests.packages.outlines import (
    LIMITS,
    LODGING,
    MEAL,
    PROGRAMME,
    SIDE,
    TODAY,
    TRANSPORT,
    problems,
    stop,
)
from tests.packages.outlines import offer as an_offer
from tourbook.directory.models import TravelMode
from tourbook.packages.models import Sharing
from tourbook.packages.rules import travel
from tourbook.packages.rules.checks.problems import Problem
from tourbook.packages.rules.outline import (
    Frame,
    Goal,
    Hours,
    Leg,
    Offer,
    OpenSlot,
    Outline,
    Spot,
    Stop,
)

#: Five places: next door, across the street, across the town, in the next town, and far away.
SPOTS = (
    Spot(1, "Square", 61.6880, 27.2720),
    Spot(2, "Corner", 61.6884, 27.2722),
    Spot(3, "Hill", 61.6930, 27.2850, step_free=False, coach_parking=False),
    Spot(4, "Juva", 61.8970, 27.8560),
    Spot(5, "Savonlinna", 61.8690, 28.8790, step_free=False),
)
MEASURED = {
    (3, 4, TravelMode.COACH): Leg(41, 40_000, known=True),
    (1, 2, TravelMode.WALK): Leg(3, 200, known=True),
}
KINDS = st.sampled_from([PROGRAMME, PROGRAMME, PROGRAMME, MEAL, MEAL, SIDE, TRANSPORT, LODGING])
FEW = settings(max_examples=25, deadline=None, derandomize=True)


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    opens = draw(st.integers(36, 72)) * 10
    return Hours(draw(st.integers(0, 6)), opens, opens + draw(st.integers(6, 60)) * 10)


@st.composite
def slots(draw: st.DrawFn) -> OpenSlot:
    starts = draw(st.integers(36, 100)) * 10
    ends = starts + draw(st.integers(3, 40)) * 10
    return OpenSlot(1, draw(st.integers(1, 3)), starts, ends, draw(st.sampled_from([5, 12, 40])))


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    return an_offer(
        kind=draw(KINDS),
        host_id=draw(st.integers(1, 3)),
        party_min=draw(st.sampled_from([1, 1, 4, 8])),
        party_max=draw(st.sampled_from([10, 20, 40])),
        languages=draw(st.frozensets(st.sampled_from(["en", "fi", "fr"]), max_size=2)),
        ask_by_days=draw(st.sampled_from([0, 14, 60])),
        seated=draw(st.booleans()),
        vehicle_seats=draw(st.sampled_from([None, None, 8, 50])),
        single_rooms=draw(st.sampled_from([None, 0, 3, 20])),
        twin_rooms=draw(st.sampled_from([None, 0, 9, 20])),
        hours=tuple(draw(st.lists(hours(), max_size=2))),
        pattern=tuple(draw(st.lists(hours(), max_size=2))),
        slots=draw(st.none() | st.lists(slots(), max_size=2).map(tuple)),
    )


@st.composite
def stops(draw: st.DrawFn, days: int) -> Stop:
    kind = draw(KINDS)
    starts = draw(st.integers(40, 130)) * 10 + draw(st.sampled_from([0, 0, 5]))
    length = draw(st.sampled_from([15, 20, 45, 60, 90, 200]))
    ends = draw(st.sampled_from([1440, 1860, 1920])) if kind is LODGING else starts + length
    return stop(
        starts,
        max(ends, starts + 10),
        kind,
        day=draw(st.integers(1, days)),
        spot=draw(st.sampled_from([None, *SPOTS])),
        offer=draw(st.none() | offers()),
        optional=draw(st.sampled_from([False, False, False, True])),
        track=draw(st.sampled_from(["", "", "", "A", "B"])),
        alternative_to=draw(st.sampled_from(["", "", "", "", "line0"])),
        interpreters=draw(st.sampled_from([frozenset(), frozenset({"fr"})])),
        arrive_by=draw(st.sampled_from([None, None, None, TravelMode.WALK, TravelMode.MINIBUS])),
    )


@st.composite
def programmes(draw: st.DrawFn) -> Outline:
    days = draw(st.integers(1, 3))
    made = tuple(draw(st.lists(stops(days), max_size=9)))
    served = draw(st.frozensets(st.sampled_from([each.id for each in made]))) if made else ()
    hours_of_day = st.sampled_from([(480, 1260), (480, 1260), (540, 1020), (0, 1440), (900, 1300)])
    return Outline(
        frames=tuple(Frame(number, *draw(hours_of_day)) for number in range(1, days + 1)),
        stops=made,
        limits=LIMITS,
        today=TODAY,
        first_day=draw(
            st.none() | st.integers(-3, 90).map(lambda later: TODAY + timedelta(days=later))
        ),
        goals=(Goal("LO1", frozenset(served)),),
        party_min=draw(st.sampled_from([3, 6])),
        party_max=draw(st.sampled_from([8, 18, 25])),
        escorts=draw(st.integers(0, 2)),
        languages=draw(st.sampled_from([frozenset({"en"}), frozenset({"fr", "sv"})])),
        step_free=draw(st.booleans()),
        sharing=draw(st.sampled_from(list(Sharing))),
        travel_mode=draw(st.sampled_from([TravelMode.COACH, TravelMode.COACH, TravelMode.MINIBUS])),
        measured=MEASURED,
    )


Seen = set[tuple[object, ...]]


def by_pair(problem: Problem) -> tuple[object, ...]:
    return (problem.code, frozenset(problem.item_ids))


def by_way(problem: Problem) -> tuple[object, ...]:
    return (problem.code, problem.severity.value, *problem.item_ids)


def by_item(problem: Problem) -> tuple[object, ...]:
    return (problem.code, *problem.item_ids)


def by_day(problem: Problem) -> tuple[object, ...]:
    return (problem.code, problem.day)


def by_part(problem: Problem) -> tuple[object, ...]:
    return (problem.code, problem.day, problem.part)


def by_host(problem: Problem) -> tuple[object, ...]:
    return (problem.code, int(problem.part.removeprefix("host")))


def told(code: str, found: set[int]) -> Seen:
    return {(code, each) for each in found}


@dataclass(frozen=True)
class Case:
    """Codes of problems, what of a problem is compared, and the plain rule."""

    codes: tuple[str, ...]
    face: Callable[[Problem], tuple[object, ...]]
    restated: Callable[[Outline], Set[tuple[object, ...]]]


CASES: dict[str, Case] = {
    "overlap": Case(("overlap", "optional_overlap", "two_lodgings"), by_pair, oracle.overlapping),
    "outside": Case(("outside_day",), by_item, lambda o: told("outside_day", oracle.outside(o))),
    "nights": Case(("no_lodging",), by_day, lambda o: told("no_lodging", oracle.awake(o))),
    "ways": Case(("transfer_too_short", "night_too_long"), by_way, oracle.hurried),
    "meals": Case(("no_lunch", "no_dinner"), by_part, oracle.hungry),
    "doubled": Case(("lunch_twice", "dinner_twice"), by_day, oracle.twice_eaten),
    "pace": Case(
        ("no_coffee", "no_break", "much_listening", "much_riding", "much_sitting"),
        by_day,
        oracle.tired,
    ),
    "parties": Case(
        ("party_too_large", "party_too_small", "several_vehicles"),
        by_item,
        oracle.crowded,
    ),
    "languages": Case(
        ("no_language",),
        by_item,
        lambda o: told("no_language", oracle.not_understood(o)),
    ),
    "steps": Case(("not_step_free",), by_item, lambda o: told("not_step_free", oracle.climbed(o))),
    "rooms": Case(("too_few_rooms",), by_day, lambda o: told("too_few_rooms", oracle.roomless(o))),
    "hours": Case(("outside_hours", "no_slot", "outside_pattern"), by_item, oracle.refused),
    "lead times": Case(
        ("asked_too_late",),
        by_day,
        lambda o: told("asked_too_late", oracle.asked_late(o)),
    ),
    "hosts": Case(("same_host", "same_component"), by_host, oracle.repeated),
    "idle": Case(
        ("item_without_objective",),
        by_day,
        lambda o: told("item_without_objective", oracle.idle(o)),
    ),
    "feedback": Case(
        ("no_feedback_time",),
        lambda problem: (problem.code,),
        lambda o: {("no_feedback_time",)} if oracle.no_time_to_answer(o) else set(),
    ),
}


@settings(max_examples=100, deadline=None, derandomize=True)
@given(programmes())
def test_the_checks_find_what_the_plain_rules_find(made: Outline) -> None:
    found = problems(made)
    wrong: dict[str, object] = {}
    for name, case in CASES.items():
        faces = [case.face(problem) for problem in found if problem.code in case.codes]
        restated = case.restated(made)
        if set(faces) != restated or len(faces) != len(set(faces)):
            wrong[name] = (faces, restated)

    assert wrong == {}
    assert weekends_are_told(made, found)


def weekends_are_told(made: Outline, found: list[Problem]) -> bool:
    """A holiday on a weekend is told as a holiday."""
    weekends = {each.day for each in found if each.code == "weekend"}
    holidays = {each.day for each in found if each.code == "holiday"}
    return weekends <= oracle.closed_weekends(made) <= weekends | holidays


@FEW
@given(programmes())
def test_keys_tell_problems_apart_and_stay(made: Outline) -> None:
    found = problems(made)
    keys = [problem.key for problem in found]

    assert len(keys) == len(set(keys))
    assert keys == [problem.key for problem in problems(made)]
    assert all(0 < len(key) <= 300 for key in keys)
    assert all(problem.ways_out for problem in found)


@FEW
@given(programmes())
def test_transfers_are_the_ways_that_nobody_wrote(made: Outline) -> None:
    restated = {
        (before.id, after.id, mode, taken)
        for part in oracle.parts(made)
        for before, after, between, mode, taken, _known in oracle.legs(made, part)
        if taken and not any(each.kind is TRANSPORT for each in between)
    }

    found = travel.transfers(made)

    assert {(t.before.id, t.after.id, t.mode, t.leg.minutes) for t in found} == restated
