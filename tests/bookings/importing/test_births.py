# ruff: noqa: RUF001

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.bookings.rules.importing import births
from tourbook.bookings.rules.importing.births import Birth, Doubt, Order

TODAY = date(2027, 3, 2)
BORN = date(1980, 4, 3)
OTHER = date(1980, 3, 4)


@pytest.mark.parametrize(
    "cell",
    [
        "1980-04-03", "1980-04-03 00:00", "1980-04-03T00:00:00", "1980/4/3", "1980.04.03.",
        "19800403", "3.4.1980", "03.04.1980", "3. 4. 1980", "03.04.80", "3 April 1980",
        "3rd April 1980", "3rd of April 1980", "April 3, 1980", "Apr. 3, 1980", "03-Apr-1980",
        "3-apr-80", "3. huhtikuuta 1980", "3 huhtikuu 1980", "den 3 april 1980"[4:],
        "3 avril 1980", "3 avr. 1980", "3 de abril de 1980", "3 aprile 1980", "3. aprill 1980",
        "3. aprīlis 1980", "1980 m. balandžio 3 d.", "3 kwietnia 1980", "3 апреля 1980",
        "3 квітня 1980", "٣ أبريل ١٩٨٠", "١٩٨٠/٠٤/٠٣", "１９８０-０４-０３", "2523-04-03",
        "  3.4.1980 ;",
    ],
)  # fmt: skip
def test_a_clear_date_is_read_however_it_is_written(cell: str) -> None:
    assert births.read(cell, today=TODAY) == Birth(BORN)


@pytest.mark.parametrize("cell", ["03/04/1980", "3/4/1980", "03-04-1980", "03 04 1980", "٣/٤/١٩٨٠"])
def test_what_may_be_two_days_is_never_chosen_from(cell: str) -> None:
    assert births.read(cell, today=TODAY) == Birth(None, Doubt.ORDER, (BORN, OTHER))


def test_the_other_dates_only_say_which_day_is_likelier() -> None:
    read = births.read("03/04/1980", today=TODAY, order=Order.MONTH_FIRST)

    assert read == Birth(None, Doubt.ORDER, (OTHER, BORN))


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("25/12/1979", date(1979, 12, 25)),
        ("12/25/1979", date(1979, 12, 25)),
        ("5/5/1980", date(1980, 5, 5)),
    ],
)
def test_a_stroke_is_clear_where_only_one_order_is_possible(cell: str, day: date) -> None:
    assert births.read(cell, today=TODAY) == Birth(day)


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["03/04/1980", "25/12/1979"], Order.DAY_FIRST),
        (["03/04/1980", "12/25/1979"], Order.MONTH_FIRST),
        (["25/12/1979", "12/25/1979"], None),
        (["03/04/1980", "5/5/1980", "1980-12-25", "?"], None),
    ],
)
def test_clear_dates_of_a_column_show_its_order(cells: list[str], order: Order | None) -> None:
    assert births.order_of(cells, today=TODAY) is order


@pytest.mark.parametrize(
    ("cell", "birth"),
    [
        ("05.05.05", Birth(date(2005, 5, 5))),
        ("01.01.30", Birth(date(1930, 1, 1))),
        ("05.05.15", Birth(None, Doubt.UNLIKELY)),
        ("31.02.80", Birth(None, Doubt.UNREADABLE)),
    ],
)
def test_two_digits_of_a_year_are_those_of_a_grown_up(cell: str, birth: Birth) -> None:
    assert births.read(cell, today=TODAY) == birth


@given(st.integers(0, 99), st.dates(date(2020, 1, 1), date(2120, 1, 1)))
def test_two_digits_never_mean_two_grown_ups(year: int, today: date) -> None:
    grown_up = [
        born
        for century in range(1900, today.year + 1, 100)
        if births.is_likely(born := date(century + year, 5, 5), today)
    ]

    assert len(grown_up) <= 1
    assert births.read(f"05.05.{year:02}", today=today).day == next(iter(grown_up), None)


def test_a_number_of_days_is_shown_as_a_date_and_not_believed() -> None:
    assert births.read("29314", today=TODAY) == Birth(None, Doubt.SERIAL, (BORN,))


@pytest.mark.parametrize("cell", ["31.2.1980", "1980-13-01", "yes", "0.0.0000", "3 Foo 1980", "1"])
def test_what_is_no_day_is_said_to_be_none(cell: str) -> None:
    assert births.read(cell, today=TODAY) == births.UNREADABLE


@pytest.mark.parametrize("cell", ["2030-01-01", "2020-01-01", "1880-01-01", "1899-12-31"])
def test_nobody_who_comes_was_born_then(cell: str) -> None:
    assert births.read(cell, today=TODAY) == Birth(None, Doubt.UNLIKELY)


def test_an_empty_cell_tells_nothing() -> None:
    assert births.read("  ", today=TODAY) == births.NOTHING


@given(st.dates(date(1925, 1, 1), date(2010, 1, 1)), st.sampled_from(["%d.%m.%Y", "%Y-%m-%d"]))
def test_every_day_is_read_back(day: date, form: str) -> None:
    assert births.read(day.strftime(form), today=TODAY) == Birth(day)


@given(st.dates(date(1925, 1, 1), date(2010, 1, 1)))
def test_a_stroked_date_never_becomes_another_day(day: date) -> None:
    read = births.read(day.strftime("%d/%m/%Y"), today=TODAY)

    assert read.day in (day, None)
    assert day in (read.day, *read.candidates)


@given(st.text(max_size=30))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    read = births.read(text, today=TODAY)

    assert read.day is None or births.is_likely(read.day, TODAY)
