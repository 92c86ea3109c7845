"""Deadlines of random programmes, against the words of the rule."""

from bisect import bisect_left
from datetime import date, timedelta

import holidays
from hypothesis import given
from hypothesis import strategies as st

from tests.visits.sites import (
    BIRTH,
    DAYS,
    DOCUMENT,
    FIXED,
    WORKING,
    person,
    site,
)
from tourbook.core.texts import Texts
from tourbook.departures.rules.leads import Stop, concerning, safe_day
from tourbook.hosts.models import ComponentKind, LeadKind, VisitorField
from tourbook.hosts.rules.leads import Lead, leads_of
from tourbook.visits.rules.deadlines import (
    MAY_BE_EMPTY,
    Colour,
    Group,
    Site,
    deadlines,
    matrix,
    owed,
    worst,
)

FINNISH = holidays.country_holidays("FI", years=range(2022, 2036))
WORKING_DAYS = [
    day
    for day in (date(2022, 1, 1) + timedelta(days=n) for n in range(14 * 365))
    if day.weekday() < 5 and day not in FINNISH
]


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
        for place, cell in zip(sites, row.cells, strict=True):
            of_cell = [
                one
                for one in found
                if one.stop is place.stop and one.group is row.group and one.person is row.person
                if row.person is not None or one.unnamed
            ]
            assert cell.colour is worst(one.colour for one in of_cell)
            if row.person is not None:
                missing: frozenset[VisitorField] = frozenset().union(
                    *(one.missing for one in of_cell)
                )
                assert cell.missing == missing
                assert not cell.missing & (row.person.given | MAY_BE_EMPTY)
