from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.making import NOON
from tourbook.bookings.rules import queue
from tourbook.bookings.rules.queue import Entry, Event, Fairness, Fit, Line, Standing
from tourbook.core.refused import Refused

HOUR = timedelta(hours=1)
SOON = NOON + HOUR


def line(*sizes: int, free: int = 0, seats: int = 20, **more: object) -> Line:
    """A line of waiting parties, numbered from one."""
    entries = tuple(Entry(key, size) for key, size in enumerate(sizes, start=1))
    return Line(seats, seats - free, entries, **more)  # type: ignore[arg-type]


def keys(entries: Sequence[Entry]) -> list[int]:
    return [one.key for one in entries]


def test_places_go_to_the_first_party_that_fits_whole() -> None:
    moved, events = queue.moved_on(line(3, 4, free=5), at=NOON, until=SOON)

    assert events == [Event(1, Standing.OFFERED)]
    assert (moved.free, moved.offered) == (2, 3)
    assert moved.entry(1).until == SOON
    assert moved.entry(2).standing is Standing.WAITING


def test_nobody_overtakes_by_itself() -> None:
    waiting = line(8, 3, free=5)

    assert queue.moved_on(waiting, at=NOON, until=SOON) == (waiting, [])
    assert queue.plan(waiting).blocked == waiting.entry(1)


def test_a_departure_may_pass_over_by_itself() -> None:
    passing = line(8, 3, 4, 2, free=5, fairness=Fairness.FIRST_FIT)

    _moved, events = queue.moved_on(passing, at=NOON, until=SOON)

    assert events == [Event(2, Standing.OFFERED), Event(4, Standing.OFFERED)]


def test_the_organiser_sees_who_would_fit_if_the_first_is_passed_over() -> None:
    waiting = line(8, 3, 6, 5, free=5)
    one, two, three, four = waiting.entries

    assert queue.fits(waiting) == [
        Fit(two, passes=(one,), left=2, lacks=6),
        Fit(four, passes=(one, two, three), left=0, lacks=8),
    ]
    assert queue.plan(waiting, skip={1}) == queue.Plan((two,), 2, three)
    assert queue.plan(waiting, skip={1, 2, 3}) == queue.Plan((four,), 0, None)


def test_whoever_is_passed_over_keeps_the_place_in_the_queue() -> None:
    after = queue.offered(line(8, 3, free=5), 2, until=SOON, at=NOON)

    assert queue.position(after.entries, 1) == 1
    assert queue.position(after.entries, 2) is None
    assert keys(after.waiting) == [1]


def test_an_open_offer_holds_its_places() -> None:
    after = queue.offered(line(3, 2, free=3), 1, until=SOON, at=NOON)

    assert after.free == 0
    with pytest.raises(Refused, match=r"needs 2 places and 0 are free\."):
        queue.offered(after, 2, until=SOON, at=NOON)
    assert queue.offered(queue.declined(after, 1, at=NOON), 2, until=SOON, at=NOON).free == 1


def test_an_offer_that_runs_out_goes_to_the_next_and_both_are_told_once() -> None:
    open_one = queue.offered(line(3, 2, free=3), 1, until=SOON, at=NOON)

    moved, events = queue.moved_on(open_one, at=SOON, until=SOON + HOUR)

    assert events == [Event(1, Standing.LAPSED), Event(2, Standing.OFFERED)]
    assert queue.moved_on(moved, at=SOON, until=SOON + HOUR) == (moved, [])


def test_nothing_is_offered_twice() -> None:
    once = queue.offered(line(3, free=3), 1, until=SOON, at=NOON)
    no_more = queue.declined(once, 1, at=NOON)

    for again in (once, no_more, queue.moved_on(once, at=SOON, until=NOON + 9 * HOUR)[0]):
        with pytest.raises(Refused, match=r"Nothing is offered twice\."):
            queue.offered(again, 1, until=SOON, at=NOON)
        assert queue.plan(again).offers == ()


def test_an_offer_is_taken_until_its_last_moment_and_not_at_it() -> None:
    open_one = queue.offered(line(3, free=3), 1, until=SOON, at=NOON)

    taken = queue.accepted(open_one, 1, at=SOON - timedelta(seconds=1))

    assert (taken.booked, taken.offered, taken.free) == (20, 0, 0)
    for answer in (queue.accepted, queue.declined):
        with pytest.raises(Refused, match=r"This offer has run out\."):
            answer(open_one, 1, at=SOON)


@pytest.mark.parametrize(
    ("standing", "sentence"),
    [
        (Standing.WAITING, "No places have been offered to this group yet"),
        (Standing.ACCEPTED, "This offer has been accepted already"),
        (Standing.DECLINED, "This offer has been declined"),
        (Standing.LAPSED, "This offer has run out"),
        (Standing.LEFT, "This group has left the queue"),
    ],
)
def test_an_answer_to_what_is_not_open_is_refused(standing: Standing, sentence: str) -> None:
    closed = Line(20, 17, (Entry(1, 3, standing),))

    for answer in (queue.accepted, queue.declined):
        with pytest.raises(Refused, match=sentence):
            answer(closed, 1, at=NOON)


def test_a_party_joins_at_the_end_of_the_queue() -> None:
    joined = queue.joined(line(8, free=5), 2, 3)

    assert keys(joined.waiting) == [1, 2]
    assert queue.position(joined.entries, 2) == 2


@pytest.mark.parametrize(
    ("before", "size", "sentence"),
    [
        (line(free=0), 0, "Ask for at least one place"),
        (line(free=0), 21, "This departure has 20 places in all. Your group would never fit"),
        (line(free=5), 5, "There are places for your whole group. Book them now"),
    ],
)
def test_who_cannot_or_need_not_wait_is_refused(before: Line, size: int, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        queue.joined(before, 9, size)


def test_who_does_not_fit_at_once_may_wait() -> None:
    assert keys(queue.joined(line(free=5), 9, 6).waiting) == [9]
    assert keys(queue.joined(line(free=5, stopped=True), 9, 5).waiting) == [9]


def test_while_the_sale_is_stopped_nothing_is_offered() -> None:
    stopped = line(3, free=5, stopped=True)

    assert queue.moved_on(stopped, at=NOON, until=SOON) == (stopped, [])
    with pytest.raises(Refused, match=r"The sale of this departure is stopped\."):
        queue.offered(stopped, 1, until=SOON, at=NOON)


def test_too_late_to_book_is_too_late_to_offer() -> None:
    waiting = line(3, free=5)

    assert queue.offer_until(NOON, deadline=SOON) == SOON
    assert queue.offer_until(NOON, deadline=NOON + 999 * HOUR) == NOON + queue.OFFER_LENGTH
    assert queue.moved_on(waiting, at=NOON, until=NOON) == (waiting, [])
    with pytest.raises(Refused, match=r"It is too late to book this departure\."):
        queue.offered(waiting, 1, until=NOON, at=NOON)


def test_a_party_leaves_unless_it_has_an_offer_to_answer() -> None:
    assert queue.left(line(3), 1).entry(1).standing is Standing.LEFT
    with pytest.raises(Refused, match=r"Accept or decline them\."):
        queue.left(queue.offered(line(3, free=3), 1, until=SOON, at=NOON), 1)
    with pytest.raises(Refused, match=r"This group has left the queue\."):
        queue.left(queue.left(line(3), 1), 1)


def test_a_departure_that_lost_seats_offers_none() -> None:
    assert queue.plan(Line(4, 6, (Entry(1, 1),))).offers == ()


SIZES = st.lists(st.integers(1, 6), max_size=7)


@given(SIZES, st.integers(0, 12))
def test_in_turn_is_the_longest_beginning_that_fits(sizes: list[int], free: int) -> None:
    """The oracle tries every beginning of the queue and keeps the longest that fits whole."""
    beginnings = [sizes[:end] for end in range(len(sizes) + 1) if sum(sizes[:end]) <= free]
    best = max(beginnings, key=len)

    found = queue.plan(line(*sizes, free=free))

    assert keys(found.offers) == list(range(1, len(best) + 1))
    assert found.left == free - sum(best)


@given(SIZES, st.integers(0, 12))
def test_first_fit_is_the_choice_that_no_earlier_party_could_envy(
    sizes: list[int], free: int
) -> None:
    """The oracle tries every set of parties: of those that fit, the one that serves the earliest.

    Of two sets the better one holds the first party in which they differ.
    """
    numbers = range(len(sizes))
    subsets = [
        set(chosen)
        for count in range(len(sizes) + 1)
        for chosen in combinations(numbers, count)
        if sum(sizes[number] for number in chosen) <= free
    ]
    best = max(subsets, key=lambda chosen: [number in chosen for number in numbers])

    found = queue.plan(line(*sizes, free=free, fairness=Fairness.FIRST_FIT))

    assert keys(found.offers) == [number + 1 for number in sorted(best)]


@given(SIZES, st.integers(0, 12))
def test_whoever_is_shown_as_fitting_can_be_offered_places(sizes: list[int], free: int) -> None:
    waiting, _events = queue.moved_on(line(*sizes, free=free), at=NOON, until=SOON)
    shown = queue.fits(waiting)

    by_hand = [one.key for one in waiting.waiting[1:] if one.size <= waiting.free]
    assert [fit.entry.key for fit in shown] == by_hand
    for fit in shown:
        after = queue.offered(waiting, fit.entry.key, until=SOON, at=NOON)
        assert after.free == fit.left
        assert fit.lacks == fit.passes[0].size - fit.left > 0
        assert keys(fit.passes) == [one.key for one in waiting.waiting if one.key < fit.entry.key]


class Season(RuleBasedStateMachine):
    """Parties come, answer and go, bookings are given back, the clock runs: all at random."""

    @initialize(seats=st.integers(1, 15), fairness=st.sampled_from(Fairness))
    def open(self, seats: int, fairness: Fairness) -> None:
        self.line = Line(seats, seats, fairness=fairness)
        self.now = NOON
        self.offers: Counter[int] = Counter()
        self.lapses: Counter[int] = Counter()

    @rule(size=st.integers(0, 16))
    def join(self, size: int) -> None:
        with suppress(Refused):
            self.line = queue.joined(self.line, len(self.line.entries) + 1, size)

    @rule(places=st.integers(1, 15))
    def give_back(self, places: int) -> None:
        booked = max(self.line.booked - places, 0)
        self.line = Line(
            self.line.seats, booked, self.line.entries, self.line.fairness, self.line.stopped
        )

    @rule(hours=st.integers(0, 5), length=st.integers(1, 4))
    def run_the_clock(self, hours: int, length: int) -> None:
        self.now += hours * HOUR
        self.line, events = queue.moved_on(self.line, at=self.now, until=self.now + length * HOUR)
        for event in events:
            self.tell(event)
        assert all(one.until is None or one.until > self.now for one in self.line.entries)
        plan = queue.plan(self.line)
        assert plan.offers == ()

    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        if not self.line.entries:
            return
        key = data.draw(st.sampled_from(keys(self.line.entries)))
        verb = data.draw(st.sampled_from(["accept", "decline", "leave", "offer"]))
        with suppress(Refused):
            self.do(verb, key)

    def do(self, verb: str, key: int) -> None:
        if verb == "accept":
            self.line = queue.accepted(self.line, key, at=self.now)
        elif verb == "decline":
            self.line = queue.declined(self.line, key, at=self.now)
        elif verb == "leave":
            self.line = queue.left(self.line, key)
        else:
            self.line = queue.offered(self.line, key, until=self.now + HOUR, at=self.now)
            self.tell(Event(key, Standing.OFFERED))

    def tell(self, event: Event) -> None:
        told = self.offers if event.standing is Standing.OFFERED else self.lapses
        told[event.key] += 1

    @invariant()
    def promises_are_kept(self) -> None:
        if not hasattr(self, "line"):
            return
        assert self.line.booked + self.line.offered <= self.line.seats
        assert self.line.free >= 0
        assert set(self.offers.values()) | set(self.lapses.values()) <= {1}
        assert set(self.lapses) == {
            one.key for one in self.line.entries if one.standing is Standing.LAPSED
        }


TestSeason = Season.TestCase
