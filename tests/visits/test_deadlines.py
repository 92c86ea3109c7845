"""Every deadline of a departure, counted back from its visits."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.core.texts import Texts
from tourbook.departures.rules.leads import Stop, concerning, safe_day
from tourbook.hosts.models import ComponentKind, LeadKind, LeadUnit, VisitorField
from tourbook.hosts.rules.leads import Lead, leads_of
from tourbook.visits.rules.deadlines import (
    MAY_BE_EMPTY,
    Asked,
    Cell,
    Colour,
    Group,
    Owner,
    Person,
    Site,
    colour_of,
    counts,
    deadlines,
    matrix,
    owed,
    worst,
)

DAYS, WORKING, FIXED = LeadUnit.DAYS, LeadUnit.WORKING_DAYS, LeadUnit.DATE
VISIT = date(2027, 6, 29)
TODAY = date(2027, 6, 1)
FINNISH = holidays.country_holidays("FI", years=range(2022, 2036))
WORKING_DAYS = [
    day
    for day in (date(2022, 1, 1) + timedelta(days=n) for n in range(14 * 365))
    if day.weekday() < 5 and day not in FINNISH
]

PHONE, POST = VisitorField.PHONE, VisitorField.EMPLOYER
DOCUMENT, BIRTH = VisitorField.IDENTITY_DOCUMENT, VisitorField.BIRTH_DATE


def stop(
    day: date = VISIT,
    *,
    key: int = 1,
    kind: ComponentKind = ComponentKind.PROGRAMME,
    **leads: int,
) -> Stop:
    """A stop with lead times in days, by the name of the kind: `ask=30`."""
    listed = {"ask": 30, "names": 14} | leads
    held = {LeadKind(what): Lead(LeadKind(what), DAYS, days) for what, days in listed.items()}
    name = Texts(en=f"Stop {key}")
    return Stop(key, day, kind, name, name, "Example Host", held)


def site(
    stop: Stop,
    fields: frozenset[VisitorField] = frozenset(),
    *,
    asked: Asked = Asked.NOT_YET,
    organisation_id: int | None = None,
    answer_by: date | None = None,
    done: frozenset[LeadKind] = frozenset(),
) -> Site:
    return Site(replace(stop, fields=fields), asked, organisation_id, answer_by, done)


def group(*people: Person, places: int | None = None) -> Group:
    return Group(1, "Example Delegation", len(people) if places is None else places, people)


def person(*given: VisitorField, number: int = 1, reachable: bool = True) -> Person:
    return Person(number, f"Person {number}", frozenset(given), reachable)


# Random programmes


leads = st.one_of(
    st.builds(
        Lead, st.sampled_from(LeadKind), st.sampled_from([DAYS, WORKING]), st.integers(0, 730)
    ),
    st.builds(
        Lead,
        st.sampled_from(LeadKind),
        st.just(FIXED),
        st.none(),
        st.dates(date(2025, 1, 1), date(2032, 12, 31)),
    ),
)
rows = st.lists(leads, max_size=4, unique_by=lambda lead: lead.what)
fields = st.frozensets(st.sampled_from(VisitorField), max_size=6)


@st.composite
def programmes(draw: st.DrawFn) -> list[Site]:
    first = draw(st.dates(date(2027, 1, 1), date(2031, 12, 1)))
    package = draw(rows)
    sites = []
    for key in range(1, draw(st.integers(1, 6)) + 1):
        day = first + timedelta(days=draw(st.integers(0, 14)))
        kind, asked = draw(st.sampled_from(ComponentKind)), draw(fields)
        own = draw(rows)
        held = leads_of(
            ask_by_days=draw(st.integers(0, 90)),
            names_by_days=draw(st.integers(0, 60)),
            rows=own,
            organisation_rows=draw(rows),
            package_rows=package,
            visit_day=day,
        )
        needed = concerning(
            held,
            kind=kind,
            interpreted=draw(st.booleans()),
            asks_identity=bool(asked & {DOCUMENT, BIRTH}),
            own=frozenset(row.what for row in own),
        )
        name = Texts(en=f"Stop {key}")
        sites.append(site(Stop(key, day, kind, name, name, "Host", needed), asked))
    return sites


@st.composite
def groups(draw: st.DrawFn) -> list[Group]:
    found = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        people = [
            person(*draw(fields), number=10 * number + n, reachable=draw(st.booleans()))
            for n in range(draw(st.integers(0, 4)))
        ]
        places = len(people) + draw(st.integers(0, 2))
        found.append(Group(number, f"Delegation {number}", places, people))
    return found


todays = st.dates(date(2026, 6, 1), date(2032, 1, 1))


def is_working(day: date) -> bool:
    return day.weekday() < 5 and day not in FINNISH


def counted_back(lead: Lead, day: date) -> date:
    """The day by the words of the rule, with the holidays of the library."""
    if lead.unit is FIXED:
        assert lead.day is not None
        return min(lead.day, day)
    assert lead.amount is not None
    if lead.unit is DAYS:
        return day - timedelta(days=lead.amount)
    earlier = bisect_left(WORKING_DAYS, day)
    if lead.amount == 0:
        return day if is_working(day) else WORKING_DAYS[earlier - 1]
    return WORKING_DAYS[earlier - lead.amount]


@given(programmes(), groups(), todays)
def test_no_deadline_lies_after_what_it_protects(
    sites: list[Site], groups: list[Group], today: date
) -> None:
    found = deadlines(sites, groups, today)

    assert all(one.day <= one.stop.day for one in found)
    for one in found:
        assert one.day == counted_back(one.stop.leads[one.what], one.stop.day)
        if one.stop.leads[one.what].unit is WORKING:
            assert is_working(one.day)


@given(programmes(), groups(), todays)
def test_the_last_safe_day_to_book_is_the_earliest_of_all(
    sites: list[Site], groups: list[Group], today: date
) -> None:
    safe = safe_day([site.stop for site in sites])

    assert safe is not None
    every = [
        counted_back(lead, site.stop.day) for site in sites for lead in site.stop.leads.values()
    ]
    assert safe.day == min(every)
    assert safe.day <= min(one.day for one in deadlines(sites, groups, today))


@given(programmes(), groups(), todays)
def test_on_the_last_safe_day_nothing_is_late_and_the_day_after_something_is(
    sites: list[Site], groups: list[Group], today: date
) -> None:
    safe = safe_day([site.stop for site in sites])
    assert safe is not None
    everyone = [*groups, Group(99, "Newcomers", 2, [person(number=99)])]

    on_the_day = deadlines(sites, everyone, safe.day)
    after = deadlines(sites, everyone, safe.day + timedelta(days=1))

    assert not any(one.colour is Colour.RED for one in on_the_day)
    owed = [one for one in after if one.what is safe.what and one.stop is safe.stop]
    assert any(one.colour is Colour.RED for one in owed)


@given(programmes(), groups(), todays, st.integers(0, 60))
def test_what_is_owed_soon_is_what_is_open_and_due(
    sites: list[Site], groups: list[Group], today: date, days: int
) -> None:
    until = today + timedelta(days=days)

    found = owed(sites, groups, today, until)

    every = deadlines(sites, groups, today)
    assert found == [one for one in every if one.is_open and one.day <= until]


@given(programmes(), groups(), todays)
def test_the_table_tells_the_same_as_the_deadlines(
    sites: list[Site], groups: list[Group], today: date
) -> None:
    found = deadlines(sites, groups, today)

    for row in matrix(sites, groups, today):
        for site, cell in zip(sites, row.cells, strict=True):
            of_cell = [
                one
                for one in found
                if one.stop is site.stop and one.group is row.group and one.person is row.person
                if row.person is not None or one.unnamed
            ]
            assert cell.colour is worst(one.colour for one in of_cell)
            if row.person is not None:
                missing: frozenset[VisitorField] = frozenset().union(
                    *(one.missing for one in of_cell)
                )
                assert cell.missing == missing
                assert not cell.missing & (row.person.given | MAY_BE_EMPTY)


# One thing at a time


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
