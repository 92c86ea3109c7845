"""Days and items of the board as HTML, drawn again only where something of them has changed.

What was drawn is kept by all that it was drawn from: the plain values of the day or the item, the
language, the addresses and the template. Forms carry `MARK` where each answer puts its own token.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from jinja2 import Template
from markupsafe import Markup

from tourbook.packages.views import wording
from tourbook.packages.views.board import Board, Card, Column
from tourbook.web.languages import current_language

#: Stands where the token of a form belongs; nobody can type it.
MARK = f"token-{secrets.token_hex(16)}"
INDENTED = re.compile(r"\n[ \n]+")
#: So many days and items are kept, some forty and five kilobytes each.
DAYS_KEPT, ITEMS_KEPT = 150, 2_000
#: The keys and numbers of all days, to choose one of.
Days = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Pen:
    """What is the same wherever something of a draft is drawn."""

    version_id: int
    language: str
    #: Addresses to which an item's key is added.
    act_url: str
    edit_url: str
    accept_url: str
    take_back_url: str
    library_url: str
    #: Of the forms of this answer.
    token: str

    @property
    def words(self) -> Mapping[str, str]:
        return words_in(self.language)

    @property
    def common(self) -> "Common":
        return common(macros_of("packages/board_item.html"), self.language)

    def item(self, card: Card, days: Days, day_id: int) -> Markup:
        return item(macros_of("packages/board_item.html"), self, card, days, day_id)


@dataclass(frozen=True)
class Common:
    """Parts that many items have in common, each drawn once in a language."""

    kinds: Mapping[str, Markup]
    icons: Mapping[str, Markup]
    #: By whether an item is pinned and whether it is optional.
    acts: Mapping[tuple[bool, bool], Markup]


def pen_of(version_id: int) -> Pen:
    return Pen(
        version_id,
        current_language(),
        act_url=url_for("package_builder.act", version_id=version_id, item_id=0)[:-1],
        edit_url=url_for("package_items.edit", item_id=0)[:-1],
        accept_url=url_for("package_builder.accept", version_id=version_id),
        take_back_url=url_for("package_builder.take_back", version_id=version_id),
        library_url=url_for("package_library.library", version_id=version_id),
        token=generate_csrf(),
    )


def days_of(board: Board, pen: Pen) -> Markup:
    """The days of the board, with the token of this answer in every form."""
    days = tuple((column.day_id, column.number) for column in board.columns)
    macros, kept = macros_of("packages/board_day.html"), replace(pen, token=MARK)
    drawn = "".join([day(macros, kept, column, days) for column in board.columns])
    return Markup(drawn.replace(MARK, pen.token))  # noqa: S704 - drawn by templates


def macros_of(name: str) -> Template:
    return current_app.jinja_env.get_template(name)


@lru_cache(maxsize=DAYS_KEPT)
def day(macros: Template, pen: Pen, column: Column, days: Days) -> str:
    return tight(module_of(macros).board_day(column, days, pen))


@lru_cache(maxsize=ITEMS_KEPT)
def item(macros: Template, pen: Pen, card: Card, days: Days, day_id: int) -> Markup:
    return Markup(tight(module_of(macros).board_item(card, days, day_id, pen)))  # noqa: S704


@lru_cache(maxsize=16)
def common(macros: Template, language: str) -> Common:
    words, module = words_in(language), module_of(macros)
    return Common(
        kinds={kind: module.kind_line(kind, word) for kind, word in wording.kind_words().items()},
        icons={name: module.picture(name) for name in ("transport", "people")},
        acts={
            (pinned, optional): module.act_rows(words, pinned, optional)
            for pinned in (False, True)
            for optional in (False, True)
        },
    )


def module_of(macros: Template) -> Any:
    """The macros of a template, by their names."""
    return macros.module


def tight(drawn: str) -> str:
    """Without the indentation and the empty lines that templates leave."""
    return INDENTED.sub("\n", str(drawn))


@lru_cache(maxsize=16)
def words_in(_language: str) -> Mapping[str, str]:
    """The words of an item's buttons and problems, found once for all items of a language."""
    return {
        "change": _("Change"),
        "earlier": _("Earlier"),
        "later": _("Later"),
        "shorter": _("Shorter"),
        "longer": _("Longer"),
        "title": _("Title"),
        "begins": _("Begins"),
        "ends": _("Ends"),
        "day": _("Day"),
        "save": _("Save"),
        "copy": _("Copy"),
        "pin": _("Pin"),
        "unpin": _("Unpin"),
        "optional": _("Make optional"),
        "required": _("For everybody"),
        "remove": _("Remove"),
        "more": _("All about it"),
        "stand": _("Let it stand"),
        "why": _("Why it may stand"),
        "accept": _("Accept"),
    }
