"""How values are shown in templates: always in the reader's language."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal

from flask import Flask, current_app
from markupsafe import Markup, escape

from tourbook.core import formats
from tourbook.core.money import CURRENCY
from tourbook.core.texts import Texts
from tourbook.web.languages import current_language
from tourbook.web.routemap import layout

#: The beginning of a cell of a table, and over how many columns it goes.
CELL = re.compile(r'<(th|td)\b(?=(?:[^>]* colspan="(\d+)")?)')


def zone_or_own(zone: str | None) -> str:
    """The zone named, else the one where the team works."""
    return zone or current_app.config.get("TOURBOOK_ZONE", formats.ZONE)


def day(value: date | datetime, zone: str | None = None) -> str:
    return formats.day(value, current_language(), zone_or_own(zone))


def hour(value: datetime, zone: str | None = None) -> str:
    return formats.hour(value, current_language(), zone_or_own(zone))


def time_of_day(value: time) -> str:
    return formats.time_of_day(value, current_language())


def moment(value: datetime, zone: str | None = None) -> str:
    return formats.moment(value, current_language(), zone_or_own(zone))


def period(starts: datetime, ends: datetime, zone: str | None = None) -> str:
    return formats.period(starts, ends, current_language(), zone_or_own(zone))


def money(cents: int, currency: str = CURRENCY) -> str:
    return formats.money(cents, current_language(), currency)


def number(value: float | Decimal) -> str:
    return formats.number(value, current_language())


def percent(share: float | Decimal, decimals: int = 0) -> str:
    return formats.percent(share, current_language(), decimals)


def text(value: Texts | str) -> str:
    return value.get(current_language()) if isinstance(value, Texts) else value


def labelled(cells: str, head: Sequence[str]) -> Markup:
    """The cells of one row, each with its role and its column's heading, to be read as a list."""
    headings = iter(head)

    def opening(found: re.Match[str]) -> str:
        heading = escape(next(headings, ""))
        for _further in range(1, int(found[2] or 1)):
            next(headings, "")
        if found[1] == "th":
            return '<th role="rowheader"'
        return f'<td role="cell" data-label="{heading}"' if heading else '<td role="cell"'

    return Markup(CELL.sub(opening, cells))  # noqa: S704  # the cells are markup, headings escaped


def country(code: str) -> str:
    return formats.country(code, current_language())


def language_name(code: str) -> str:
    return formats.language_name(code, current_language())


def paragraphs(value: Texts | str) -> list[str]:
    """What a person wrote, cut where a line was left empty."""
    return [part.strip() for part in text(value).split("\n\n") if part.strip()]


FILTERS: dict[str, Callable[..., object]] = {
    "day": day,
    "hour": hour,
    "time_of_day": time_of_day,
    "moment": moment,
    "period": period,
    "duration": formats.length,
    "money": money,
    "number": number,
    "percent": percent,
    "text": text,
    "in_language": text,
    "labelled": labelled,
    "country": country,
    "language_name": language_name,
    "paragraphs": paragraphs,
    "route_layout": layout,
}


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(FILTERS)
