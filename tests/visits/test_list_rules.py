"""Which fields and lists a host may see on a day, and what keeps a list shut."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.visits.guests import (
    VISIT,
)
from tourbook.hosts.models import ComponentKind, VisitorField
from tourbook.visits.models import ListKind, Outcome
from tourbook.visits.rules import lists as rules
from tourbook.visits.rules.lists import Gate

NAME = VisitorField.NAME


@dataclass(frozen=True)
class Declared:
    field: VisitorField
    days_before: int
    days_after: int


@dataclass(frozen=True)
class Found:
    nationalities: list[str]
    outcome: Outcome


@given(
    st.lists(
        st.builds(
            Declared, st.sampled_from(VisitorField), st.integers(0, 365), st.integers(0, 365)
        ),
        max_size=13,
    ),
    st.integers(-400, 400),
)
def test_a_field_is_seen_on_the_days_it_was_declared_for_and_no_other(
    declared: list[Declared], offset: int
) -> None:
    today = VISIT + timedelta(days=offset)

    shown = rules.shown_fields(declared, VISIT, today)

    assert shown == [one.field for one in declared if -one.days_before <= offset <= one.days_after]


@pytest.mark.parametrize(
    ("kind", "offset", "fields", "shown"),
    [
        (ComponentKind.PROGRAMME, -1, [], []),
        (ComponentKind.PROGRAMME, -1, [NAME], [ListKind.VISITORS]),
        (ComponentKind.MEAL, -28, [], [ListKind.DIETS]),
        (ComponentKind.MEAL, -29, [], []),
        (ComponentKind.MEAL, 7, [], [ListKind.DIETS]),
        (ComponentKind.MEAL, 8, [], []),
        (ComponentKind.LODGING, 0, [NAME], [ListKind.ROOMING, ListKind.VISITORS]),
        (ComponentKind.TRANSPORT, 0, [], [ListKind.BOARDING]),
    ],
)
def test_kitchens_hotels_and_drivers_get_their_own_lists(
    kind: ComponentKind, offset: int, fields: list[VisitorField], shown: list[ListKind]
) -> None:
    today = VISIT + timedelta(days=offset)
    assert rules.kinds_shown(kind, fields, VISIT, today) == shown


@pytest.mark.parametrize(
    ("controlled", "outside", "latest", "gate"),
    [
        (False, ["US"], None, Gate.OPEN),
        (True, [], None, Gate.OPEN),
        (True, ["US"], None, Gate.ASSESS),
        (True, ["US"], Found(["US"], Outcome.NOT_LISTED), Gate.OPEN),
        (True, ["US"], Found(["NO", "US"], Outcome.LICENSED), Gate.OPEN),
        (True, ["NO", "US"], Found(["US"], Outcome.NOT_LISTED), Gate.ASSESS),
        (True, ["US"], Found(["US"], Outcome.REFUSED), Gate.REFUSED),
    ],
)
def test_controlled_technology_keeps_the_list_shut_until_it_is_assessed(
    controlled: bool, outside: list[str], latest: Found | None, gate: Gate
) -> None:
    assert rules.gate(controlled, outside, latest) is gate


def test_who_comes_from_outside_the_eu() -> None:
    assert rules.outside_eu(["FI", "US", "NO", "EE", "US"]) == ["NO", "US"]
