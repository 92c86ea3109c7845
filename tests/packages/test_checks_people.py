"""Each check of people, rooms and pace by an example of its own, with the twin that is in order."""

from dataclasses import replace

import pytest

from tests.packages.outlines import (
    LODGING,
    MEAL,
    SIDE,
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
from tourbook.packages.models import Sharing
from tourbook.packages.rules.checks import lodging
from tourbook.packages.rules.checks.problems import (
    Severity,
    Tongue,
)
from tourbook.packages.rules.outline import Goal, Leg, Outline, Stop

HERE, NEAR, TOWN, FAR = (
    spot(61.6880, 27.2720),
    spot(61.6890, 27.2740),
    spot(61.6930, 27.3050),
    spot(61.8970, 27.8560),
)
FINNISH = frozenset({"fi"})


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
