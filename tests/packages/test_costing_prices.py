"""From cost to price, what if, and what is kept; worked by hand."""

from dataclasses import replace

import pytest

from tests.packages.costed import (
    MEAL,
    NIGHT,
    RIDE,
    STANDARD,
    VISIT,
    at,
    basis,
    line,
    net,
    service,
    tariff,
)
from tourbook.core.refused import Refused
from tourbook.hosts.models import RateUnit, SupplementKind, VatCategory
from tourbook.packages.models import MarkupKind, PriceTier, Sharing, VatScheme
from tourbook.packages.rules.costing import changes as costing_changes
from tourbook.packages.rules.costing import cost as costing
from tourbook.packages.rules.costing import frozen as costing_frozen
from tourbook.packages.rules.costing import prices as costing_prices
from tourbook.packages.rules.costing import tiers as costing_tiers
from tourbook.packages.rules.costing.changes import Changes
from tourbook.packages.rules.costing.cost import Reckoning
from tourbook.packages.rules.costing.values import (
    Basis,
)


@pytest.mark.parametrize(
    ("sale", "purchases", "vat"),
    [(1_000_000, 820_000, 36_574), (485_050, 400_000, 17_281), (100, 200, 0)],
)
def test_the_vat_of_a_margin(sale: int, purchases: int, vat: int) -> None:
    assert costing_prices.margin_vat(sale - purchases, 2550) == vat


def test_the_general_scheme_deducts_and_pays() -> None:
    visit = line(service(VISIT, tariff(RateUnit.GROUP, 100_000, STANDARD)))

    size = at(basis(visit, markup=2000))

    # 1,000.00 with 20 % is 1,200.00, with 25.5 % 1,506.00: 150.60 for each of ten.
    assert (size.deductible_vat, size.margin_base, size.cost) == (25_500, 0, 100_000)
    assert (size.price, size.result.vat, size.profit) == (15_060, 30_600, 20_000)


def test_the_margin_scheme_taxes_what_is_left() -> None:
    offered = service(VISIT, tariff(RateUnit.GROUP, 100_000, STANDARD))
    visit = replace(line(offered), scheme=VatScheme.MARGIN, reason="Bought for the travellers.")

    size = at(basis(visit, markup=2000))

    # 1,255.00 and 251.00 with 25.5 % on it: 1,570.005, so 1,570.01; each of ten pays 157.01.
    assert (size.deductible_vat, size.margin_base, size.cost) == (0, 125_500, 125_500)
    assert (size.price, size.result.revenue) == (15_701, 157_010)
    # The margin of 315.10 holds 64.02.
    assert (size.result.vat, size.profit) == (6_402, 25_108)


def test_a_sale_in_both_schemes_is_split_without_losing_a_cent() -> None:
    night = replace(
        line(service(NIGHT, tariff(RateUnit.ROOM_NIGHT, 10_000))), scheme=VatScheme.MARGIN
    )
    visit = line(service(VISIT, tariff(RateUnit.GROUP, 33_333, STANDARD), key=2), key=2)

    size = at(basis(night, visit, markup=1550, step=500))

    assert [part.part for part in size.result.parts] == [2550, None]
    assert sum(part.revenue for part in size.result.parts) == size.price * 10
    assert size.profit == size.result.revenue - size.result.vat - size.cost


@pytest.mark.parametrize(
    ("kind", "share", "price"), [(MarkupKind.MARKUP, 2000, 120), (MarkupKind.MARGIN, 2000, 125)]
)
def test_a_mark_up_is_on_the_cost_and_a_margin_of_the_price(
    kind: MarkupKind, share: int, price: int
) -> None:
    free_of_vat = tariff(RateUnit.GROUP, 1_000, VatCategory.EXEMPT)

    assert at(basis(line(service(VISIT, free_of_vat)), markup=share, kind=kind)).price == price


def test_a_margin_is_less_than_the_price() -> None:
    costing_prices.check_markup(MarkupKind.MARGIN, 9_999)
    costing_prices.check_markup(MarkupKind.MARKUP, 10_000)
    with pytest.raises(Refused):
        costing_prices.check_markup(MarkupKind.MARGIN, 10_000)


@pytest.mark.parametrize(
    ("total", "persons", "step", "price"),
    [(10_000, 10, 500, 1_000), (10_001, 10, 500, 1_500), (1, 10, 1, 1), (0, 10, 500, 0)],
)
def test_a_price_is_rounded_up_to_the_step(total: int, persons: int, step: int, price: int) -> None:
    assert costing_prices.rounded_up(total, persons, step) == price


def test_break_even_is_where_the_price_begins_to_carry_the_group() -> None:
    visit = line(service(VISIT, tariff(RateUnit.GROUP, 100_000, VatCategory.EXEMPT)))

    # 120.00 each of ten; 1,000.00 are carried by nine.
    size = at(basis(visit, markup=2000))

    assert (size.price, size.break_even) == (12_000, 9)


def test_break_even_stops_where_one_more_vehicle_is_lost_on() -> None:
    minibus = tariff(RateUnit.VEHICLE_DAY, 40_000, VatCategory.EXEMPT)
    ride = line(service(RIDE, minibus, vehicle_seats=8))

    # Two minibuses at ten persons: 80.00 each. Eight guests fill one and leave 240.00, nine make
    # two necessary and leave 80.00 too little.
    size = at(basis(ride, sizes=((10, 0),)))

    assert (size.price, size.break_even) == (8_000, 10)


def test_the_single_supplement_is_the_hosts_with_the_mark_up() -> None:
    single = tariff(RateUnit.ROOM_NIGHT, 3_000, extra=SupplementKind.SINGLE_ROOM)
    night = service(NIGHT, tariff(RateUnit.ROOM_NIGHT, 11_000), single)
    two = [line(night, key=key, day=key) for key in (1, 2)]

    # Two nights at 30.00, with 20 % 72.00, with 13.5 % 81.72.
    assert at(basis(*two, markup=2000, step=100)).single_supplement == 8_200
    assert at(basis(*two, sharing=Sharing.SINGLE)).single_supplement is None


def test_without_a_supplement_the_other_half_of_the_room_is_the_price() -> None:
    night = line(service(NIGHT, tariff(RateUnit.ROOM_NIGHT, 11_000, VatCategory.EXEMPT)))

    assert at(basis(night)).single_supplement == 5_500


def test_an_optional_item_has_a_price_of_its_own() -> None:
    dinner = line(service(MEAL, tariff(RateUnit.PERSON, 4_000)), key=1)
    cruise = line(service(VISIT, tariff(RateUnit.GROUP, 50_000, STANDARD), key=2), key=2)

    size = at(basis(dinner, replace(cruise, optional=True), markup=2000, step=100))

    assert size.cost == 44_000
    # 500.00, with 20 % 600.00, with 25.5 % 753.00, for ten.
    assert [(option.cost, option.price) for option in size.options] == [(50_000, 7_600)]


def test_brackets_cover_the_party_and_begin_at_the_costed_sizes() -> None:
    ranges = ((8, 1), (10, 1), (15, 1), (20, 2), (30, 2))

    assert costing_tiers.brackets(ranges, 5, 25) == [(5, 7), (8, 9), (10, 14), (15, 19), (20, 25)]
    assert costing_tiers.brackets(ranges, 8, 9) == [(8, 9)]
    assert costing_tiers.brackets(ranges, 40, 50) == [(40, 50)]


@pytest.mark.parametrize(("paying", "free"), [(5, 1), (19, 1), (20, 2), (99, 2)])
def test_a_size_has_the_free_places_of_the_costed_size_below_it(paying: int, free: int) -> None:
    assert costing_tiers.free_at(((8, 1), (20, 2)), paying) == free


def test_a_proposed_price_holds_for_every_size_of_its_bracket() -> None:
    minibus = tariff(RateUnit.VEHICLE_DAY, 40_000, VatCategory.EXEMPT)
    ride = line(service(RIDE, minibus, vehicle_seats=8))
    reckoning = Reckoning(basis(ride, sizes=((7, 0), (12, 0)), party=(7, 16)))

    tiers = costing_tiers.propose(reckoning)

    # Of seven to eleven, nine are the worst: two minibuses for nine. Of twelve to sixteen, twelve.
    assert [tier.row for tier in tiers] == [(7, 11, 8_889), (12, 16, 6_667)]
    rows = [PriceTier(pax_from=a, pax_to=b, person_cents=c) for a, b, c in (t.row for t in tiers)]
    assert costing_tiers.losses(reckoning, rows) == []
    rows[0].person_cents = 8_000
    assert costing_tiers.losses(reckoning, rows) == [(9, 9)]


def hotel_and_coach() -> Basis:
    night = line(service(NIGHT, tariff(RateUnit.ROOM_NIGHT, 10_000), key=1), key=1)
    coach = service(RIDE, tariff(RateUnit.VEHICLE_DAY, 50_000), key=2, vehicle_seats=50)
    return basis(night, line(coach, key=2))


def test_two_more_nights_cost_two_more_nights() -> None:
    made = hotel_and_coach()

    longer = costing_changes.changed(made, Changes(nights=2))

    assert net(longer) - net(made) == 2 * 6 * 10_000
    assert [each.day for each in longer.lines] == [1, 1, 2, 3]


def test_another_hotel_and_coach_take_the_place_of_those_there() -> None:
    hotel = service(NIGHT, tariff(RateUnit.ROOM_NIGHT, 20_000), key=8)
    coach = service(RIDE, tariff(RateUnit.VEHICLE_DAY, 30_000), key=9, vehicle_seats=8)

    changed = costing_changes.changed(hotel_and_coach(), Changes(hotel=hotel, coach=coach))

    assert net(changed) == 6 * 20_000 + 2 * 30_000


def test_a_coach_where_there_is_none_drives_every_day() -> None:
    lunch = service(MEAL, tariff(RateUnit.PERSON, 0), key=1)
    on_foot = replace(basis(line(lunch), line(lunch, key=2, day=2)), unhired={2: 30_500})
    coach = service(
        RIDE,
        tariff(RateUnit.VEHICLE_DAY, 50_000),
        tariff(RateUnit.KM, 100),
        vehicle_seats=50,
        key=9,
    )

    assert net(costing_changes.changed(on_foot, Changes(coach=coach))) == 2 * 50_000 + 31 * 100


def test_other_terms_change_the_price_and_not_the_cost() -> None:
    made = hotel_and_coach()
    changes = Changes(sharing=Sharing.SINGLE, markup_basis_points=0, round_to_cents=100)

    now, then = costing.cost(made), costing.cost(costing_changes.changed(made, changes))

    assert [each.then.cost - each.now.cost for each in costing_changes.beside(now, then)] == [
        50_000
    ]
    assert costing_changes.changed(made, Changes()) == made


def test_what_is_kept_is_plain_and_the_same_for_the_same() -> None:
    kept = costing_frozen.kept(Reckoning(hotel_and_coach()))

    assert costing_frozen.differences(kept, kept) == []
    assert list(costing_frozen.sizes_apart(kept, kept)) == []
    assert [size["cost"] for size in kept["sizes"]] == [110_000]


def test_a_rate_that_changed_or_ended_is_told() -> None:
    before = hotel_and_coach()
    dearer = service(NIGHT, tariff(RateUnit.ROOM_NIGHT, 12_500), key=1)
    gone = service(RIDE, key=2)
    after = replace(
        before,
        lines=(replace(before.lines[0], service=dearer), replace(before.lines[1], service=gone)),
    )
    kept, now = (costing_frozen.kept(Reckoning(each)) for each in (before, after))

    told = costing_frozen.differences(kept, now)

    assert [(each.was_cents, each.is_cents) for each in told] == [(10_000, 12_500), (50_000, None)]
    assert [each.more for each in costing_frozen.sizes_apart(kept, now)] == [15_000 - 50_000]
