"""How early hosts want to be asked and told."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.core.refused import Refused
from tourbook.hosts.models import LeadKind, LeadTime, LeadUnit
from tourbook.hosts.rules.leads import Lead, check_lead, due_day, leads_of
from tourbook.packages.models import PackageLead

ASK, NAMES, MENUS = LeadKind.ASK, LeadKind.NAMES, LeadKind.MENUS
DAYS, WORKING, DATE = LeadUnit.DAYS, LeadUnit.WORKING_DAYS, LeadUnit.DATE
#: A Tuesday.
VISIT = date(2027, 6, 29)
SATURDAY = 5

visit_days = st.dates(date(2026, 1, 1), date(2032, 12, 31))
demands = st.one_of(
    st.builds(
        Lead,
        st.sampled_from(LeadKind),
        st.sampled_from([DAYS, WORKING]),
        st.integers(0, 730),
    ),
    st.builds(Lead, st.sampled_from(LeadKind), st.just(DATE), st.none(), visit_days),
)


def held(
    rows: list[LeadTime] | None = None,
    organisation: list[LeadTime] | None = None,
    package: list[PackageLead] | None = None,
) -> dict[LeadKind, Lead]:
    return leads_of(
        ask_by_days=30,
        names_by_days=14,
        rows=rows or [],
        organisation_rows=organisation or [],
        package_rows=package or [],
        visit_day=VISIT,
    )


def row(what: LeadKind, amount: int, unit: LeadUnit = DAYS) -> LeadTime:
    return LeadTime(what=what, unit=unit, amount=amount)


def of_package(what: LeadKind, amount: int) -> PackageLead:
    return PackageLead(what=what, unit=DAYS, amount=amount)


def test_the_columns_hold_where_no_row_says_otherwise() -> None:
    assert held() == {ASK: Lead(ASK, DAYS, 30), NAMES: Lead(NAMES, DAYS, 14)}


def test_a_component_holds_over_its_organisation_and_that_over_the_columns() -> None:
    organisation = [row(ASK, 45), row(NAMES, 21), row(MENUS, 5, WORKING)]
    assert held([row(NAMES, 7)], organisation) == {
        ASK: Lead(ASK, DAYS, 45),
        NAMES: Lead(NAMES, DAYS, 7),
        MENUS: Lead(MENUS, WORKING, 5),
    }


def test_a_package_may_ask_for_more_time_but_not_for_less() -> None:
    found = held(package=[of_package(ASK, 60), of_package(NAMES, 3), of_package(MENUS, 10)])
    assert found == {
        ASK: Lead(ASK, DAYS, 60),
        NAMES: Lead(NAMES, DAYS, 14),
        MENUS: Lead(MENUS, DAYS, 10),
    }


def test_what_is_due_comes_in_the_order_of_the_kinds() -> None:
    found = held([row(kind, 3) for kind in reversed(LeadKind)])
    assert list(found) == list(LeadKind)


@pytest.mark.parametrize(
    ("lead", "due"),
    [
        (Lead(NAMES, DAYS, 14), date(2027, 6, 15)),
        # Back over a weekend, Midsummer Eve (a Friday) and Midsummer Day.
        (Lead(NAMES, WORKING, 1), date(2027, 6, 28)),
        (Lead(NAMES, WORKING, 2), date(2027, 6, 24)),
        (Lead(NAMES, WORKING, 0), VISIT),
        (Lead(NAMES, DATE, day=date(2027, 5, 31)), date(2027, 5, 31)),
        # A date after the visit is no leave to come late.
        (Lead(NAMES, DATE, day=date(2027, 7, 31)), VISIT),
    ],
)
def test_when_it_is_due(lead: Lead, due: date) -> None:
    assert due_day(lead, VISIT) == due


def test_on_a_holiday_no_working_days_before_is_the_last_working_day() -> None:
    assert due_day(Lead(NAMES, WORKING, 0), date(2027, 6, 26)) == date(2027, 6, 24)


def is_worked(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in holidays.country_holidays("FI", years=day.year)


@given(demands, visit_days)
def test_nothing_is_due_after_the_visit(lead: Lead, visit: date) -> None:
    assert due_day(lead, visit) <= visit


@given(visit_days, st.integers(0, 60))
def test_working_days_skip_finnish_holidays(visit: date, amount: int) -> None:
    due = due_day(Lead(NAMES, WORKING, amount), visit)
    assert is_worked(due)
    between = [due + timedelta(days=n) for n in range(1, (visit - due).days)]
    before_the_visit = sum(is_worked(day) for day in [due, *between] if day < visit)
    # With 0 the visit's own day counts, or the last working day before it.
    assert before_the_visit == (amount if amount or is_worked(visit) else 1)


@given(st.lists(demands), st.lists(demands), st.lists(demands), visit_days)
def test_a_package_never_makes_anything_later(
    rows: list[Lead], organisation: list[Lead], package: list[Lead], visit: date
) -> None:
    def due(package_rows: list[Lead]) -> dict[LeadKind, date]:
        found = leads_of(
            ask_by_days=30,
            names_by_days=14,
            rows=rows,
            organisation_rows=organisation,
            package_rows=package_rows,
            visit_day=visit,
        )
        return {what: due_day(lead, visit) for what, lead in found.items()}

    without, with_package = due([]), due(package)
    assert all(with_package[what] <= day for what, day in without.items())
    asked = {lead.what: due_day(lead, visit) for lead in package}
    assert all(with_package[what] <= day for what, day in asked.items())


@pytest.mark.parametrize(
    ("lead", "sentence"),
    [
        (Lead(NAMES, DAYS), "Give the number of days."),
        (Lead(NAMES, DATE), "Give the date by which it is due."),
        (Lead(NAMES, DAYS, 731), "A lead time is at most %(most)d days."),
        (Lead(NAMES, WORKING, -1), "A lead time is at most %(most)d days."),
    ],
)
def test_a_senseless_demand_is_refused(lead: Lead, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        check_lead(lead)
    assert refused.value.sentence == sentence


@pytest.mark.parametrize(
    "lead", [Lead(NAMES, DAYS, 730), Lead(NAMES, WORKING, 0), Lead(NAMES, DATE, day=VISIT)]
)
def test_a_sensible_demand_is_taken(lead: Lead) -> None:
    check_lead(lead)
