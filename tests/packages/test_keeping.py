"""What of a draft stays while the rest is proposed anew."""

import pytest

from tests.packages.outlines import (
    LODGING,
    MEAL,
    SIDE,
    TRANSPORT,
    night,
    offer,
    outline,
    spot,
    stop,
)
from tests.packages.plans import asked, day
from tourbook.packages.rules.outline import Stop
from tourbook.packages.rules.proposing import keeping

VISIT = offer()


@pytest.mark.parametrize(
    "staying",
    [
        stop(540, 600, offer=VISIT, pinned=True),
        stop(540, 600),
        stop(540, 600, MEAL, offer=VISIT),
        stop(540, 600, TRANSPORT, offer=VISIT),
        stop(1260, 1900, LODGING, offer=VISIT),
        stop(540, 600, SIDE, offer=VISIT, optional=True),
        stop(540, 600, offer=VISIT, track="A"),
        stop(540, 600, offer=VISIT, alternative_to="other"),
    ],
)
def test_these_stay(staying: Stop) -> None:
    draft = outline(staying)

    assert keeping.kept(draft) == (staying,)
    assert keeping.loose(draft) == ()


@pytest.mark.parametrize("kind", [SIDE, stop(0, 1).kind])
def test_visits_that_a_host_offers_are_loose(kind: object) -> None:
    free = stop(540, 600, kind, offer=VISIT)  # type: ignore[arg-type]
    draft = outline(free)

    assert keeping.kept(draft) == ()
    assert keeping.loose(draft) == (free,)


def test_what_another_stands_in_for_stays() -> None:
    main = stop(540, 600, offer=VISIT)
    other = stop(540, 600, offer=offer(), alternative_to=main.lineage)

    assert keeping.kept(outline(main, other)) == (main, other)


def test_blocks_that_overlap_are_one() -> None:
    place = spot()
    stops = [stop(600, 660), stop(630, 700, spot=place), stop(700, 720)]

    blocks = keeping.blocks(stops, 1)

    assert [(each.starts, each.ends, each.spot) for each in blocks] == [
        (600, 700, place),
        (700, 720, None),
    ]


def test_nights_bind_no_hours_of_the_day() -> None:
    assert keeping.blocks([night(spot=spot())], 1) == ()


def test_the_night_after_a_day_is_found_by_its_midnight() -> None:
    bed = night(spot=spot())

    assert keeping.night_after([bed], 1) == bed
    assert keeping.night_after([bed], 2) is None
    assert keeping.night_after([night(optional=True, spot=spot())], 1) is None


def test_a_ride_runs_between_the_places_around_it() -> None:
    here, there = spot(), spot(lat=62)
    ride = stop(600, 700, TRANSPORT, spot=spot(lat=60))
    draft = outline(stop(540, 600, spot=here), ride, stop(700, 760, spot=there))

    (found,) = keeping.rides(draft, keeping.kept(draft), 1)

    assert (found.before, found.after) == (here, there)


def test_lodging_of_the_library_fills_only_nights_without_a_bed() -> None:
    inn = offer(kind=LODGING, spot=spot())
    bed = night(spot=spot())
    ask = asked(day(1, ends=1200, lodging_id=inn.id), day(2, starts=500, lodging_id=inn.id), day(3))

    (made,) = keeping.new_nights(outline(bed, days=3), ask, [inn])

    assert (made.day, made.starts, made.ends, made.offer) == (2, 1080, 1440 + 480, inn)


def test_without_any_bed_each_night_but_the_last_gets_one() -> None:
    inn = offer(kind=LODGING, spot=spot())
    ask = asked(day(1, lodging_id=inn.id), day(2, lodging_id=inn.id))

    assert [each.day for each in keeping.new_nights(outline(days=2), ask, [inn])] == [1]
