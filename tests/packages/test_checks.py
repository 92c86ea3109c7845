"""Each check by an example of its own, with the twin that is in order."""

from dataclasses import replace

import pytest

from tests.packages.outlines import (
    JUNE,
    LODGING,
    MEAL,
    TRANSPORT,
    codes,
    has,
    offer,
    only,
    outline,
    problems,
    spot,
    stop,
)
from tourbook.core.texts import Texts
from tourbook.directory.models import TravelMode
from tourbook.packages.rules import limits
from tourbook.packages.rules.checks.problems import (
    LONGEST_KEY,
    Clock,
    Problem,
    Remedy,
    Severity,
)
from tourbook.packages.rules.limits import Limit
from tourbook.packages.rules.outline import Hours, Leg, OpenSlot, Outline, Stop

HERE, NEAR, TOWN, FAR = (
    spot(61.6880, 27.2720),
    spot(61.6890, 27.2740),
    spot(61.6930, 27.3050),
    spot(61.8970, 27.8560),
)


FINNISH = frozenset({"fi"})


def good_day(day: int = 1) -> list[Stop]:
    """A day as it should be: nothing to say of it."""
    return [
        stop(540, 630, day=day, offer=offer(duration=90), spot=HERE),
        stop(640, 660, MEAL, day=day, spot=HERE),
        stop(680, 770, day=day, offer=offer(duration=90), spot=NEAR),
        stop(780, 830, MEAL, day=day, spot=NEAR),
        stop(870, 960, day=day, offer=offer(duration=90), spot=TOWN),
        stop(980, 1000, MEAL, day=day, spot=TOWN),
        stop(1110, 1200, MEAL, day=day, spot=HERE),
        stop(1230, 1920, LODGING, day=day, offer=offer(kind=LODGING), spot=HERE),
    ]


def test_an_ordinary_good_programme_has_no_problems() -> None:
    stops = [each for day in (1, 2, 3) for each in good_day(day)]

    assert codes(outline(*stops)) == []
    assert codes(outline(*stops, first_day=JUNE)) == []


def test_an_alternative_stands_in_for_something_and_could_run() -> None:
    tour, talk = stop(600, 690), stop(700, 760)
    standing = stop(600, 690, alternative_to=tour.lineage)

    assert not {"alternative_alone", "alternative_overlap", "overlap"} & set(
        codes(outline(tour, talk, standing))
    )
    assert has(outline(tour, talk, replace(standing, ends=710)), "alternative_overlap")
    assert only(outline(talk, standing), "alternative_alone").severity is Severity.WARNS


WEEKDAYS = tuple(Hours(weekday, 540, 960) for weekday in range(5))


@pytest.mark.parametrize(
    ("visit", "severity"),
    [
        (stop(540, 600, offer=offer(hours=WEEKDAYS)), None),
        (stop(539, 600, offer=offer(hours=WEEKDAYS)), Severity.BLOCKS),
        (stop(900, 961, offer=offer(hours=WEEKDAYS)), Severity.BLOCKS),
        (stop(900, 961, offer=offer(hours=WEEKDAYS), optional=True), Severity.WARNS),
        (stop(600, 660, offer=offer(hours=(Hours(2, 540, 960),))), Severity.WARNS),
        (stop(600, 660, offer=offer()), None),
    ],
)
def test_a_host_is_visited_while_it_is_open(visit: Stop, severity: Severity | None) -> None:
    """Blocked only where no day of the week would do; 1 June 2027 is a Tuesday."""
    found = problems(outline(visit, first_day=JUNE), "outside_hours")

    assert [each.severity for each in found] == ([severity] if severity else [])


def test_without_a_trial_day_any_weekday_will_do() -> None:
    visit = stop(600, 660, offer=offer(hours=(Hours(2, 540, 960),)))

    assert not has(outline(visit), "outside_hours")


@pytest.mark.parametrize(("starts", "told"), [(600, False), (610, False), (640, True), (590, True)])
def test_a_visit_keeps_to_the_weekly_times_of_its_host(starts: int, told: bool) -> None:
    """A visit that begins with the slot takes the slot, however long it is."""
    visit = stop(starts, starts + 60, offer=offer(pattern=(Hours(1, 600, 690),)))

    assert has(outline(visit, first_day=JUNE), "outside_pattern") is told
    longer = stop(600, 720, offer=offer(pattern=(Hours(1, 600, 690),)))
    assert not has(outline(longer), "outside_pattern")


@pytest.mark.parametrize(
    ("slot", "told"),
    [
        (OpenSlot(1, 1, 600, 690, 20), False),
        (OpenSlot(1, 1, 600, 690, 19), True),
        (OpenSlot(1, 2, 600, 690, 20), True),
        (OpenSlot(1, 1, 630, 690, 20), True),
    ],
)
def test_on_the_trial_day_a_slot_has_room_for_the_party(slot: OpenSlot, told: bool) -> None:
    visit = stop(600, 660, offer=offer(slots=(slot,), pattern=WEEKDAYS))

    assert has(outline(visit, first_day=JUNE), "no_slot") is told


def way(minutes: int, gap: int, *, known: bool = True) -> Outline:
    first, second = stop(600, 700, spot=HERE), stop(700 + gap, 900, spot=FAR)
    low, high = sorted((HERE.id, FAR.id))
    measured = {(low, high, TravelMode.COACH): Leg(minutes, 1000, known=known)}
    return outline(first, second, measured=measured)


@pytest.mark.parametrize(
    ("minutes", "gap", "known", "severity"),
    [
        (40, 40, True, None),
        (41, 40, True, Severity.BLOCKS),
        (45, 40, False, Severity.HINT),
        (46, 40, False, Severity.BLOCKS),
    ],
)
def test_a_way_has_its_time(minutes: int, gap: int, known: bool, severity: Severity | None) -> None:
    """Five minutes short is but a hint where the way is only estimated."""
    found = problems(way(minutes, gap, known=known), "transfer_too_short")

    assert [each.severity for each in found] == ([severity] if severity else [])


def test_where_something_else_carries_the_group_it_is_a_warning() -> None:
    made = way(60, 40)
    ride = stop(700, 740, TRANSPORT)

    problem = only(replace(made, stops=(*made.stops, ride)), "transfer_too_short")

    assert problem.severity is Severity.WARNS


def test_what_has_no_place_takes_time_from_the_way() -> None:
    made = way(60, 90)
    lunch = stop(700, 745, MEAL)

    assert not has(made, "transfer_too_short")
    assert has(replace(made, stops=(*made.stops, lunch)), "transfer_too_short")


def test_tracks_go_their_own_ways() -> None:
    first = stop(600, 700, spot=HERE)
    ours, theirs = stop(705, 800, spot=HERE, track="A"), stop(705, 800, spot=FAR, track="B")

    problem = only(outline(first, ours, theirs), "transfer_too_short")

    assert problem.item_ids == (first.id, theirs.id)


def test_a_coach_that_cannot_stay_is_told_once_for_a_day() -> None:
    narrow = spot(61.80, 27.60, coach_parking=False)
    stops = [
        stop(480, 500, spot=HERE),
        stop(600, 660, spot=narrow),
        stop(800, 860, spot=HERE),
        stop(1000, 1060, spot=narrow),
    ]

    assert only(outline(*stops), "no_coach_parking").day == 1
    roomy = [replace(each, spot=HERE) for each in stops]
    assert not has(outline(*roomy), "no_coach_parking")


def test_limits_are_dated_and_the_organisers_count() -> None:
    shorter = Limit("lunch_minutes", limits.PRACTICE, 30, "Ours")
    made = outline(stop(540, 700), stop(705, 735, MEAL), stop(740, 900))

    assert has(made, "no_lunch")
    assert not has(replace(made, limits=limits.on(JUNE, [shorter])), "no_lunch")


def test_a_key_is_short_and_says_what_it_is_about() -> None:
    lineages = tuple("x" * 32 + str(n) for n in range(12))
    long_ = Problem("code", Severity.HINT, "", [], lineages=lineages)

    assert len(long_.key) <= LONGEST_KEY
    assert long_.key != replace(long_, lineages=lineages[:-1]).key
    assert replace(long_, lineages=("b", "a"), day=2, part="A").key == "code:a:b:day2:A"


def test_items_of_one_lineage_have_problems_of_their_own() -> None:
    twins = [stop(at, at + 60, lineage="same", offer=offer(retired=True)) for at in (600, 700)]

    keys = [problem.key for problem in problems(outline(*twins), "component_retired")]

    assert keys == ["component_retired:same", "component_retired:same:#2"]


def test_values_of_sentences_say_what_they_are() -> None:
    visit = stop(1230, 1290, title=Texts(en="Late"))

    problem = only(outline(visit), "outside_day")

    (hours,) = [each for each in problem.ways_out if each.remedy is Remedy.DAY_HOURS]
    assert hours.values == {"day": 1, "starts": Clock(480), "ends": Clock(1290)}
    assert isinstance(hours.values["ends"], Clock)
