from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.bookings.rules import package_travel
from tourbook.bookings.rules.package_travel import Duty, Kind, Reason, Sale, Service
from tourbook.core.refused import Refused

VISIT = Sale(
    agreed_on=date(2027, 3, 2),
    services=frozenset({Service.TRANSPORT, Service.ACCOMMODATION, Service.OTHER}),
    hours=72,
    nights=2,
    minimum_number=10,
)
DAY_OUT = replace(VISIT, services=frozenset({Service.TRANSPORT, Service.OTHER}), hours=23, nights=0)


def test_a_visit_of_several_days_is_a_protected_package() -> None:
    found = package_travel.classify(VISIT)

    assert (found.kind, found.rules.code) == (Kind.PACKAGE, "eu-2015-2302")
    assert found.reasons == (
        Reason.TWO_KINDS,
        Reason.NO_AGREEMENT,
        Reason.PREPAID,
        Reason.TRANSPORT_INCLUDED,
    )
    assert found.duties == (
        Duty.INFORMATION_FORM,
        Duty.FACTS_BEFORE,
        Duty.MINIMUM_NUMBER,
        Duty.CONFIRMATION,
        Duty.INSOLVENCY_PROTECTION,
        Duty.TRANSFER,
        Duty.TERMINATION,
        Duty.ASSISTANCE,
    )
    assert (found.protected, found.needs_form, found.needs_security) == (True, True, True)


@pytest.mark.parametrize(
    ("sale", "kind", "reasons"),
    [
        (
            replace(VISIT, general_agreement=True),
            Kind.LEFT_OUT,
            (Reason.TWO_KINDS, Reason.GENERAL_AGREEMENT),
        ),
        (DAY_OUT, Kind.LEFT_OUT, (Reason.TWO_KINDS, Reason.UNDER_A_DAY)),
        (
            replace(VISIT, occasional=True, without_profit=True, closed_group=True),
            Kind.LEFT_OUT,
            (Reason.TWO_KINDS, Reason.CLOSED_CIRCLE),
        ),
        (
            replace(VISIT, services=frozenset({Service.ACCOMMODATION})),
            Kind.NO_PACKAGE,
            (Reason.ONE_KIND,),
        ),
        (
            replace(
                VISIT,
                services=frozenset({Service.ACCOMMODATION, Service.OTHER}),
                other_is_essential=False,
                other_percent=24,
            ),
            Kind.NO_PACKAGE,
            (Reason.OTHER_IS_MINOR,),
        ),
    ],
)
def test_what_is_not_protected_has_its_reason_and_no_duties(
    sale: Sale, kind: Kind, reasons: tuple[Reason, ...]
) -> None:
    found = package_travel.classify(sale)

    assert (found.kind, found.reasons, found.duties) == (kind, reasons, ())
    assert not found.needs_form
    assert not found.needs_security
    assert all(sentence.endswith(".") for sentence in found.sentences)


@pytest.mark.parametrize(
    "sale",
    [
        replace(DAY_OUT, hours=24),
        replace(
            DAY_OUT,
            services=frozenset({Service.ACCOMMODATION, Service.OTHER}),
            nights=1,
        ),
        replace(VISIT, occasional=True, without_profit=True),
        replace(VISIT, occasional=True, closed_group=True),
        replace(VISIT, without_profit=True, closed_group=True),
        replace(
            VISIT,
            services=frozenset({Service.ACCOMMODATION, Service.OTHER}),
            other_is_essential=False,
            other_percent=25,
        ),
        replace(
            VISIT,
            services=frozenset({Service.ACCOMMODATION, Service.TRANSPORT, Service.OTHER}),
            other_is_essential=False,
        ),
        replace(VISIT, services=frozenset({Service.VEHICLE_HIRE, Service.ACCOMMODATION})),
    ],
)
def test_just_over_each_line_the_sale_is_protected(sale: Sale) -> None:
    assert package_travel.classify(sale).protected


@pytest.mark.parametrize(
    ("changes", "reasons", "security"),
    [
        (
            {"prepaid": False, "services": frozenset({Service.ACCOMMODATION, Service.OTHER})},
            (Reason.NEITHER_PREPAID_NOR_TRANSPORT,),
            False,
        ),
        ({"prepaid": False}, (Reason.TRANSPORT_INCLUDED,), True),
        (
            {"services": frozenset({Service.ACCOMMODATION, Service.OTHER})},
            (Reason.PREPAID,),
            True,
        ),
        ({"sold_abroad": True}, (Reason.SOLD_ABROAD,), False),
    ],
)
def test_security_is_for_prepaid_money_and_the_way_home(
    changes: dict[str, object], reasons: tuple[Reason, ...], security: bool
) -> None:
    found = package_travel.classify(replace(VISIT, **changes))  # type: ignore[arg-type]

    assert found.protected
    assert found.needs_form
    assert found.reasons[2:] == reasons
    assert found.needs_security is security


def test_a_minimum_number_is_only_told_where_there_is_one() -> None:
    none = package_travel.classify(replace(VISIT, minimum_number=None))

    assert Duty.MINIMUM_NUMBER not in none.duties
    assert Duty.MINIMUM_NUMBER in package_travel.classify(VISIT).duties


@pytest.mark.parametrize(
    ("agreed_on", "code", "bound"),
    [
        (date(2018, 7, 1), "eu-2015-2302", False),
        (date(2029, 3, 28), "eu-2015-2302", False),
        (date(2029, 3, 29), "eu-2026-1024", True),
    ],
)
def test_the_rules_are_those_of_the_day_of_the_agreement(
    agreed_on: date, code: str, bound: bool
) -> None:
    found = package_travel.classify(replace(VISIT, agreed_on=agreed_on))

    assert found.rules.code == code
    assert (Duty.COMPLAINTS in found.duties) is bound


def test_no_rules_are_made_up_for_a_time_before() -> None:
    with pytest.raises(Refused, match=r"known here from 2018-07-01 on\."):
        package_travel.classify(replace(VISIT, agreed_on=date(2018, 6, 30)))


@pytest.mark.parametrize(("agreed_on", "binding"), [(2027, False), (2030, True)])
def test_a_complaint_is_acknowledged_in_7_days_and_answered_in_60(
    agreed_on: int, binding: bool
) -> None:
    found = package_travel.classify(replace(VISIT, agreed_on=date(agreed_on, 1, 1)))

    clock = package_travel.complaint_clock(date(2030, 12, 30), found)

    assert (clock.acknowledge_by, clock.answer_by) == (date(2031, 1, 6), date(2031, 2, 28))
    assert clock.binding is binding


def test_a_sale_under_a_general_agreement_is_not_bound_by_the_clock() -> None:
    business = replace(VISIT, agreed_on=date(2030, 1, 1), general_agreement=True)

    found = package_travel.classify(business)

    assert not package_travel.complaint_clock(date(2030, 12, 30), found).binding


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"services": frozenset()}, "Say which services are sold"),
        ({"hours": 0}, "Check when the trip begins and ends"),
        ({"nights": -1}, "Check when the trip begins and ends"),
        ({"other_percent": 101}, "between 0 and 100 per cent"),
        ({"services": frozenset({Service.OTHER})}, "has accommodation among its services"),
        ({"minimum_number": 0}, "A minimum number is at least one person"),
    ],
)
def test_a_sale_that_cannot_be_is_refused(changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        package_travel.classify(replace(VISIT, **changes))  # type: ignore[arg-type]


SALES = st.builds(
    Sale,
    agreed_on=st.dates(date(2018, 7, 1), date(2035, 1, 1)),
    services=st.frozensets(st.sampled_from(Service), min_size=1),
    hours=st.integers(1, 400),
    other_percent=st.integers(0, 100),
    other_is_essential=st.booleans(),
    general_agreement=st.booleans(),
    occasional=st.booleans(),
    without_profit=st.booleans(),
    closed_group=st.booleans(),
    prepaid=st.booleans(),
    sold_abroad=st.booleans(),
)


@given(SALES)
def test_duties_follow_exactly_from_protection(sale: Sale) -> None:
    found = package_travel.classify(sale)

    assert bool(found.duties) is found.needs_form is found.protected
    assert found.reasons
    if found.protected:
        assert len(sale.services) >= 2
        assert not sale.general_agreement
        assert found.needs_security is (
            not sale.sold_abroad and (sale.prepaid or Service.TRANSPORT in sale.services)
        )
