"""A long list in pages: the number comes from the address and is never trusted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request
from sqlalchemy import Select, func, select

from tourbook.core.db import db

PER_PAGE = 25
T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    items: Sequence[T]
    number: int
    pages: int
    total: int
    per_page: int = PER_PAGE

    @property
    def first(self) -> int:
        return (self.number - 1) * self.per_page + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.number * self.per_page, self.total)

    @property
    def shown(self) -> list[int | None]:
        """Numbers to link to: the ends and those around this page; None is a gap."""
        around = range(self.number - 1, self.number + 2)
        wanted = sorted({n for n in (1, self.pages, *around) if 1 <= n <= self.pages})
        numbers: list[int | None] = []
        for number in wanted:
            if numbers and number - (numbers[-1] or 0) > 1:
                numbers.append(None)
            numbers.append(number)
        return numbers


def asked_number() -> int:
    """The page in the address; anything that is no page number means the first."""
    written = request.args.get("page", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 1


def counted(statement: Select[Any], per_page: int) -> tuple[int, int, int]:
    """How many rows there are, in how many pages, and which page is meant."""
    rows = statement.order_by(None).subquery()
    total = db.session.scalar(select(func.count()).select_from(rows)) or 0
    pages = max(1, -(-total // per_page))
    return total, pages, min(max(1, asked_number()), pages)


def page_of(statement: Select[T], *, per_page: int = PER_PAGE) -> Page[T]:
    """The page asked for, of rows that are one object each. The statement must be ordered."""
    total, pages, number = counted(statement, per_page)
    part = statement.limit(per_page).offset((number - 1) * per_page)
    items = db.session.scalars(part).unique().all() if total else []
    return Page(items, number, pages, total, per_page)


def page_of_rows(statement: Select[Any], *, per_page: int = PER_PAGE) -> Page[Any]:
    """The page asked for, of rows with several columns."""
    total, pages, number = counted(statement, per_page)
    part = statement.limit(per_page).offset((number - 1) * per_page)
    items = db.session.execute(part).unique().all() if total else []
    return Page(items, number, pages, total, per_page)


def page_of_list(rows: Sequence[T], *, per_page: int = PER_PAGE) -> Page[T]:
    """The page asked for, of rows that are at hand."""
    pages = max(1, -(-len(rows) // per_page))
    number = min(max(1, asked_number()), pages)
    start = (number - 1) * per_page
    return Page(rows[start : start + per_page], number, pages, len(rows), per_page)
