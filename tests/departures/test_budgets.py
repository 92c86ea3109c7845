"""What a host takes in a month or a year is kept to, however the visits are asked for."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.departures.asking import ACTOR, make_planned
from tests.departures.changes.visit import LATER, at, make_slot_at, make_visit, offer, state_of
from tests.making import NOON, kept, make_component
from tourbook.core.refused import Refused
from tourbook.departures import queries, services
from tourbook.departures.models import RequestState
from tourbook.departures.services import changes
from tourbook.hosts.models import VisitBudget

SOON = LATER + timedelta(minutes=9)


@pytest.mark.parametrize(("budget", "sent"), [(1, 1), (2, 2), (3, 3), (4, 3)])
def test_visits_of_one_departure_count_against_each_other(
    app: Flask, budget: int, sent: int
) -> None:
    component = make_component()
    kept(VisitBudget(organisation_id=component.organisation_id, per_month=budget))
    departure = make_planned(component=component, days=3)

    asked = services.ask_hosts(departure, at=NOON, actor=ACTOR)

    assert len(asked.sent) == sent
    sentences = [refused.sentence for _request, refused in asked.refused]
    assert sentences == ["The host takes no more visits in this month or year."] * (3 - sent)
    states = [one.state for one in queries.requests_of(departure)]
    assert states.count(RequestState.REQUESTED) == sent
    assert states.count(RequestState.DRAFT) == 3 - sent


@pytest.mark.parametrize("others", [False, True])
def test_undoing_takes_no_visit_that_somebody_else_was_given(app: Flask, others: bool) -> None:
    visit = make_visit()
    instead, _user = offer(place=visit.place)
    make_slot_at(instead, at(13), at(14, 30))
    old = visit.request("Depot")
    assert old is not None
    kept(VisitBudget(organisation_id=old.organisation_id, per_month=1))
    item = visit.item("Depot")
    change = changes.swap(item, instead, revision=1, at=LATER, actor=ACTOR, despite=True)

    if others:
        services.ask_hosts(make_planned(component=old.component), at=LATER, actor=ACTOR)
        with pytest.raises(Refused, match="takes no more visits"):
            changes.undo(change, at=SOON, actor=ACTOR)
    else:
        changes.undo(change, at=SOON, actor=ACTOR)
        assert state_of(old.id) is RequestState.CONFIRMED
