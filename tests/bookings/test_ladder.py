from datetime import datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.making import NOON
from tourbook.bookings.models import HOLDING, BookingState
from tourbook.bookings.rules import ladder, ladder_drawing, moves
from tourbook.bookings.rules.ladder import TABLE, Dates, Effect, Move, Party, Step, Who
from tourbook.core.refused import Refused

DAY = timedelta(days=1)
FULL = Dates(
    offer_until=NOON,
    option_until=NOON,
    waiting_until=NOON,
    starts_at=NOON,
    ends_at=NOON + 2 * DAY,
    settled_at=NOON + 9 * DAY,
)

DRAWING = """
from       to         verb          who                      reason from        places
(new)      enquiry    enquire       organiser, leader        -                  none
(new)      offer      offer         organiser                -                  takes
(new)      option     place         organiser, leader        -                  takes
(new)      confirmed  book          organiser, leader        -                  takes
(new)      waiting    queue         organiser, leader        -                  none
enquiry    offer      offer         organiser                -                  takes
enquiry    option     place         organiser, leader        -                  takes
enquiry    waiting    queue         organiser, leader        -                  none
offer      offer      revise        organiser                -                  keeps
offer      option     hold          organiser, leader, link  -                  keeps
offer      confirmed  accept        organiser, leader, link  -                  keeps
option     option     extend        organiser                organiser          keeps
option     confirmed  confirm       organiser, leader, link  -                  keeps
confirmed  on_tour    begin         organiser, clock         -                  keeps
confirmed  completed  complete      organiser, clock         -                  keeps
on_tour    completed  complete      organiser, clock         -                  keeps
completed  closed     close         organiser, clock         -                  keeps
closed     completed  reopen        organiser                organiser          keeps
waiting    offer      offer_places  organiser, clock         -                  takes
waiting    lapsed     lapse         clock                    -                  none
waiting    cancelled  leave         organiser, leader, link  organiser          none
enquiry    declined   decline       organiser                organiser          none
enquiry    cancelled  withdraw      organiser, leader        -                  none
offer      declined   decline       organiser, leader, link  -                  frees
offer      lapsed     lapse         clock                    -                  frees
offer      cancelled  withdraw      organiser                organiser          frees
option     lapsed     lapse         clock                    -                  frees
option     cancelled  cancel        organiser, leader, link  organiser          frees
confirmed  cancelled  cancel        organiser, leader        organiser, leader  frees
on_tour    cancelled  break_off     organiser                organiser          frees
"""


def test_the_table_is_drawn_as_it_stands() -> None:
    assert ladder_drawing.drawing() == DRAWING.strip()


def test_no_two_lines_are_about_the_same_two_states() -> None:
    assert len(ladder.BY_STATES) == len(TABLE)


def test_every_state_is_reached_and_all_but_the_ends_are_left() -> None:
    reached: set[Step] = set()
    fresh = {one.end for one in TABLE if one.start is None}
    while fresh:
        reached |= fresh
        fresh = {one.end for one in TABLE if one.start in reached} - reached

    assert reached == set(Step)
    assert {step for step in Step if ladder.is_end(step)} == {
        Step.LAPSED,
        Step.CANCELLED,
        Step.DECLINED,
    }


def test_the_states_of_before_mean_what_they_meant() -> None:
    assert {state.value for state in BookingState} < {step.value for step in Step}
    for state, becomes in product(BookingState, repeat=2):
        if moves.may(state, becomes):
            assert ladder.move(Step(state), Step(becomes)) is not None
    assert {Step(state) for state in HOLDING} == {
        step for step in ladder.HOLDING if step.value in {state.value for state in BookingState}
    }


@pytest.mark.parametrize("start", [None, *Step])
@pytest.mark.parametrize("who", Who)
def test_whatever_is_not_in_the_table_is_refused_with_a_sentence(
    start: Step | None, who: Who
) -> None:
    for end in Step:
        allowed = (start, end) in ladder.BY_STATES and who in ladder.BY_STATES[start, end].by
        refusal = ladder.why_not(start, end, who, reason="The minister is ill.")

        assert ladder.may(start, end, who) is allowed
        assert (refusal is None) is allowed
        if refusal is not None:
            assert refusal.sentence.endswith(".")
            with pytest.raises(Refused, match=r"\.$"):
                ladder.check(start, end, who, reason="The minister is ill.")


@pytest.mark.parametrize("who", Who)
def test_what_one_can_do_is_what_one_may_do(who: Who) -> None:
    for step in Step:
        listed = {one.end for one in ladder.moves_from(step, who)}

        assert listed == {end for end in Step if ladder.may(step, end, who)}


@pytest.mark.parametrize(
    ("state", "becomes", "who", "sentence"),
    [
        (Step.LAPSED, Step.CONFIRMED, Who.LEADER, "This booking has run out. Take places anew."),
        (Step.CANCELLED, Step.CONFIRMED, Who.LEADER, "This booking has been cancelled."),
        (
            Step.CONFIRMED,
            Step.CONFIRMED,
            Who.LEADER,
            "This booking has been confirmed already.",
        ),
        (
            Step.OPTION,
            Step.OPTION,
            Who.LEADER,
            "Only the organiser can do this. Write to the organiser.",
        ),
        (
            Step.CONFIRMED,
            Step.CANCELLED,
            Who.LINK,
            "This link cannot do that. Sign in, or write to the organiser.",
        ),
        (Step.OPTION, Step.LAPSED, Who.ORGANISER, "This is not for the organiser to do."),
        (Step.OPTION, Step.CONFIRMED, Who.CLOCK, "This does not happen by itself."),
        (
            Step.ENQUIRY,
            Step.CONFIRMED,
            Who.ORGANISER,
            "This cannot be done with the booking as it stands.",
        ),
    ],
)
def test_a_refusal_says_why(state: Step, becomes: Step, who: Who, sentence: str) -> None:
    refusal = ladder.why_not(state, becomes, who, reason="A reason.")

    assert refusal is not None
    assert str(refusal) == sentence


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_reason_is_asked_of_those_who_owe_one(reason: str) -> None:
    cancel = (Step.OPTION, Step.CANCELLED)

    refusal = ladder.why_not(*cancel, Who.ORGANISER, reason=reason)

    assert str(refusal) == "Give a reason. The other side will read it."
    assert ladder.why_not(*cancel, Who.ORGANISER, reason="The site burned down.") is None
    assert ladder.check(*cancel, Who.LEADER, reason=reason).verb == "cancel"


@pytest.mark.parametrize("one", TABLE, ids=lambda one: f"{one.start}-{one.end}")
def test_each_move_tells_the_other_side_and_the_clock_tells_both(one: Move) -> None:
    assert one.told.endswith(".")
    assert one.by
    assert one.reason <= one.by
    assert one.tells(Who.ORGANISER) == {Party.DELEGATION}
    assert one.tells(Who.LEADER) == one.tells(Who.LINK) == {Party.ORGANISER}
    assert one.tells(Who.CLOCK) == {Party.ORGANISER, Party.DELEGATION}


@pytest.mark.parametrize(
    ("step", "at", "stands"),
    [
        (Step.OPTION, NOON - timedelta(seconds=1), Step.OPTION),
        (Step.OPTION, NOON, Step.LAPSED),
        (Step.OFFER, NOON - timedelta(seconds=1), Step.OFFER),
        (Step.OFFER, NOON, Step.LAPSED),
        (Step.WAITING, NOON, Step.LAPSED),
        (Step.CONFIRMED, NOON - timedelta(seconds=1), Step.CONFIRMED),
        (Step.CONFIRMED, NOON, Step.ON_TOUR),
        (Step.CONFIRMED, NOON + 2 * DAY, Step.COMPLETED),
        (Step.CONFIRMED, NOON + 90 * DAY, Step.CLOSED),
        (Step.ENQUIRY, NOON + 90 * DAY, Step.ENQUIRY),
        (Step.CANCELLED, NOON + 90 * DAY, Step.CANCELLED),
    ],
)
def test_the_clock_moves_at_the_moment_itself(step: Step, at: datetime, stands: Step) -> None:
    assert ladder.as_of(step, FULL, at) is stands


def test_a_clock_that_stood_still_makes_up_for_each_move_once() -> None:
    owed = [one.verb for one in ladder.due(Step.CONFIRMED, FULL, NOON + 90 * DAY)]

    assert owed == ["begin", "complete", "close"]


def test_without_a_date_the_clock_waits() -> None:
    assert ladder.next_by_clock(Step.OPTION, Dates()) is None
    assert ladder.next_by_clock(Step.DECLINED, FULL) is None
    assert list(ladder.due(Step.COMPLETED, Dates(), NOON)) == []

    found = ladder.next_by_clock(Step.OPTION, FULL)
    assert found == (NOON, ladder.BY_STATES[Step.OPTION, Step.LAPSED])


@given(st.sampled_from(Step), st.integers(-5, 20), st.integers(0, 20))
def test_looking_twice_is_looking_once(step: Step, first: int, later: int) -> None:
    at = NOON + first * DAY
    then = ladder.as_of(step, FULL, at)

    assert ladder.as_of(then, FULL, at) is then
    assert ladder.as_of(then, FULL, at + later * DAY) is ladder.as_of(step, FULL, at + later * DAY)


class Walk(RuleBasedStateMachine):
    """Bookings of one departure walk the table at random and take places from one counter."""

    SEATS = 12

    @initialize()
    def begin(self) -> None:
        self.taken = 0
        self.bookings: list[tuple[int, Step]] = []
        self.lapses: dict[int, int] = {}

    @rule(size=st.integers(1, 8), data=st.data())
    def start(self, size: int, data: st.DataObject) -> None:
        begin = data.draw(st.sampled_from([one for one in TABLE if one.start is None]))
        if begin.effect is Effect.TAKES and self.taken + size > self.SEATS:
            return
        self.bookings.append((size, begin.end))
        self.count(begin, size)

    @precondition(lambda self: self.bookings)
    @rule(data=st.data())
    def go_on(self, data: st.DataObject) -> None:
        number = data.draw(st.integers(0, len(self.bookings) - 1))
        who, becomes = data.draw(st.sampled_from(Who)), data.draw(st.sampled_from(Step))
        step = self.bookings[number][1]
        if not ladder.may(step, becomes, who):
            return
        self.make(number, ladder.check(step, becomes, who, reason="A reason."), who)

    @precondition(lambda self: self.bookings)
    @rule(data=st.data())
    def go_on_as_allowed(self, data: st.DataObject) -> None:
        number = data.draw(st.integers(0, len(self.bookings) - 1))
        allowed = [one for one in TABLE if one.start is self.bookings[number][1]]
        if allowed:
            made = data.draw(st.sampled_from(allowed))
            self.make(number, made, min(made.by))

    def make(self, number: int, made: Move, who: Who) -> None:
        size, _step = self.bookings[number]
        if made.effect is Effect.TAKES and self.taken + size > self.SEATS:
            return
        self.bookings[number] = size, made.end
        self.count(made, size)
        if made.end is Step.LAPSED:
            assert made.tells(who) == set(Party)
            self.lapses[number] = self.lapses.get(number, 0) + 1

    def count(self, made: Move, size: int) -> None:
        self.taken += {Effect.TAKES: size, Effect.FREES: -size}.get(made.effect, 0)

    @invariant()
    def seats_add_up(self) -> None:
        if hasattr(self, "bookings"):
            held = sum(size for size, step in self.bookings if ladder.holds(step))
            assert held == self.taken <= self.SEATS
            assert set(self.lapses.values()) <= {1}


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=40, deadline=None)
