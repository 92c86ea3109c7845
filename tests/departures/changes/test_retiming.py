"""Re-timing a day: what follows moves only where it must."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.departures.rules.changes.retiming import (
    Clash,
    Entry,
    meets,
    overlap,
    retime,
)
from tourbook.packages.rules.outline import Spot

MORNING = datetime(2027, 6, 1, 5, 0, tzinfo=UTC)
HERE, THERE = Spot(1, "Here", 61.0, 27.0), Spot(2, "There", 61.2, 27.2)


def entry(
    key: int, starts: int, ends: int, *, fixed: bool = False, spot: Spot | None = None, **more: str
) -> Entry:
    """Minutes after the morning."""
    return Entry(
        key,
        MORNING + timedelta(minutes=starts),
        MORNING + timedelta(minutes=ends),
        fixed,
        spot=spot,
        track=more.get("track", ""),
    )


def far(one: Entry, other: Entry) -> timedelta:
    """Half an hour between the two places, nothing where one is not known."""
    known = one.spot is not None and other.spot is not None
    return timedelta(minutes=30 if known and one.spot != other.spot else 0)


def minutes(moved: Entry) -> tuple[int, int]:
    starts, ends = moved.starts - MORNING, moved.ends - MORNING
    return int(starts.total_seconds()) // 60, int(ends.total_seconds()) // 60


def test_what_follows_is_put_off_until_there_is_room() -> None:
    day = [entry(1, 60, 150), entry(2, 150, 210), entry(3, 240, 300), entry(4, 400, 460)]

    retimed = retime(day, entry(1, 100, 190), far)

    assert {key: minutes(one) for key, one in retimed.entries.items()} == {
        1: (100, 190),
        2: (190, 250),
        3: (250, 310),
        4: (400, 460),
    }
    assert retimed.clashes == []


def test_what_comes_before_stays_and_is_named() -> None:
    retimed = retime([entry(1, 60, 150), entry(2, 200, 260)], entry(2, 120, 180), far)

    assert minutes(retimed.entries[1]) == (60, 150)
    assert retimed.clashes == [Clash(1, 2)]


def test_who_has_agreed_is_not_moved_but_named() -> None:
    day = [entry(1, 60, 150), entry(2, 160, 220, fixed=True), entry(3, 220, 280)]

    retimed = retime(day, entry(1, 100, 190), far)

    assert minutes(retimed.entries[2]) == (160, 220)
    assert minutes(retimed.entries[3]) == (220, 280)
    assert retimed.clashes == [Clash(1, 2)]


@pytest.mark.parametrize(("spot", "starts"), [(HERE, 150), (THERE, 180), (None, 150)])
def test_the_way_is_reckoned_with(spot: Spot | None, starts: int) -> None:
    day = [entry(1, 30, 60, spot=HERE), entry(2, 130, 190, spot=spot)]

    retimed = retime(day, entry(1, 120, 150, spot=HERE), far)

    assert minutes(retimed.entries[2]) == (starts, starts + 60)


def test_a_way_that_was_tight_stays_as_tight_as_it_was() -> None:
    day = [entry(1, 60, 120, spot=HERE), entry(2, 130, 190, spot=THERE)]

    retimed = retime(day, entry(1, 65, 125, spot=HERE), far)

    assert minutes(retimed.entries[2]) == (135, 195)


def test_another_place_asks_for_the_whole_way() -> None:
    day = [entry(1, 60, 120, spot=THERE), entry(2, 130, 190, spot=THERE)]

    retimed = retime(day, entry(1, 60, 120, spot=HERE), far)

    assert minutes(retimed.entries[2]) == (150, 210)


def test_tracks_run_side_by_side() -> None:
    day = [entry(1, 60, 120, track="A"), entry(2, 120, 180, track="B"), entry(3, 180, 240)]

    retimed = retime(day, entry(1, 140, 200, track="A"), far)

    assert minutes(retimed.entries[2]) == (120, 180)
    assert minutes(retimed.entries[3]) == (200, 260)


spots = st.sampled_from([HERE, THERE, None])


@st.composite
def days(draw: st.DrawFn) -> list[Entry]:
    """A day whose parts lie one after another; some are fixed, some optional, some on tracks."""
    found, moment = [], 0
    for key in range(1, draw(st.integers(1, 7)) + 1):
        starts = moment + draw(st.integers(0, 60))
        moment = starts + draw(st.integers(5, 120))
        found.append(
            Entry(
                key,
                MORNING + timedelta(minutes=starts),
                MORNING + timedelta(minutes=moment),
                draw(st.booleans()),
                draw(st.booleans()),
                draw(st.sampled_from(["", "", "A", "B"])),
                draw(spots),
            )
        )
    return found


@given(days(), st.data())
def test_no_overlap_is_made_that_is_not_named_and_nobody_fixed_moves(
    day: list[Entry], data: st.DataObject
) -> None:
    old = data.draw(st.sampled_from(day))
    starts = data.draw(st.integers(0, 900))
    ends = starts + data.draw(st.integers(5, 240))
    changed = entry(old.key, starts, ends, spot=data.draw(spots), track=old.track)

    retimed = retime(day, changed, far)

    found = retimed.entries
    assert found.keys() == {one.key for one in day}
    assert found[old.key] == changed
    named = {frozenset((clash.first, clash.second)) for clash in retimed.clashes}
    for one, other in combinations(found.values(), 2):
        if meets(one, other) and overlap(one, other):
            assert {one.key, other.key} in named
    for was in day:
        now = found[was.key]
        if was.key == old.key:
            continue
        assert now.starts >= was.starts
        assert now.ends - now.starts == was.ends - was.starts
        if was.fixed or was.optional or was.starts < changed.starts:
            assert now == was


@given(days(), st.data())
def test_a_flexible_day_has_room_for_whatever_comes_first(
    day: list[Entry], data: st.DataObject
) -> None:
    """With nobody fixed, a clash can only be with what began before."""
    loose = [Entry(one.key, one.starts, one.ends, spot=one.spot) for one in day]
    old = data.draw(st.sampled_from(loose))
    changed = entry(old.key, data.draw(st.integers(0, 900)), 1000, spot=old.spot)

    retimed = retime(loose, changed, far)

    before = {one.key for one in loose if one.starts < changed.starts}
    assert all(clash.first in before and clash.second == old.key for clash in retimed.clashes)
