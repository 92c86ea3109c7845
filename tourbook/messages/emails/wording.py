"""The words of a message: its template in the reader's language, with no page around it."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tourbook.config import templates_folder
from tourbook.core import formats, tokens
from tourbook.core.languages import in_language, plural_in
from tourbook.core.money import CURRENCY
from tourbook.core.texts import Texts
from tourbook.messages import rules
from tourbook.messages.models import Message

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Worded:
    subject: str
    body: str
    #: What must never be kept or logged.
    tokens: tuple[str, ...]


def worded(message: Message, *, base_url: str, zone: str, signature: str = "") -> Worded:
    """Subject and body as they leave, with whole links and the sender's name and contacts."""
    used: list[str] = []
    given = {name: with_links(value, base_url, used) for name, value in message.values.items()}
    slice_name, _slash, template = message.kind.partition("/")
    rendered = environment(message.language, zone).get_template(f"{slice_name}/mail/{template}.txt")
    values = {"to_name": message.to_name, "site": base_url, **given}
    subject, body = rules.parted(rendered.render(values))
    if signature:
        body = f"{body.rstrip()}\n\n{signature}\n"
    return Worded(subject, body, tuple(used))


def with_links(value: Any, base_url: str, used: list[str]) -> Any:
    """The value with whole addresses for its links, however deep; tokens are added to `used`."""
    if isinstance(value, list):
        return [with_links(one, base_url, used) for one in value]
    if not isinstance(value, dict):
        return value
    if not rules.is_link(value):
        return {name: with_links(one, base_url, used) for name, one in value.items()}
    token = tokens.derive(value["salt"], value["purpose"]) if "salt" in value else ""
    used += [token] if token else []
    return base_url + str(value["path"]).replace("{token}", token)


@cache
def environment(language: str, zone: str) -> Environment:
    """Templates bound to one language; what is misspelt in one is an error."""
    made = Environment(
        loader=FileSystemLoader(templates_folder()),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701  # plain text, never shown as a page
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(_=partial(in_language, language), ngettext=partial(plural_in, language))
    reader = Reader(language, zone)
    made.filters.update({name: getattr(reader, name) for name in FILTERS})
    return made


@dataclass(frozen=True)
class Reader:
    """For whom values are written; its methods are the filters of pages, by the same names.

    They read values as JSON keeps them.
    """

    language: str
    zone: str

    def day(self, value: str | date, zone: str = "") -> str:
        return formats.day(as_day(value), self.language, zone or self.zone)

    def hour(self, value: str | datetime, zone: str = "") -> str:
        return formats.hour(as_moment(value), self.language, zone or self.zone)

    def moment(self, value: str | datetime, zone: str = "") -> str:
        return formats.moment(as_moment(value), self.language, zone or self.zone)

    def period(self, starts: str | datetime, ends: str | datetime, zone: str = "") -> str:
        return formats.period(as_moment(starts), as_moment(ends), self.language, zone or self.zone)

    def money(self, cents: int, currency: str = CURRENCY) -> str:
        return formats.money(cents, self.language, currency)

    def number(self, value: float) -> str:
        return formats.number(value, self.language)

    def percent(self, share: float, decimals: int = 0) -> str:
        return formats.percent(share, self.language, decimals)

    def country(self, code: str) -> str:
        return formats.country(code, self.language)

    def language_name(self, code: str) -> str:
        return formats.language_name(code, self.language)

    def text(self, value: str | dict[str, str] | Texts) -> str:
        if isinstance(value, str):
            return value
        return (value if isinstance(value, Texts) else Texts.of(value)).get(self.language)

    in_language = text


FILTERS = (
    "day",
    "hour",
    "moment",
    "period",
    "money",
    "number",
    "percent",
    "country",
    "language_name",
    "text",
    "in_language",
)


def as_day(value: str | date) -> date:
    """A day, or a moment (which is a date as well), from its ISO form."""
    if isinstance(value, str):
        return date.fromisoformat(value) if DAY.fullmatch(value) else as_moment(value)
    return value


def as_moment(value: str | datetime) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value
