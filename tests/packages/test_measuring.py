"""What may be true of a way between two places, and which answers of a routing server are."""

import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.core.refused import Refused
from tourbook.directory.models import TravelMode
from tourbook.packages.rules import limits, measuring
from tourbook.packages.rules.measuring import Road
from tourbook.packages.rules.outline import Leg, Spot

MIKKELI = Spot(3, "Mikkeli", 61.6886, 27.2723)
JUVA = Spot(7, "Juva", 61.8972, 27.8569)
SAVONLINNA = Spot(1, "Savonlinna", 61.8699, 28.8799)
TODAY = limits.on(date(2027, 3, 2))


def answer(durations: Any, distances: Any, **more: Any) -> dict[str, Any]:
    return {"code": "Ok", "durations": durations, "distances": distances, **more}


#: From Mikkeli to Juva it takes 35 minutes, back 36; 45 km there and 45.5 km back.
FINE = answer([[0, 2100], [2160, 0]], [[0, 45_000], [45_500, 0]])


def test_a_table_says_the_slower_direction_of_each_pair() -> None:
    assert measuring.roads(FINE, [MIKKELI, JUVA]) == [Road((3, 7), 2160.0, 45_500.0)]


def test_a_pair_without_a_road_is_left_out() -> None:
    table = answer(
        [[0, 2100, None], [2160, 0, None], [None, None, 0]],
        [[0, 45_000, None], [45_500, 0, None], [None, None, 0]],
    )

    assert [road.pair for road in measuring.roads(table, [MIKKELI, JUVA, SAVONLINNA])] == [(3, 7)]


@pytest.mark.parametrize(
    ("nonsense", "said"),
    [
        (None, "could not reckon"),
        ([], "could not reckon"),
        ({"code": "NoTable", "message": "?"}, "could not reckon"),
        ({"code": "Ok"}, "another size"),
        (answer([[0, 1]], [[0, 1]]), "another size"),
        (answer([[0], [1, 0]], [[0, 1], [1, 0]]), "another size"),
        (answer([[0, "2100"], [2160, 0]], FINE["distances"]), "no number"),
        (answer([[0, True], [2160, 0]], FINE["distances"]), "no number"),
        (answer([[0, -1], [2160, 0]], FINE["distances"]), "impossible number"),
        (answer([[0, math.nan], [2160, 0]], FINE["distances"]), "impossible number"),
        (answer([[0, 90_000], [2160, 0]], FINE["distances"]), "impossible number"),
        (answer(FINE["durations"], [[0, 3000], [3000, 0]]), "shorter than the straight line"),
        (answer([[0, 60], [60, 0]], FINE["distances"]), "faster than anybody"),
        (FINE | {"sources": [{"distance": 9_000}, {"distance": 3}]}, "no road near"),
    ],
)
def test_an_answer_that_cannot_be_true_is_refused(nonsense: Any, said: str) -> None:
    with pytest.raises(Refused, match=said):
        measuring.roads(nonsense, [MIKKELI, JUVA])


def test_an_answer_about_places_on_the_road_is_believed() -> None:
    table = FINE | {"sources": [{"distance": 12.5}, {"distance": 3}]}

    assert len(measuring.roads(table, [MIKKELI, JUVA])) == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["code", "durations", "distances", "sources", "distance"]), inner
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_any_answer_is_either_believed_or_refused(given_answer: Any) -> None:
    try:
        roads = measuring.roads(given_answer, [MIKKELI, JUVA])
    except Refused:
        return

    assert len(roads) <= 1


def test_a_group_takes_longer_than_the_car_of_the_server() -> None:
    road = Road((3, 7), 2160.0, 45_500.0)

    assert measuring.routed(road, TravelMode.COACH, TODAY) == Leg(36 + 5, 45_500, known=True)


def test_a_coach_goes_no_faster_than_its_limiter() -> None:
    road = Road((3, 7), 1500.0, 50_000.0)

    assert measuring.routed(road, TravelMode.COACH, TODAY).minutes == 30 + 5
    assert measuring.routed(road, TravelMode.MINIBUS, TODAY).minutes == 25 + 5


@pytest.mark.parametrize(
    ("mode", "minutes", "metres"),
    [
        (TravelMode.COACH, 35, 45_000),
        (TravelMode.COACH, 30, 50_000),
        (TravelMode.WALK, 0, 0),
        (TravelMode.WALK, 15, 1_200),
        (TravelMode.COACH, 1440, 1_400_000),
    ],
)
def test_a_way_that_can_be_true_is_kept(mode: TravelMode, minutes: int, metres: int) -> None:
    measuring.check_way(mode, minutes, metres)


@pytest.mark.parametrize(
    ("mode", "minutes", "metres", "said"),
    [
        (TravelMode.COACH, 20, 45_000, "km an hour"),
        (TravelMode.WALK, 5, 1_500, "km an hour"),
        (TravelMode.COACH, 1441, 1_000, "at most 24 hours"),
        (TravelMode.COACH, 10, 2_000_001, "at most 24 hours"),
        (TravelMode.COACH, -1, 0, "at most 24 hours"),
    ],
)
def test_a_way_that_nobody_can_have_measured_is_refused(
    mode: TravelMode, minutes: int, metres: int, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        measuring.check_way(mode, minutes, metres)


def test_a_pair_stands_with_the_lower_key_first() -> None:
    assert measuring.pair_of(9, 4) == measuring.pair_of(4, 9) == (4, 9)
    with pytest.raises(Refused, match="two different places"):
        measuring.pair_of(4, 4)
