"""How many units are paid for, and what cannot be reckoned; worked by hand."""

from dataclasses import replace
from datetime import date

import pytest

from tests.packages.costed import (
    MEAL,
    NIGHT,
    RIDE,
    SPRING,
    VISIT,
    at,
    basis,
    codes,
    line,
    net,
    service,
    tariff,
)
from tests.packages.sheets_random import VAT
from tourbook.hosts.models import ComponentKind, RateUnit, SupplementKind
from tourbook.packages.models import Sharing, VatScheme
from tourbook.packages.rules.costing import cost as costing
from tourbook.packages.rules.costing import units as costing_units
from tourbook.packages.rules.costing.values import (
    Line,
    Party,
)


def test_everybody_eats_also_those_who_do_not_pay() -> None:
    lunch = line(service(MEAL, tariff(RateUnit.PERSON, 1_500)))

    assert net(basis(lunch, sizes=((20, 2),))) == 22 * 1_500


def test_a_group_pays_once_however_large() -> None:
    visit = line(service(VISIT, tariff(RateUnit.GROUP, 20_000)))

    assert [size.net for size in costing.cost(basis(visit, sizes=((8, 1), (30, 2)))).sizes] == [
        20_000,
        20_000,
    ]


@pytest.mark.parametrize(
    ("persons", "every", "most", "free"),
    [(20, 20, None, 0), (21, 20, None, 1), (42, 20, None, 2), (42, 20, 1, 1), (42, None, None, 0)],
)
def test_one_is_free_for_every_so_many_that_pay(
    persons: int, every: int | None, most: int | None, free: int
) -> None:
    assert costing_units.free_places(persons, every, most) == free


def test_free_places_of_a_host_are_not_paid_for() -> None:
    dinner = line(service(MEAL, tariff(RateUnit.PERSON, 3_000), free_every=20))

    # 20+2: of 22 persons one is free, for twenty others are paid.
    assert net(basis(dinner, sizes=((20, 2),))) == 21 * 3_000


@pytest.mark.parametrize(
    ("size", "sharing", "twin_rooms", "rooms"),
    [
        ((10, 1), Sharing.TWIN, None, (5, 1)),
        ((15, 1), Sharing.TWIN, None, (7, 2)),
        ((15, 1), Sharing.SINGLE, None, (0, 16)),
        ((10, 1), Sharing.TWIN, 3, (3, 5)),
        ((20, 2), Sharing.TWIN, 0, (0, 22)),
    ],
)
def test_guests_share_and_the_odd_one_out_and_escorts_do_not(
    size: tuple[int, int], sharing: Sharing, twin_rooms: int | None, rooms: tuple[int, int]
) -> None:
    assert costing_units.rooms(Party(*size).shares[""], sharing, twin_rooms) == rooms


def test_alone_one_pays_half_a_twin_room_and_the_supplement() -> None:
    single = tariff(RateUnit.ROOM_NIGHT, 2_500, extra=SupplementKind.SINGLE_ROOM)
    night = line(service(NIGHT, tariff(RateUnit.ROOM_NIGHT, 11_000), single))

    # 15+1: seven twins, and two alone at 55.00 + 25.00.
    assert net(basis(night, sizes=((15, 1),))) == 7 * 11_000 + 2 * (5_500 + 2_500)


def test_alone_one_pays_the_whole_room_where_no_supplement_is_known() -> None:
    night = line(service(NIGHT, tariff(RateUnit.ROOM_NIGHT, 11_000)))

    assert net(basis(night, sizes=((15, 1),))) == (7 + 2) * 11_000
    assert codes(basis(night)) == []


def test_half_of_an_odd_room_is_rounded_once_for_the_line() -> None:
    single = tariff(RateUnit.ROOM_NIGHT, 0, extra=SupplementKind.SINGLE_ROOM)
    night = line(service(NIGHT, tariff(RateUnit.ROOM_NIGHT, 9_999), single))

    # One twin and one alone: one and a half rooms are 149.985.
    assert net(basis(night, sizes=((2, 1),))) == 14_999


def test_a_bed_is_paid_by_the_person_and_sleeping_alone_on_top() -> None:
    single = tariff(RateUnit.PERSON, 3_000, extra=SupplementKind.SINGLE_ROOM)
    night = line(service(NIGHT, tariff(RateUnit.PERSON, 6_000), single))

    assert net(basis(night, sizes=((10, 1),))) == 11 * 6_000 + 3_000


@pytest.mark.parametrize(
    ("size", "guides", "seats", "vehicles"),
    [(16, 0, 16, 1), (17, 0, 16, 2), (16, 1, 16, 2), (40, 0, None, 1), (0, 1, 16, 0)],
)
def test_there_are_as_many_vehicles_as_seats_require(
    size: int, guides: int, seats: int | None, vehicles: int
) -> None:
    assert costing_units.vehicles(size, guides, seats) == vehicles


def test_a_vehicle_is_paid_once_a_day_however_often_it_drives() -> None:
    coach = service(RIDE, tariff(RateUnit.VEHICLE_DAY, 70_000), vehicle_seats=50)
    rides = [line(coach, key=key, day=day) for key, day in enumerate((1, 1, 1, 2), 1)]

    assert net(basis(*rides)) == 2 * 70_000


def test_a_guide_on_board_takes_a_seat_and_is_paid() -> None:
    guide = tariff(RateUnit.GROUP, 15_000, extra=SupplementKind.GUIDE)
    coach = service(RIDE, tariff(RateUnit.VEHICLE_DAY, 70_000), guide, vehicle_seats=11)

    assert net(basis(line(coach))) == 2 * 70_000 + 15_000


def test_kilometres_are_those_of_the_day_in_every_vehicle() -> None:
    coach = service(RIDE, tariff(RateUnit.KM, 180), vehicle_seats=8)
    there = replace(line(coach, key=1), metres=40_200)
    back = replace(line(coach, key=2), metres=40_300)

    # 80.5 km are 81 started ones; eleven persons need two vehicles.
    assert net(basis(there, back)) == 2 * 81 * 180


@pytest.mark.parametrize(("minutes", "halves"), [(1, 1), (30, 1), (31, 2), (75, 3), (120, 4)])
def test_hours_count_by_the_started_half_hour(minutes: int, halves: int) -> None:
    lecture = line(service(VISIT, tariff(RateUnit.HOUR, 9_000)), minutes=minutes)

    assert net(basis(lecture)) == halves * 4_500


def test_vehicles_by_the_hour_are_paid_for_each() -> None:
    minibus = service(RIDE, tariff(RateUnit.HOUR, 6_000), vehicle_seats=8)

    assert net(basis(line(minibus, minutes=120))) == 2 * 2 * 6_000


def test_an_items_own_number_stands_for_its_kilometres() -> None:
    coach = service(
        RIDE, tariff(RateUnit.VEHICLE_DAY, 70_000), tariff(RateUnit.KM, 180), vehicle_seats=50
    )
    ride = replace(line(coach), quantity=250, metres=10_000)

    assert net(basis(ride)) == 70_000 + 250 * 180


def test_interpreters_are_paid_by_language_where_they_are_wanted() -> None:
    finnish = tariff(RateUnit.HOUR, 8_000, extra=SupplementKind.INTERPRETER, language="fi")
    german = tariff(RateUnit.GROUP, 30_000, extra=SupplementKind.INTERPRETER, language="de")
    visit = line(service(VISIT, tariff(RateUnit.GROUP, 0), finnish, german), minutes=90)

    assert net(basis(visit)) == 0
    assert net(basis(replace(visit, interpreters=("fi",)))) == 12_000
    assert net(basis(replace(visit, interpreters=("de", "fi")))) == 42_000


def test_a_supplement_on_request_is_not_counted() -> None:
    sauna = tariff(RateUnit.GROUP, 20_000, extra=SupplementKind.OTHER)

    assert net(basis(line(service(MEAL, tariff(RateUnit.PERSON, 1_000), sauna)))) == 11_000


def test_tracks_share_the_party() -> None:
    lunch = service(MEAL, tariff(RateUnit.PERSON, 1_000))
    first, second = (
        replace(line(lunch, key=key), track=track) for key, track in ((1, "A"), (2, "B"))
    )

    # 15+2 part into 8+1 and 7+1.
    costed = at(basis(first, second, sizes=((15, 2),)))

    assert [each.net for each in costed.lines] == [9_000, 8_000]


def test_tracks_that_drive_apart_need_their_own_vehicles() -> None:
    coach = service(RIDE, tariff(RateUnit.VEHICLE_DAY, 70_000), vehicle_seats=50)
    rides = [replace(line(coach, key=k), track=track) for k, track in enumerate(("", "A", "B"), 1)]

    assert net(basis(*rides)) == 2 * 70_000


def test_a_rate_holds_for_its_sizes_and_days() -> None:
    offered = service(
        VISIT,
        tariff(RateUnit.GROUP, 100, pax=(1, 10)),
        tariff(RateUnit.GROUP, 200, pax=(11, 40), valid=(date.min, SPRING)),
        tariff(RateUnit.GROUP, 300, pax=(11, 40), valid=(date(2026, 5, 5), date.max)),
    )
    visits = basis(
        line(offered, key=1, day=1), line(offered, key=2, day=2), sizes=((9, 1), (10, 1))
    )

    assert [[each.net for each in size.lines] for size in costing.cost(visits).sizes] == [
        [100, 100],
        [200, 300],
    ]


def test_vat_is_that_of_the_day() -> None:
    lunch = service(MEAL, tariff(RateUnit.GROUP, 10_000))
    new_year = replace(
        basis(line(lunch, key=1, day=1), line(lunch, key=2, day=2)), first_day=date(2025, 12, 31)
    )

    assert [each.vat for each in at(new_year).lines] == [1_400, 1_350]


def test_a_service_without_a_rate_is_named() -> None:
    assert codes(basis(line(service(VISIT)))) == ["cost_no_rate"]
    assert codes(basis(line(service(VISIT, tariff(RateUnit.GROUP, 0))))) == []


def test_a_service_without_a_rate_on_that_day_is_named_with_the_day() -> None:
    old = tariff(RateUnit.GROUP, 100, valid=(date.min, date(2026, 5, 3)))

    [problem] = costing.cost(basis(line(service(VISIT, old)))).warnings

    assert (problem.code, problem.values["day"]) == ("cost_no_rate_day", SPRING)
    assert problem.ways_out[0].values["component_id"] == 1


def test_a_service_without_a_rate_for_a_size_is_named_with_the_size() -> None:
    small = line(service(VISIT, tariff(RateUnit.GROUP, 100, pax=(1, 20))))

    [problem] = costing.cost(basis(small, sizes=((8, 1), (20, 2), (30, 2)))).warnings

    assert (problem.code, problem.values["sizes"]) == ("cost_no_rate_size", (22, 32))


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (line(None), "cost_no_component"),
        (line(service(RIDE, tariff(RateUnit.VEHICLE_DAY, 100))), "cost_no_seats"),
        (line(service(NIGHT, tariff(RateUnit.PERSON, 100))), "cost_no_single"),
        (
            replace(line(service(VISIT, tariff(RateUnit.GROUP, 1))), interpreters=("de",)),
            "cost_no_interpreter",
        ),
    ],
)
def test_what_cannot_be_reckoned_is_named(made: Line, code: str) -> None:
    assert codes(basis(made)) == [code]


def test_free_text_that_is_no_meal_ride_or_night_costs_nothing() -> None:
    assert codes(basis(replace(line(None), kind=ComponentKind.SIDE))) == []


def test_a_category_without_vat_is_named() -> None:
    lunch = basis(line(service(MEAL, tariff(RateUnit.PERSON, 1_000))))

    assert codes(replace(lunch, vat=VAT[:1])) == ["cost_no_vat"]


def test_the_margin_scheme_is_hinted_at_for_a_trip_with_a_night() -> None:
    night = line(service(NIGHT, tariff(RateUnit.ROOM_NIGHT, 1)))
    lunch = line(service(MEAL, tariff(RateUnit.PERSON, 1)))

    assert costing.cost(basis(night)).margin_scheme_likely
    assert costing.cost(basis(lunch, replace(lunch, day=2))).margin_scheme_likely
    assert not costing.cost(basis(lunch)).margin_scheme_likely
    assert not costing.cost(basis(replace(night, scheme=VatScheme.MARGIN))).margin_scheme_likely
