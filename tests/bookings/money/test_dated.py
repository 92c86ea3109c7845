from dataclasses import dataclass
from datetime import date

import pytest

from tourbook.bookings.rules.money import dated
from tourbook.core.refused import Refused


@dataclass(frozen=True)
class Named:
    valid_from: date
    name: str


ALL = (Named(date(2026, 7, 1), "new"), Named(date(2025, 1, 1), "old"))


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(2025, 1, 1), "old"), (date(2026, 6, 30), "old"), (date(2026, 7, 1), "new")],
)
def test_the_last_that_began_holds(day: date, name: str) -> None:
    assert dated.in_force(ALL, day).name == name


def test_before_all_of_them_nothing_holds() -> None:
    with pytest.raises(Refused, match="2024-12-31"):
        dated.in_force(ALL, date(2024, 12, 31))
