"""Pages of a list: any number in the address leads somewhere sensible."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tourbook.web.paging import Page, page_of


def numbers(last: int) -> sa.Select[Any]:
    """The numbers from 1 to the last, made by the database itself."""
    counting = sa.select(sa.literal(1).label("number")).cte(recursive=True)
    counting = counting.union_all(sa.select(counting.c.number + 1).where(counting.c.number < last))
    return sa.select(counting.c.number).where(counting.c.number <= last).order_by("number")


@pytest.mark.parametrize(
    ("written", "number"),
    [("1", 1), ("3", 3), ("0", 1), ("-1", 1), ("1000000000", 1), ("99", 3), ("abc", 1), ("", 1),
     ("²", 1), ("1.5", 1), ("9" * 400, 1)],
)  # fmt: skip
def test_any_number_leads_to_a_page(floor: Flask, written: str, number: int) -> None:
    with floor.test_request_context(query_string={"page": written}):
        page = page_of(numbers(60))

    assert page.number == number
    assert page.pages == 3


def test_an_empty_list_has_one_empty_page(floor: Flask) -> None:
    with floor.test_request_context("/?page=7"):
        page: Page[int] = page_of(numbers(0))

    assert (page.items, page.number, page.pages, page.first, page.last) == ([], 1, 1, 0, 0)


def test_the_last_page_holds_the_rest(floor: Flask) -> None:
    with floor.test_request_context("/?page=3"):
        page = page_of(numbers(60))

    assert (list(page.items), page.first, page.last) == (list(range(51, 61)), 51, 60)


@pytest.mark.parametrize(
    ("number", "pages", "shown"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (4, 12, [1, None, 3, 4, 5, None, 12]),
        (12, 12, [1, None, 11, 12]),
    ],
)
def test_numbers_around_the_page_and_at_the_ends(
    number: int, pages: int, shown: list[int | None]
) -> None:
    assert Page([], number, pages, pages * 25).shown == shown


@pytest.mark.parametrize(("written", "part"), [("2", [3, 4]), ("9", [5])])
def test_a_statement_is_cut_by_the_database(floor: Flask, written: str, part: list[int]) -> None:
    with floor.test_request_context(query_string={"page": written}):
        page = page_of(numbers(5), per_page=2)

    assert (list(page.items), page.total, page.pages) == (part, 5, 3)
