"""What people type is read as they mean it."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from tourbook.web import typed


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1 234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1\u00a0234,5", "1234.5"),
        ("1234", "1234"),
        ("1,234", "1234"),
        ("1.234.567", "1234567"),
        ("0,05", "0.05"),
        ("12.5", "12.5"),
        ("€ 99", "99"),
        ("99 EUR", "99"),
        ("-3,20", "-3.20"),
        ("\u22123", "-3"),
        ("7.", "7"),
    ],
)
def test_money_is_read_as_written_in_either_country(text: str, amount: str) -> None:
    assert typed.amount(text, cents=True) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "",
        "1.2.3",
        "12,34,56",
        "1,23.45",
        "1.234.5",
        "12.345,678",
        "1e5",
        "NaN",
        "9" * 20,
        "\u0663",
    ],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Give"):
        typed.amount(text, cents=True)


def test_one_separator_before_three_digits_is_decimal_where_no_money_is_meant() -> None:
    assert typed.amount("1.234") == Decimal("1.234")
    assert typed.amount("61,125") == Decimal("61.125")


@pytest.mark.parametrize(("text", "number"), [("12", 12), ("1 200", 1200), ("-3", -3)])
def test_whole_numbers(text: str, number: int) -> None:
    assert typed.whole(text) == number


@pytest.mark.parametrize("text", ["1.5", "ten", "1" * 12, "\u0661\u0662"])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Give a whole number"):
        typed.whole(text)


@pytest.mark.parametrize("text", ["2026-03-31", "31.3.2026", "31/3/2026"])
def test_days(text: str) -> None:
    assert typed.day(text) == date(2026, 3, 31)


def test_a_leap_day_exists_in_leap_years_only() -> None:
    assert typed.day("29.2.2028") == date(2028, 2, 29)
    with pytest.raises(ValueError, match="no such day"):
        typed.day("29.2.2026")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026-02-31", "There is no such day in the calendar."),
        ("31.2.2026", "There is no such day in the calendar."),
        ("0001-01-01", "Give a year between 1900 and 2199."),
        ("tomorrow", "Give a date, such as 31.3.2026."),
    ],
)
def test_what_is_no_day_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        typed.day(text)


@pytest.mark.parametrize(("text", "hour"), [("9:30", time(9, 30)), ("09.30", time(9, 30))])
def test_hours(text: str, hour: time) -> None:
    assert typed.hour(text) == hour


@pytest.mark.parametrize("text", ["24:00", "9", "12:60", "noon"])
def test_what_is_no_hour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Give a time"):
        typed.hour(text)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("270", 270),
        ("270 min", 270),
        ("4:30", 270),
        ("4.30", 270),
        ("4 h 30 min", 270),
        ("4h30", 270),
        ("4 H", 240),
        ("4 t 30 min", 270),
        ("4 tim 30", 270),
        ("56 h", 3360),
        ("0", 0),
    ],
)
def test_lengths_of_time(text: str, minutes: int) -> None:
    assert typed.length(text) == minutes


@pytest.mark.parametrize(
    "text",
    ["", "many", "-5", "4,5", "4:3", "4:60", "4 h 75 min", "h", "min", "1:2:3", "٤"],
)
def test_what_is_no_length_of_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Give a length of time"):
        typed.length(text)


def test_local_times() -> None:
    assert typed.local_time("2026-03-31T09:30") == datetime(2026, 3, 31, 9, 30)  # noqa: DTZ001
    assert typed.local_time("31.3.2026 9.30") == datetime(2026, 3, 31, 9, 30)  # noqa: DTZ001


def test_text_loses_its_edges_and_keeps_its_letters() -> None:
    assert typed.clean("  Ja\u0308rvi \r\n") == "Järvi"
    assert typed.clean("a\r\nb", lines=True) == "a\nb"
    assert typed.clean("a\nb") == "a b"


def test_marks_that_nobody_sees_are_left_out_and_joiners_stay() -> None:
    assert typed.clean("Aino \N{RIGHT-TO-LEFT OVERRIDE}imikisE") == "Aino imikisE"
    assert typed.clean("\u202a+358 40 123\u202c") == "+358 40 123"
    assert typed.clean("\ufeffAi\N{ZERO WIDTH SPACE}no") == "Aino"
    assert typed.clean("\N{ZERO WIDTH SPACE} ") == ""
    persian = "\u0645\u06cc\N{ZERO WIDTH NON-JOINER}\u062e\u0648\u0627\u0647\u0645"
    assert typed.clean(persian) == persian


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\x7fb"])
def test_control_characters_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="cannot be shown"):
        typed.printable(text, lines=True)
