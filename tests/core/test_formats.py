"""How days, hours and amounts are written."""

from datetime import UTC, datetime

import pytest

from tourbook.core import formats


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "Tue 2 March 2027, 12:30\N{EN DASH}14:00 EET"),
        ("fi", "ti 2.3.2027 klo 12.30\N{EN DASH}14.00 EET"),
        ("sv", "tis 2 mars 2027 kl. 12.30\N{EN DASH}14.00 EET"),
    ],
)
def test_a_period_names_its_zone_last(language: str, shown: str) -> None:
    starts, ends = datetime(2027, 3, 2, 10, 30, tzinfo=UTC), datetime(2027, 3, 2, 12, 0, tzinfo=UTC)

    assert formats.period(starts, ends, language) == shown


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [(0, "0 min"), (45, "45 min"), (60, "1 h"), (270, "4 h 30 min"), (1552, "25 h 52 min")],
)
def test_a_length_of_time_is_told_in_hours_and_minutes(minutes: int, shown: str) -> None:
    assert formats.length(minutes) == shown


@pytest.mark.parametrize(("language", "name"), [("en", "May"), ("fi", "toukokuu"), ("sv", "maj")])
def test_a_month_is_named_as_inside_a_sentence(language: str, name: str) -> None:
    assert formats.month(5, language) == name
