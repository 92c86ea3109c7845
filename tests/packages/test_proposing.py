"""Proposals for random drafts and libraries keep all that was asked, and all that stands."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.packages import plan_oracle
from tests.packages.outlines import LODGING, MEAL, night, offer, outline, spot, stop
from tests.packages.plans import (
    JUNE,
    NO_MEAL,
    asked,
    candidate,
    day,
    empty,
    library,
    of_stop,
    slot,
    sought,
)
from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules import feasibility
from tourbook.packages.rules.outline import Hours, Outline, Spot
from tourbook.packages.rules.proposing import proposals
from tourbook.packages.rules.proposing.asking import Ask, Eating, MealAsk, Want, Wish
from tourbook.packages.rules.proposing.candidates import Candidate
from tourbook.packages.rules.proposing.posing import posed

ANYWHERE = MealAsk()
TOWN = spot(lat=61.69, lon=27.27)


@st.composite
def spots(draw: st.DrawFn) -> Spot:
    """Within some 50 km of the town, at times in it."""
    return spot(
        lat=61.69 + draw(st.sampled_from([0, 0.001, 0.1, 0.3, -0.2, 0.45])),
        lon=27.27 + draw(st.sampled_from([0, 0.01, 0.2, -0.4, 0.5])),
    )


@st.composite
def candidates(draw: st.DrawFn, days: int) -> Candidate:
    duration = draw(st.sampled_from([45, 60, 90, 120]))
    starts = st.integers(8 * 12, 18 * 12).map(lambda twelfth: twelfth * 5)
    times: dict[str, Any] = draw(
        st.sampled_from([{}, {"hours": (Hours(1, 540, 840), Hours(2, 600, 1000))}, {"slots": ()}])
    )
    if times.get("slots") == ():
        times = {
            "slots": tuple(
                slot(
                    draw(st.integers(1, 10**6)),
                    start,
                    start + duration + draw(st.sampled_from([0, 0, 30])),
                    on=draw(st.integers(1, days)),
                    left=draw(st.sampled_from([19, 20, 40])),
                )
                for start in draw(st.lists(starts, max_size=4))
            )
        }
    return candidate(
        spot=draw(spots()),
        duration=duration,
        party_max=draw(st.sampled_from([19, 20, 50])),
        languages=frozenset(draw(st.sampled_from([("en",), ("fi", "en"), ("fi",)]))),
        want=Want(
            draw(st.sampled_from([Wish.MAY, Wish.MAY, Wish.MAY, Wish.MUST, Wish.NEVER])),
            draw(st.integers(1, 5)),
        ),
        themes=draw(st.integers(0, 3)),
        cost_cents=draw(st.sampled_from([0, 10_000, 50_000])),
        **times,
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Outline, Ask, list[Candidate]]:
    """A draft with some stops pinned, some loose, beds between the days, and a library."""
    days = draw(st.integers(1, 3))
    shelf = draw(st.lists(candidates(days), min_size=1, max_size=7))
    hotel = draw(spots())
    stops = [night(each, spot=hotel) for each in range(1, days)]
    for number in range(1, days + 1):
        start = draw(st.sampled_from([None, 540, 600, 13 * 60, 15 * 60]))
        if start is not None:
            host = offer(spot=draw(spots()), party_max=50)
            pinned = draw(st.booleans())
            placed = stop(start, start + 60, day=number, offer=host, spot=host.spot, pinned=pinned)
            stops.append(placed)
            if not pinned:
                shelf.append(of_stop(placed))
    meal = st.sampled_from([ANYWHERE, NO_MEAL])
    ask = asked(
        *(
            day(number, draw(st.sampled_from([480, 540])), draw(st.sampled_from([1020, 1200])),
                lunch=draw(meal), dinner=draw(meal))
            for number in range(1, days + 1)
        ),
        budget_cents=draw(st.sampled_from([None, None, 60_000])),
    )  # fmt: skip
    draft = outline(*stops, days=days, goals=(), first_day=JUNE)
    return draft, ask, shelf


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_every_proposal_keeps_everything(case: tuple[Outline, Ask, list[Candidate]]) -> None:
    draft, ask, shelf = case
    before = {problem.key for problem in feasibility.blocking(feasibility.problems_of(draft))}

    answer = sought(draft, ask, library(*shelf))

    for found in answer.found:
        assert plan_oracle.violations(draft, ask, shelf, found.proposal) == []
        after = feasibility.blocking(feasibility.problems_of(found.proposal.outline))
        assert {problem.key for problem in after} <= before
    if answer.proven:
        scores = [found.proposal.score for found in answer.found]
        assert scores[0] == max(scores)


def test_the_oracle_sees_what_is_wrong() -> None:
    """A check that never objects would prove nothing."""
    one = candidate(spot=TOWN, slots=(slot(1, 600, 660),), want=Want(Wish.MUST))
    far = candidate(spot=spot(lat=63), slots=(slot(2, 700, 760),))
    draft, ask = empty(first_day=JUNE), asked()
    (found, *_rest) = sought(draft, ask, library(one, far)).found
    proposal = found.proposal
    wrong_time = replace(
        proposal, placed=tuple(replace(each, starts=605, ends=665) for each in proposal.placed)
    )
    both = replace(
        proposal,
        outline=replace(
            proposal.outline,
            stops=(
                *proposal.outline.stops,
                stop(700, 760, offer=far.offer, spot=far.offer.spot),
            ),
        ),
    )

    assert plan_oracle.violations(draft, ask, [one, far], proposal) == []
    assert plan_oracle.violations(draft, ask, [one, far], wrong_time)
    assert plan_oracle.violations(draft, ask, [one, far], both)


def test_the_best_of_two_that_exclude_one_another_is_chosen() -> None:
    little = candidate(spot=TOWN, slots=(slot(1, 600, 660),), want=Want(weight=1))
    much = candidate(spot=TOWN, slots=(slot(2, 630, 690),), want=Want(weight=5))

    answer = sought(empty(first_day=JUNE), asked(), library(little, much))

    assert answer.found[0].proposal.components == {much.offer.id}
    assert answer.proven
    assert answer.found[0].proposal.slots == {-1: 2}


def test_a_loose_stop_moves_to_its_slot_and_keeps_its_key() -> None:
    host = offer(spot=TOWN, slots=(slot(7, 800, 860),))
    loose = stop(540, 600, offer=host, spot=TOWN)

    (found,) = sought(
        outline(loose, goals=(), first_day=JUNE), asked(), library(of_stop(loose))
    ).found[:1]

    (placed,) = found.proposal.placed
    assert (placed.id, placed.day, placed.starts) == (loose.id, 1, 800)
    assert found.proposal.removed == ()


def test_a_loose_stop_that_cannot_be_had_goes() -> None:
    host = offer(spot=TOWN, slots=())
    loose = stop(540, 600, offer=host, spot=TOWN)
    stays = stop(700, 760)
    draft = outline(loose, stays, first_day=JUNE)

    (found,) = sought(draft, asked(), library(of_stop(loose))).found

    assert found.proposal.removed == (loose,)
    assert found.proposal.outline.stops == (stays,)


def test_what_alone_serves_an_objective_stays_in() -> None:
    host = offer(spot=TOWN)
    loose = stop(540, 600, offer=host, spot=TOWN)
    draft = outline(loose)
    rival = candidate(spot=spot(lat=62.5), want=Want(weight=5), duration=400)
    mine = of_stop(loose, want=Want(weight=1), codes=frozenset({"LO1"}))

    answer = sought(draft, asked(), library(mine, rival))

    assert answer.posed.needed == {host.id: "LO1"}
    assert all(host.id in found.proposal.components for found in answer.found)


def test_an_objective_that_nothing_can_serve_is_told() -> None:
    host = offer(spot=TOWN, retired=True)
    loose = stop(540, 600, offer=host, spot=TOWN)

    answer = sought(outline(loose), asked(), library(of_stop(loose, codes=frozenset({"LO1"}))))

    assert answer.found == ()
    assert answer.posed.unserved == ("LO1",)


def test_one_of_several_that_serve_an_objective_stays_in() -> None:
    stops = [stop(start, start + 60, offer=offer(spot=TOWN), spot=TOWN) for start in (540, 620)]
    rival = candidate(spot=TOWN, want=Want(weight=5), duration=590)
    servers = [of_stop(each, want=Want(weight=1), codes=frozenset({"LO1"})) for each in stops]

    answer = sought(outline(*stops), asked(), library(*servers, rival))

    best = answer.found[0].proposal
    assert best.components & {each.offer.id for each in servers}
    assert proposals.codes_served(best.outline) == ("LO1",)


def test_a_must_that_cannot_be_had_is_told_without_a_search() -> None:
    lost = candidate(spot=TOWN, slots=(), want=Want(Wish.MUST))

    answer = sought(empty(first_day=JUNE), asked(), library(lost))

    assert [reason.component_id for reason in answer.posed.impossible] == [lost.offer.id]
    assert answer.found == ()


def test_musts_that_clash_are_named_together() -> None:
    pair = [
        candidate(spot=TOWN, slots=(slot(key, 600, 660),), want=Want(Wish.MUST)) for key in (1, 2)
    ]
    third = candidate(spot=TOWN, slots=(slot(3, 800, 860),), want=Want(Wish.MUST))

    answer = sought(empty(first_day=JUNE), asked(), library(*pair, third))

    assert answer.answer is not None
    named = {answer.posed.candidates[each.visit].offer.id for each in answer.answer.conflict
             if each.visit is not None}  # fmt: skip
    assert named == {each.offer.id for each in pair}


def test_a_meal_is_eaten_where_the_group_is() -> None:
    visit = candidate(spot=TOWN, slots=(slot(1, 600, 660),))

    (found,) = sought(empty(first_day=JUNE), asked(day(lunch=ANYWHERE)), library(visit)).found[:1]

    meals = [each for each in found.proposal.placed if each.kind is MEAL]
    assert [(each.title.en, each.spot, each.minutes) for each in meals] == [("Lunch", TOWN, 45)]


def test_a_meal_of_the_library_is_eaten_at_its_place() -> None:
    inn = offer(kind=MEAL, spot=TOWN, duration=70, hours=(Hours(1, 690, 800),))
    visit = candidate(spot=spot(lat=61.8), slots=(slot(1, 540, 600),))
    lunch = MealAsk(Eating.CHOSEN, inn.id)

    (found,) = sought(
        empty(first_day=JUNE), asked(day(lunch=lunch)), library(visit, offers={inn.id: inn})
    ).found[:1]

    (meal,) = [each for each in found.proposal.placed if each.kind is MEAL]
    assert (meal.offer, meal.spot, meal.minutes) == (inn, TOWN, 70)
    assert 690 <= meal.starts <= 730


@pytest.mark.parametrize(("starts", "found"), [(700, 0), (830, 1)])
def test_a_meal_that_the_draft_holds_is_not_added_again(starts: int, found: int) -> None:
    had = stop(starts, starts + 60, MEAL, spot=TOWN)

    problem = posed(outline(had), asked(day(lunch=ANYWHERE)), library(), seconds=1)

    lunches = [each for each in problem.bounds if each.meal == "lunch"]
    assert len(lunches) == found


def test_a_day_begins_where_and_when_the_group_has_slept() -> None:
    bed = night(spot=TOWN)  # until 08:00
    near = candidate(spot=spot(lat=61.8), slots=(slot(1, 490, 550, on=2), slot(2, 510, 570, on=2)))

    (found,) = sought(
        outline(bed, days=2, goals=(), first_day=JUNE), asked(day(1), day(2)), library(near)
    ).found

    (placed,) = found.proposal.placed
    assert placed.starts == 510


def test_a_night_of_the_library_is_laid_with_the_programme() -> None:
    inn = offer(kind=LODGING, spot=TOWN, party_max=30)
    ask = asked(day(1, lodging_id=inn.id), day(2))
    visit = candidate(spot=TOWN, hours=(Hours(2, 540, 900),))

    (found,) = sought(
        empty(days=2, first_day=JUNE), ask, library(visit, offers={inn.id: inn})
    ).found

    kinds = [each.kind for each in found.proposal.placed]
    assert kinds == [ComponentKind.LODGING, ComponentKind.PROGRAMME]


def test_transport_that_stays_brings_the_group_along() -> None:
    far = spot(lat=62.4)
    ride = stop(500, 620, ComponentKind.TRANSPORT)
    pinned = stop(900, 960, spot=far)
    near, there = (
        candidate(spot=place, slots=(slot(key, 640, 700),)) for key, place in ((1, TOWN), (2, far))
    )
    home = stop(480, 490, spot=TOWN)

    (found,) = sought(
        outline(home, ride, pinned, first_day=JUNE), asked(), library(near, there)
    ).found[:1]

    assert found.proposal.components == {there.offer.id}


def test_times_are_round_where_that_disturbs_nothing() -> None:
    first = candidate(spot=TOWN, slots=(slot(1, 540, 600),))
    second = candidate(spot=spot(lat=61.75), duration=60)

    (found,) = sought(empty(first_day=JUNE), asked(), library(first, second)).found[:1]

    assert [each.starts % 5 for each in found.proposal.placed] == [0, 0]
