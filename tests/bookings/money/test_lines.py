from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bookings.money import oracle
from tourbook.bookings.rules.money import lines
from tourbook.bookings.rules.money.lines import (
    Discount,
    LineKind,
    Option,
    PriceLine,
    Selling,
    Share,
    Wanted,
)
from tourbook.bookings.rules.money.vat import Sale, Treatment
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.hosts.models import VatCategory
from tourbook.packages.models import PriceTier

DAY = date(2027, 5, 3)
LODGING = Share(1, Treatment.TAXED, VatCategory.REDUCED)
TEACHING = Share(1, Treatment.TAXED, VatCategory.STANDARD)
BOUGHT = Share(2, Treatment.MARGIN, reason="Bought for the travellers")
MIX = (replace(LODGING, weight=3), TEACHING, BOUGHT)
TIERS = (
    PriceTier(pax_from=8, pax_to=19, person_cents=60_000, currency="EUR"),
    PriceTier(pax_from=20, pax_to=60, person_cents=48_000, currency="EUR"),
)
SELLING = Selling(TIERS, MIX, free_every=20, free_most=2, single_cents=9_000, single_mix=(LODGING,))
BOAT = Option(Texts(en="Boat"), 2_500, 10, (LODGING,))


def test_a_booking_is_priced_line_by_line() -> None:
    wanted = Wanted(
        21,
        singles=3,
        options=(BOAT,),
        discounts=(Discount("Second visit", basis_points=500), Discount("Late room", cents=1_234)),
    )

    found = lines.price(SELLING, wanted)

    assert [(line.kind, line.quantity, line.unit_cents, line.cents) for line in found] == [
        (LineKind.PLACES, 21, 48_000, 1_008_000),
        (LineKind.FREE_PLACES, 1, -48_000, -48_000),
        (LineKind.SINGLE, 3, 9_000, 27_000),
        (LineKind.OPTION, 10, 2_500, 25_000),
        (LineKind.DISCOUNT, 1, -50_600, -50_600),
        (LineKind.DISCOUNT, 1, -1_234, -1_234),
    ]
    assert lines.total(found) == 960_166
    assert [line.reason for line in found[-2:]] == ["Second visit", "Late room"]


@pytest.mark.parametrize(
    ("places", "free", "person"), [(20, 0, 48_000), (21, 1, 48_000), (1, 0, 60_000)]
)
def test_the_tier_is_that_of_those_who_pay(places: int, free: int, person: int) -> None:
    found = lines.price(SELLING, Wanted(places))

    assert lines.total(found) == (places - free) * person


def test_a_free_place_can_bring_those_who_pay_into_a_smaller_tier() -> None:
    selling = replace(SELLING, free_every=10)

    assert lines.total(lines.price(selling, Wanted(20))) == 19 * 60_000


@given(st.integers(0, 500), st.integers(1, 60), st.none() | st.integers(0, 5))
def test_free_places_are_those_that_counting_up_finds(
    places: int, every: int, most: int | None
) -> None:
    assert lines.free_places(places, every, most) == oracle.most_free(places, every, most)


def test_without_free_places_nobody_goes_free_and_one_for_none_is_refused() -> None:
    assert lines.free_places(100, None) == 0
    with pytest.raises(Refused, match="at least one"):
        lines.free_places(100, 0)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Wanted(0), "at least one place"),
        (Wanted(61 + 3), "no price"),
        (Wanted(8, singles=9), "sleep alone"),
        (Wanted(8, singles=-1), "sleep alone"),
        (Wanted(8, options=(replace(BOAT, quantity=0),)), "at least once"),
        (Wanted(8, options=(replace(BOAT, unit_cents=-1),)), "at least once"),
        (Wanted(8, discounts=(Discount(" ", cents=1),)), "reason"),
        (Wanted(8, discounts=(Discount("Both", 1, 1),)), "share or as an amount"),
        (Wanted(8, discounts=(Discount("Neither"),)), "share or as an amount"),
        (Wanted(8, discounts=(Discount("More", cents=-1),)), "zero or more"),
        (Wanted(8, discounts=(Discount("More", basis_points=10_001),)), "0 to 100"),
        (Wanted(8, discounts=(Discount("Much", cents=480_001),)), "more than the price"),
        (Wanted(8, discounts=(Discount("All", 10_000), Discount("1", cents=1))), "more than"),
    ],
)
def test_what_cannot_be_priced_says_why(wanted: Wanted, words: str) -> None:
    with pytest.raises(Refused, match=words):
        lines.price(SELLING, wanted)


def test_the_edges_of_the_refusals_are_priced() -> None:
    assert lines.total(lines.price(SELLING, Wanted(8, singles=8))) == 8 * 69_000
    everything = Wanted(8, discounts=(Discount("Guests of the city", cents=480_000),))
    assert lines.total(lines.price(SELLING, everything)) == 0


def test_a_package_without_single_rooms_and_one_in_other_money_are_refused() -> None:
    with pytest.raises(Refused, match="single room"):
        lines.price(replace(SELLING, single_cents=None), Wanted(8, singles=1))
    foreign = PriceTier(pax_from=1, pax_to=60, person_cents=1, currency="SEK")
    with pytest.raises(Refused, match="in euros"):
        lines.price(replace(SELLING, tiers=(foreign,)), Wanted(8))


def test_a_price_splits_into_parts_by_how_they_are_taxed() -> None:
    found = lines.price(
        SELLING, Wanted(10, singles=1, discounts=(Discount("Known to us", basis_points=1_000),))
    )

    # 6,000.00 at 3 : 1 : 2, 90.00 more for lodging, and a tenth off each.
    assert lines.sales_of(found, DAY) == (
        Sale(278_100, Treatment.TAXED, DAY, VatCategory.REDUCED),
        Sale(90_000, Treatment.TAXED, DAY, VatCategory.STANDARD),
        Sale(180_000, Treatment.MARGIN, DAY, reason="Bought for the travellers"),
    )


def test_a_part_may_be_supplied_on_a_day_of_its_own() -> None:
    night = replace(LODGING, supplied_on=date(2027, 1, 1))
    found = (PriceLine(LineKind.OPTION, 1, 1_000, (night,)),)

    assert lines.sales_of(found, DAY)[0].supplied_on == date(2027, 1, 1)


def test_a_line_that_does_not_tell_its_vat_is_refused() -> None:
    with pytest.raises(Refused, match="VAT category"):
        lines.sales_of([PriceLine(LineKind.OPTION, 1, 1_000)], DAY)


@st.composite
def bookings(draw: st.DrawFn) -> tuple[Selling, Wanted]:
    person = draw(st.integers(0, 200_000))
    shares = st.lists(
        st.sampled_from([LODGING, TEACHING, BOUGHT, replace(LODGING, weight=7)]),
        min_size=1,
        max_size=3,
    ).map(tuple)
    selling = Selling(
        (PriceTier(pax_from=1, pax_to=1_000, person_cents=person, currency="EUR"),),
        draw(shares),
        draw(st.none() | st.integers(1, 25)),
        draw(st.none() | st.integers(0, 3)),
        draw(st.integers(0, 20_000)),
        draw(shares),
    )
    places = draw(st.integers(1, 80))
    option = st.builds(
        Option, st.just(Texts(en="x")), st.integers(0, 9_999), st.integers(1, 40), shares
    )
    off = st.builds(Discount, st.just("why"), st.integers(0, 3_333))
    return selling, Wanted(
        places,
        draw(st.integers(0, places)),
        tuple(draw(st.lists(option, max_size=3))),
        tuple(draw(st.lists(off, max_size=3))),
    )


@given(bookings())
def test_a_price_is_that_of_the_oracle_and_its_parts_add_up(
    booking: tuple[Selling, Wanted],
) -> None:
    selling, wanted = booking

    found = lines.price(selling, wanted)

    free = (
        oracle.most_free(wanted.places, selling.free_every, selling.free_most)
        if selling.free_every
        else 0
    )
    before = (wanted.places - free) * selling.tiers[0].person_cents
    before += wanted.singles * (selling.single_cents or 0)
    before += sum(option.quantity * option.unit_cents for option in wanted.options)
    off = sum(
        oracle.share_of(before, Decimal(each.basis_points or 0) / 100) for each in wanted.discounts
    )
    assert lines.total(found) == before - off
    parts = lines.sales_of(found, DAY)
    assert sum(part.gross for part in parts) == lines.total(found)
    assert all(part.gross >= 0 for part in parts)
    assert len({(part.treatment, part.category, part.reason) for part in parts}) == len(parts)


@given(bookings())
def test_a_discount_lowers_all_parts_alike(booking: tuple[Selling, Wanted]) -> None:
    selling, wanted = booking
    full = lines.sales_of(lines.price(selling, replace(wanted, discounts=())), DAY)
    whole = sum(part.gross for part in full)

    found = lines.sales_of(lines.price(selling, wanted), DAY)

    left = sum(part.gross for part in found)
    for before, after in zip(full, found, strict=True):
        exact = Fraction(before.gross * left, whole or 1)
        assert abs(after.gross - exact) < 1 or whole == 0
