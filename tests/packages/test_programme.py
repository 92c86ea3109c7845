from datetime import time

import pytest

from tests.packages.programmes import Stop, item, version
from tourbook.core.refused import Refused
from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules import programme

VISIT, LODGING = ComponentKind.PROGRAMME, ComponentKind.LODGING


@pytest.mark.parametrize(
    ("starts", "ends", "kind", "next_day", "answer"),
    [
        (time(9), time(10, 30), VISIT, False, (540, 630)),
        (time(23), time(1), VISIT, True, (1380, 1500)),
        (time(20), time(8), LODGING, False, (1200, 1920)),
        (time(20), time(0), VISIT, True, (1200, 1440)),
    ],
)
def test_times_become_minutes_of_the_day(
    starts: time, ends: time, kind: ComponentKind, next_day: bool, answer: tuple[int, int]
) -> None:
    assert programme.minutes_between(starts, ends, kind=kind, next_day=next_day) == answer


def test_an_item_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Refused, match="ends before it begins"):
        programme.minutes_between(time(10), time(10), kind=VISIT, next_day=False)


def test_midnight_ends_the_day() -> None:
    assert programme.day_minutes(time(8), time(0)) == (480, 1440)
    with pytest.raises(Refused):
        programme.day_minutes(time(8), time(7))


def test_minutes_are_shown_as_hours() -> None:
    assert [programme.shown(minute) for minute in (0, 545, 1440, 1920)] == [
        "00:00",
        "09:05",
        "00:00",
        "08:00",
    ]


def test_the_next_item_begins_when_the_last_one_ends() -> None:
    made = version([item(Stop(600, 690)), item(Stop(1200, 1920, LODGING))], [])

    assert programme.next_start(made.days[0]) == 690
    assert programme.next_start(made.days[1]) == 480


@pytest.mark.parametrize(
    ("codes", "code"), [([], "LO1"), (["LO1", "LO9"], "LO10"), (["X", "LOX"], "LO1")]
)
def test_a_new_objective_gets_a_code_that_was_never_used(codes: list[str], code: str) -> None:
    assert programme.next_code(codes) == code


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Rescue & CBRNE", "rescue-cbrne"),
        ("Päämaja, sodan aika", "paamaja-sodan-aika"),
        ("安全", "package"),
        ("x" * 90, "x" * 60),
    ],
)
def test_a_name_becomes_part_of_an_address(name: str, slug: str) -> None:
    assert programme.slug(name) == slug


@pytest.mark.parametrize(
    ("season", "months"), [((5, 9), {5, 6, 7, 8, 9}), ((11, 2), {11, 12, 1, 2}), ((3, 3), {3})]
)
def test_a_season_may_pass_the_new_year(season: tuple[int, int], months: set[int]) -> None:
    assert {month for month in range(1, 13) if programme.in_season(month, *season)} == months


@pytest.mark.parametrize("days", [0, -1, 31, 10**9])
def test_a_visit_has_a_sensible_number_of_days(days: int) -> None:
    with pytest.raises(Refused):
        programme.check_days(days)


@pytest.mark.parametrize("party", [(0, 5), (6, 5), (-1, -1)])
def test_a_party_is_at_least_one_and_its_largest_not_the_smaller(party: tuple[int, int]) -> None:
    with pytest.raises(Refused):
        programme.check_party(*party)
