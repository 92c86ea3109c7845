"""Every deadline of a departure, counted back from its visits."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from tests.visits.sites import DAYS, DOCUMENT, PHONE, POST, TODAY, VISIT, group, person, site, stop
from tourbook.departures.rules.leads import concerning, safe_day
from tourbook.hosts.models import ComponentKind, LeadKind, VisitorField
from tourbook.hosts.rules.leads import Lead
from tourbook.visits.rules.deadlines import (
    MAY_BE_EMPTY,
    Asked,
    Cell,
    Colour,
    Owner,
    Person,
    Site,
    colour_of,
    counts,
    deadlines,
    matrix,
    owed,
)


@pytest.mark.parametrize(
    ("days", "colour"),
    [(-1, Colour.RED), (0, Colour.AMBER), (7, Colour.AMBER), (8, Colour.GREEN)],
)
def test_a_week_before_it_is_amber_and_the_day_after_red(days: int, colour: Colour) -> None:
    assert colour_of(TODAY + timedelta(days=days), TODAY) is colour


def test_the_organiser_owes_a_host_that_was_not_asked() -> None:
    [asking] = deadlines([site(stop())], [], TODAY)

    assert (asking.what, asking.owner, asking.colour) == (
        LeadKind.ASK,
        Owner.ORGANISER,
        Colour.RED,
    )
    assert asking.day == date(2027, 5, 30)


def test_a_host_that_was_asked_owes_the_answer_until_the_request_lapses() -> None:
    place = site(stop(), asked=Asked.WAITING, organisation_id=5, answer_by=date(2027, 6, 4))

    [answer] = deadlines([place], [], TODAY)

    assert (answer.owner, answer.organisation_id) == (Owner.HOST, 5)
    assert (answer.day, answer.colour) == (date(2027, 6, 4), Colour.AMBER)


def test_an_answer_is_never_due_after_the_visit() -> None:
    place = site(stop(), asked=Asked.WAITING, answer_by=VISIT + timedelta(days=3))

    assert deadlines([place], [], TODAY)[0].day == VISIT


def test_a_host_that_said_yes_owes_nothing() -> None:
    [asking] = deadlines([site(stop(), asked=Asked.AGREED)], [], TODAY)

    assert asking.colour is Colour.DONE


@pytest.mark.parametrize(("done", "colour"), [(False, Colour.AMBER), (True, Colour.DONE)])
def test_what_is_marked_as_done_is_done(done: bool, colour: Colour) -> None:
    place = site(
        stop(menus=21),
        asked=Asked.AGREED,
        done=frozenset({LeadKind.MENUS}) if done else frozenset(),
    )

    menus = deadlines([place], [], TODAY)[1]

    assert (menus.what, menus.day, menus.colour) == (LeadKind.MENUS, date(2027, 6, 8), colour)


def test_the_leader_owes_the_names_of_places_that_have_none() -> None:
    place = site(stop(), asked=Asked.AGREED)

    found = owed([place], [group(person(), places=3)], VISIT - timedelta(days=13), VISIT)

    assert [(one.what, one.owner, one.colour, one.unnamed) for one in found] == [
        (LeadKind.NAMES, Owner.LEADER, Colour.RED, 2)
    ]


@pytest.mark.parametrize(("reachable", "owner"), [(True, Owner.PARTICIPANT), (False, Owner.LEADER)])
def test_a_person_without_an_address_is_helped_by_the_leader(reachable: bool, owner: Owner) -> None:
    place = site(stop(), frozenset({PHONE}), asked=Asked.AGREED)

    [one] = owed([place], [group(person(reachable=reachable))], TODAY, VISIT)

    assert (one.owner, one.missing) == (owner, frozenset({PHONE}))


def test_documents_have_a_day_of_their_own() -> None:
    place = site(stop(identity=21), frozenset({PHONE, DOCUMENT}), asked=Asked.AGREED)

    found = owed([place], [group(person())], TODAY, VISIT)

    assert [(one.what, one.day, one.missing) for one in found] == [
        (LeadKind.IDENTITY, date(2027, 6, 8), frozenset({DOCUMENT})),
        (LeadKind.NAMES, date(2027, 6, 15), frozenset({PHONE})),
    ]


def test_documents_without_a_day_of_their_own_are_due_with_the_names() -> None:
    place = site(stop(), frozenset({DOCUMENT}), asked=Asked.AGREED)

    [one] = owed([place], [group(person())], TODAY, VISIT)

    assert (one.what, one.missing) == (LeadKind.NAMES, frozenset({DOCUMENT}))


def test_what_may_be_empty_is_never_missing() -> None:
    place = site(stop(), MAY_BE_EMPTY, asked=Asked.AGREED)

    assert owed([place], [group(person())], TODAY, VISIT) == []


def cells(sites: Sequence[Site], *people: Person, places: int | None = None) -> list[list[Cell]]:
    return [list(row.cells) for row in matrix(sites, [group(*people, places=places)], TODAY)]


def test_the_table_shows_what_is_missing_where_until_when() -> None:
    asks_phone = site(stop(key=1), frozenset({PHONE}))
    asks_post = site(stop(TODAY + timedelta(days=20), key=2), frozenset({POST, PHONE}))
    late = site(stop(TODAY + timedelta(days=5), key=3), frozenset({POST}))

    [row] = cells([asks_phone, asks_post, late], person(PHONE))

    assert row == [
        Cell(Colour.DONE),
        Cell(Colour.AMBER, TODAY + timedelta(days=6), frozenset({POST})),
        Cell(Colour.RED, TODAY - timedelta(days=9), frozenset({POST})),
    ]


def test_places_without_a_name_are_a_row_of_their_own() -> None:
    [named, unnamed] = cells([site(stop())], person(), places=3)

    assert named == [Cell(Colour.DONE)]
    assert unnamed == [Cell(Colour.GREEN, date(2027, 6, 15), frozenset({VisitorField.NAME}))]


def test_people_are_counted_by_their_worst_site() -> None:
    late = site(stop(TODAY), frozenset({PHONE}))
    rows = matrix([late], [group(person(PHONE), person(number=2), places=4)], TODAY)

    assert counts(rows) == {Colour.DONE: 1, Colour.GREEN: 0, Colour.AMBER: 0, Colour.RED: 3}


# What a declared lead time has a meaning for

EVERY = {what: Lead(what, DAYS, 10) for what in LeadKind}


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        (ComponentKind.MEAL, {LeadKind.MENUS}),
        (ComponentKind.LODGING, {LeadKind.ROOMING}),
        (ComponentKind.PROGRAMME, {LeadKind.GIFT}),
        (ComponentKind.TRANSPORT, set()),
    ],
)
def test_a_stop_needs_what_its_kind_has_a_use_for(kind: ComponentKind, more: set[LeadKind]) -> None:
    needed = concerning(EVERY, kind=kind, interpreted=False, asks_identity=False)

    assert set(needed) == {LeadKind.ASK, LeadKind.NAMES} | more


def test_an_interpreter_and_documents_are_due_where_they_are_wanted() -> None:
    needed = concerning(EVERY, kind=ComponentKind.TRANSPORT, interpreted=True, asks_identity=True)

    assert {LeadKind.INTERPRETER, LeadKind.IDENTITY} < set(needed)


def test_what_a_component_itself_demands_always_holds() -> None:
    needed = concerning(
        EVERY,
        kind=ComponentKind.TRANSPORT,
        interpreted=False,
        asks_identity=False,
        own=frozenset({LeadKind.MENUS}),
    )

    assert LeadKind.MENUS in needed


def test_without_hosts_no_day_is_the_last_safe_one() -> None:
    assert safe_day([]) is None
