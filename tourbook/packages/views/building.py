"""The builder's answers: a page, or for a browser that swaps, the board and what was said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.packages import queries
from tourbook.packages.models import Version
from tourbook.packages.queries import edits
from tourbook.packages.services import checking, history
from tourbook.packages.services import costing as costs
from tourbook.packages.services.history import Clashed
from tourbook.packages.views import board, costing_words, differing, drawing, telling, wording
from tourbook.web import filters
from tourbook.web.forms import refusal_in_words


@dataclass(frozen=True)
class Clash:
    """A clash to be settled: both values field by field, and what is sent to keep the own."""

    item: str
    rows: Sequence[tuple[str, str, str]]
    post: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Said:
    """What the page says after an act."""

    text: str = ""
    #: Nothing was saved.
    error: bool = False
    saved_at: datetime | None = None
    #: The element that is acted on, to come back to.
    focus: str = ""
    clash: Clash | None = None


@dataclass(frozen=True)
class Draft:
    """What the board says of the draft itself."""

    id: int
    number: int
    revision: int


#: A page that was simply opened.
SILENT = Said()


def swaps() -> bool:
    """Whether the browser wants the board alone."""
    return request.headers.get("HX-Request") == "true"


def held_or_404(version_id: int) -> Version:
    """The draft, which nobody else changes until the answer is sent."""
    version = history.hold(version_id)
    if version is None:
        abort(404)
    return version


def shown(version: Version, said: Said) -> dict[str, object]:
    """What the board's template needs: plain values, which outlive the transaction."""
    today = clock.today()
    look = checking.look(version, today=today)
    costing = costs.cost_of(version, day=today, outline=look.outline)
    turns = edits.turns(version.id)
    return {
        "draft": Draft(version.id, version.number, version.revision),
        "board": board.board_of(version, look),
        "cost": costing_words.panel(version, costing),
        "undo": turns.undo and (turns.undo.number, telling.told(turns.undo)),
        "redo": turns.redo and (turns.redo.number, telling.told(turns.redo)),
        "said": said,
        "pen": drawing.pen_of(version.id),
        "draw_days": drawing.days_of,
    }


def page(version: Version, said: Said = SILENT) -> ResponseReturnValue:
    """The builder as a whole page."""
    return render_template(
        "packages/builder.html",
        version=version,
        links=links_of(version),
        keys=keys_of_the_board(),
        **shown(version, said),
    )


def links_of(version: Version) -> list[tuple[str, str]]:
    """What else there is of the draft."""
    pages = (
        (_("Costing"), "package_costing.show"),
        (_("What if"), "package_costing.what_if"),
        (_("Prices"), "package_parts.prices"),
        (_("Objectives and what serves them"), "package_objectives.index"),
        (_("Travel"), "package_travel.of_draft"),
        (_("Library"), "package_library.library"),
        (_("Compare"), "package_versions.compare"),
        (_("Print, PDF, calendar"), "package_papers.show"),
    )
    return [(label, url_for(endpoint, version_id=version.id)) for label, endpoint in pages]


def keys_of_the_board() -> list[tuple[str, str]]:
    return [
        ("Alt + ↑ ↓", _("Earlier and later by 15 minutes")),
        ("Alt + Shift + ↑ ↓", _("Shorter and longer by 15 minutes")),
        ("Alt + Shift + ← →", _("To the day before or after")),
        ("Alt + Enter", _("Open and close what can be changed")),
        ("Ctrl + Z", _("Undo, where the focus is not in a field")),
        ("Ctrl + Shift + Z", _("Redo, where the focus is not in a field")),
    ]


def answer(version: Version, text: str, *, focus: str = "") -> ResponseReturnValue:
    """After an act that succeeded: what the page shows is put together, and all is committed.

    Only then is it drawn, from plain values, so that nobody waits for that who edits the draft too.
    """
    if not swaps():
        version_id = version.id
        db.session.commit()
        flash(text)
        return to_builder(version_id, focus)
    db.session.flush()
    said = Said(text, saved_at=clock.now(), focus=focus)
    values = shown(version, said)
    db.session.commit()
    return drawn(values)


def drawn(values: Mapping[str, object]) -> str:
    """The board alone, for a browser that swaps it."""
    return render_template("packages/board.html", **values)


def to_builder(version_id: int, focus: str = "") -> ResponseReturnValue:
    return redirect(url_for("package_versions.show", version_id=version_id, _anchor=focus or None))


def refused(version_id: int, refusal: Refused, *, focus: str = "") -> ResponseReturnValue:
    """After an act that was refused: nothing is saved, and the draft is shown as it is now."""
    db.session.rollback()
    if not swaps():
        raise refusal
    version = queries.whole(version_id)
    if version is None:
        abort(404)
    said = Said(refusal_in_words(refusal), error=True, focus=focus)
    return drawn(shown(version, said))


def clashed(version_id: int, item_id: int, clash: Clashed) -> ResponseReturnValue:
    """Both changed the same: both values side by side, and the own one can be kept."""
    sentence, by_field = refusal_in_words(clash), clash.clashes
    db.session.rollback()
    version = queries.whole(version_id, fresh=True)
    if version is None:
        abort(404)
    item = next((i for day in version.days for i in day.items if i.id == item_id), None)
    if item is None:
        abort(404)
    days = {day.id: wording.day_heading(day) for day in version.days}
    told = Clash(
        filters.text(item.title),
        differing.clash_rows(by_field, days),
        url_for("package_builder.act", version_id=version_id, item_id=item_id),
        sent_again([each.field for each in by_field], item.revision),
    )
    said = Said(sentence, error=True, focus=f"item-{item_id}", clash=told)
    if not swaps():
        return page(version, said)
    return drawn(shown(version, said))


def sent_again(fields: Sequence[str], against: int) -> dict[str, str]:
    """What was sent, with the choice that the own values of these fields hold."""
    names = ("act", "title", "starts", "ends", "day", "language", "revision")
    values = {name: request.form[name] for name in names if name in request.form}
    return {**values, "keep": " ".join(fields), "against": str(against)}


def nothing_there() -> NoReturn:
    """What the address or the form names is not part of this draft."""
    db.session.rollback()
    abort(404)
