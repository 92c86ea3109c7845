"""Each check by an example of its own, with the twin that is in order."""

from dataclasses import replace

import pytest

from tests.packages.outlines import (
    JUNE,
    LODGING,
    MEAL,
    SIDE,
    TRANSPORT,
    codes,
    has,
    night,
    offer,
    only,
    outline,
    problems,
    spot,
    stop,
)
from tourbook.core.texts import Texts
from tourbook.directory.models import TravelMode
from tourbook.packages.models import Sharing
from tourbook.packages.rules import limits
from tourbook.packages.rules.checks import lodging
from tourbook.packages.rules.checks.problems import (
    LONGEST_KEY,
    Clock,
    Problem,
    Remedy,
    Severity,
    Tongue,
)
from tourbook.packages.rules.limits import Limit
from tourbook.packages.rules.outline import Goal, Hours, Leg, OpenSlot, Outline, Stop

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


@pytest.mark.parametrize(
    ("guests", "escorts", "singles", "twins", "sharing", "held"),
    [
        (20, 2, 2, 10, Sharing.TWIN, True),
        (20, 2, 1, 10, Sharing.TWIN, False),
        (20, 2, 0, 12, Sharing.TWIN, True),
        (21, 2, 3, 10, Sharing.TWIN, True),
        (21, 2, 2, 10, Sharing.TWIN, False),
        (20, 2, 22, 0, Sharing.SINGLE, True),
        (20, 2, 10, 12, Sharing.SINGLE, True),
        (20, 2, 10, 11, Sharing.SINGLE, False),
    ],
)
def test_rooms_hold_guests_and_escorts(
    guests: int, escorts: int, singles: int, twins: int, sharing: Sharing, held: bool
) -> None:
    """An escort sleeps alone, if need be in a twin."""
    assert lodging.sleeps(guests, escorts, singles, twins, sharing) is held


def test_too_few_rooms_say_how_many_guests_there_are_rooms_for() -> None:
    bed = night(offer=offer(kind=LODGING, single_rooms=1, twin_rooms=7))
    made = outline(stop(600, 660), bed, stop(600, 660, day=2), party_max=20, escorts=1)

    problem = only(made, "too_few_rooms")

    assert (problem.severity, problem.day) == (Severity.BLOCKS, 1)
    assert problem.ways_out[0].values == {"page": "settings", "party_max": 14}
    assert not has(replace(made, party_max=14), "too_few_rooms")
    second = night(offer=offer(kind=LODGING, single_rooms=0, twin_rooms=3))
    assert not has(replace(made, stops=(*made.stops, second)), "too_few_rooms")


def test_a_group_that_splits_takes_half_the_places() -> None:
    small = offer(party_max=10, party_min=3)
    parts = [stop(600, 660, offer=small, track=track) for track in "AB"]

    assert not has(outline(*parts, party_min=5, party_max=20), "party_too_large")
    assert has(outline(*parts, party_min=5, party_max=21), "party_too_large")
    assert has(outline(*parts, party_min=5, party_max=20), "party_too_small")
    assert not has(outline(*parts, party_min=6, party_max=20), "party_too_small")


def test_a_vehicle_holds_the_group_and_its_escorts() -> None:
    ride = stop(600, 660, TRANSPORT, offer=offer(kind=TRANSPORT, vehicle_seats=21))

    assert not has(outline(ride, party_max=20, escorts=1), "several_vehicles")
    problem = only(outline(ride, party_max=20, escorts=2), "several_vehicles")
    assert problem.values["vehicles"] == 2


def test_a_minibus_holds_eight() -> None:
    visit = stop(600, 660)
    made = outline(visit, party_max=7, escorts=1, travel_mode=TravelMode.MINIBUS)

    assert not has(made, "minibus_full")
    assert has(replace(made, party_max=8), "minibus_full")
    assert not has(replace(made, party_max=8, travel_mode=TravelMode.COACH), "minibus_full")


@pytest.mark.parametrize(
    ("visit", "severity"),
    [
        (stop(600, 660, offer=offer(languages=FINNISH)), Severity.BLOCKS),
        (stop(600, 660, offer=offer(languages=frozenset({"fi", "en"}))), None),
        (stop(600, 660, offer=offer(languages=frozenset())), None),
        (
            stop(600, 660, offer=offer(languages=FINNISH), interpreters=frozenset({"en"})),
            None,
        ),
        (stop(600, 660, MEAL, offer=offer(kind=MEAL, languages=FINNISH)), None),
        (stop(600, 660, offer=offer(languages=FINNISH), optional=True), Severity.WARNS),
    ],
)
def test_the_group_understands_its_hosts(visit: Stop, severity: Severity | None) -> None:
    found = problems(outline(visit), "no_language")

    assert [each.severity for each in found] == ([severity] if severity else [])
    if found:
        assert found[0].values["languages"] == (Tongue("fi"),)


@pytest.mark.parametrize(
    ("visit", "severity"),
    [
        (stop(600, 660, spot=spot(step_free=False)), Severity.BLOCKS),
        (stop(600, 660, spot=spot(step_free=False), optional=True), Severity.WARNS),
        (stop(600, 660, spot=spot()), None),
        (stop(600, 660, TRANSPORT, spot=spot(step_free=False)), None),
    ],
)
def test_who_needs_a_place_without_steps_gets_one(visit: Stop, severity: Severity | None) -> None:
    found = problems(outline(visit, step_free=True), "not_step_free")

    assert [each.severity for each in found] == ([severity] if severity else [])
    assert not has(outline(visit), "not_step_free")


def test_the_same_host_is_not_visited_all_the_time() -> None:
    visits = [stop(540 + 80 * n, 600 + 80 * n, offer=offer(host_id=7)) for n in range(3)]

    assert not has(outline(*visits[:2]), "same_host")
    assert only(outline(*visits), "same_host").ways_out[0].item_id == visits[-1].id


def test_the_same_visit_twice_is_a_hint() -> None:
    twice = offer()

    assert has(outline(stop(540, 600, offer=twice), stop(700, 760, offer=twice)), "same_component")
    assert not has(
        outline(stop(540, 600, offer=offer()), stop(700, 760, offer=offer())), "same_component"
    )


@pytest.mark.parametrize(
    ("minutes", "code"), [(240, None), (241, "much_listening")], ids=["enough", "too much"]
)
def test_four_hours_of_briefings_are_enough(minutes: int, code: str | None) -> None:
    talks = [
        stop(540, 660, offer=offer(seated=True)),
        stop(780, 780 + minutes - 120, offer=offer(seated=True)),
    ]

    assert [each.code for each in problems(outline(*talks), "much_listening")] == (
        [code] if code else []
    )


def test_three_hours_on_the_way_are_enough() -> None:
    def riding(minutes: int) -> Outline:
        low, high = sorted((HERE.id, FAR.id))
        measured = {(low, high, TravelMode.COACH): Leg(minutes, 1000, known=True)}
        stops = [stop(480, 500, spot=HERE), stop(620, 640, spot=FAR), stop(1000, 1020, spot=HERE)]
        return outline(*stops, measured=measured)

    assert not has(riding(90), "much_riding")
    assert has(riding(91), "much_riding")


def test_a_stretch_of_two_and_a_half_hours_is_enough() -> None:
    def stretch(pause: int) -> Outline:
        return outline(stop(540, 620), stop(620 + pause, 700 + pause))

    assert has(stretch(0), "no_break")
    assert has(stretch(14), "no_break")
    assert not has(stretch(15), "no_break")


def test_what_serves_no_objective_is_told_once_for_a_day() -> None:
    served, idle = stop(540, 600, offer=offer()), stop(700, 760, offer=offer())
    break_ = stop(620, 640, SIDE, offer=offer(kind=SIDE))
    made = outline(served, break_, idle, goals=(Goal("LO1", frozenset({served.id})),))

    assert only(made, "item_without_objective").item_ids == (idle.id,)
    all_served = (Goal("LO1", frozenset({served.id, idle.id})),)
    assert not has(replace(made, goals=all_served), "item_without_objective")


def test_scales_without_words_are_one_hint() -> None:
    visit = stop(600, 660)
    bare = tuple(Goal(code, frozenset({visit.id}), anchored=False) for code in ("LO1", "LO2"))

    assert only(outline(visit, goals=bare), "objectives_unanchored").values["codes"] == (
        "LO1",
        "LO2",
    )
    assert not has(outline(visit), "objectives_unanchored")


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ([], True),
        ([(760, 775, "own")], False),
        ([(760, 774, "own")], True),
        ([(760, 800, "meal")], False),
        ([(760, 800, "ride")], True),
        ([(775, 800, "ride")], False),
    ],
)
def test_there_is_time_for_feedback_after_the_last_visit(
    after: list[tuple[int, int, str]], told: bool
) -> None:
    kinds = {"own": SIDE, "meal": MEAL, "ride": TRANSPORT}
    later = [stop(starts, ends, kinds[kind]) for starts, ends, kind in after]

    assert has(outline(stop(700, 760, offer=offer()), *later), "no_feedback_time") is told


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
