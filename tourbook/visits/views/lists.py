"""What a host may know of its visitors: shown when it asks for it, and each time recorded."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db, only_reading
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.documents import sheets
from tourbook.hosts.forms.sites import FIELDS, openness_rows
from tourbook.hosts.queries import sites
from tourbook.visits.forms.lists import (
    KINDS,
    OUTCOMES,
    AssessmentForm,
    counts_in_words,
    in_words,
)
from tourbook.visits.models import ListKind, Outcome, ReadAs
from tourbook.visits.papers import lists as papers
from tourbook.visits.rules.lists import Gate
from tourbook.visits.services import lists as services
from tourbook.visits.services.lists import Read, Sight
from tourbook.visits.views.sights import shown, sight_or_404
from tourbook.web.access import roles
from tourbook.web.exports import XLSX, attachment
from tourbook.web.forms import given
from tourbook.web.languages import current_language

bp = Blueprint("visit_lists", __name__, url_prefix="/host/visits")

#: What tells of people is kept by no cache on the way.
PRIVATE = {"Cache-Control": "no-store"}


@bp.get("")
@roles(Role.HOST)
def index() -> ResponseReturnValue:
    """The visits of which something can be read today."""
    page = render_template("visits/lists/index.html", shown=shown(), kinds=KINDS)
    return page, 200, PRIVATE


@bp.get("/<int:request_id>/list")
@roles(Role.HOST)
def show(request_id: int) -> ResponseReturnValue:
    """What can be read, until when, and how to open it; nothing of a visitor yet."""
    return page_of(sight_or_404(request_id), None)


def page_of(sight: Sight, tables: Sequence[dict[str, Any]] | None) -> ResponseReturnValue:
    openness = sites.openness_of(sight.request.component)
    page = render_template(
        "visits/lists/show.html",
        sight=sight,
        tables=tables,
        kinds=[KINDS[kind] for kind in sight.kinds],
        fields=[FIELDS[field] for field in sight.fields],
        openness=openness,
        openness_rows=openness_rows(openness) if openness else [],
        needs_assessment=sight.gate is Gate.ASSESS,
        refused=sight.gate is Gate.REFUSED,
        outcomes=OUTCOMES,
    )
    return page, 200, PRIVATE


@bp.post("/<int:request_id>/list")
@roles(Role.HOST)
def read(request_id: int) -> ResponseReturnValue:
    """Open the list on the page or as a file, and record who did. A link cannot do it."""
    sight = sight_or_404(request_id)
    wanted = request.form.get("as", ReadAs.PAGE.value)
    if wanted not in set(ReadAs):
        abort(404)
    now, reader = clock.now(), me()
    opened = services.read(sight, read_as=ReadAs(wanted), at=now, by=reader.name)
    # Recorded before anything is handed out; and no writer waits while a paper is made.
    db.session.commit()
    with only_reading():
        tables = tables_of(sight, opened)
        mark = papers.watermark(reader.name, now, current_language())
        return answer_as(ReadAs(wanted), sight, tables, mark=mark, at=now)


def answer_as(
    wanted: ReadAs,
    sight: Sight,
    tables: Sequence[dict[str, Any]],
    *,
    mark: str,
    at: datetime,
) -> ResponseReturnValue:
    if wanted is ReadAs.PAGE:
        return page_of(sight, tables)
    name = f"visit-{sight.request.id}"
    if wanted is ReadAs.PDF:
        content = papers.paper(sight, tables, mark=mark, language=current_language(), at=at)
        response = attachment(content, papers.PDF, f"{name}.pdf")
    else:
        response = attachment(workbook(tables, mark), XLSX, f"{name}.xlsx")
    response.headers.update(PRIVATE)
    return response


def workbook(tables: Sequence[dict[str, Any]], mark: str) -> bytes:
    """One sheet; the mark stands in its last column on each row."""
    width = max(len(one["header"]) for one in tables)
    rows: list[list[str]] = []
    for one in tables:
        if one is not tables[0]:
            rows += [[one["heading"]], one["header"]]
        rows += one["rows"]
    wide = [[*row, *[""] * (width - len(row)), mark] for row in rows]
    first = [*tables[0]["header"], *[""] * (width - len(tables[0]["header"])), mark]
    return sheets.to_xlsx(first, wide, title=tables[0]["heading"])


def tables_of(sight: Sight, opened: Read) -> list[dict[str, Any]]:
    """The lists as tables of words, the reader's own kind first."""
    made = {
        ListKind.DIETS: diets_table,
        ListKind.ROOMING: rooms_table,
        ListKind.BOARDING: boarding_table,
        ListKind.VISITORS: visitors_table,
    }
    tables = [made[kind](sight, opened) for kind in sight.kinds]
    if opened.needs:
        tables.append(needs_table(opened))
    return tables


def table(heading: str, header: list[str], rows: list[list[str]], note: str) -> dict[str, Any]:
    return {"heading": heading, "header": header, "rows": rows, "note": note}


def visitors_table(sight: Sight, opened: Read) -> dict[str, Any]:
    header = [*(str(FIELDS[field]) for field in sight.fields), _("In time")]
    rows = [
        [
            *(in_words(field, one.values[field]) for field in sight.fields),
            _("late") if one.late else _("yes"),
        ]
        for one in opened.visitors
    ]
    return table(str(KINDS[ListKind.VISITORS]), header, rows, people_note(opened))


def people_note(opened: Read) -> str:
    return str(_("%(people)d persons are expected.", people=opened.people))


def diets_table(sight: Sight, opened: Read) -> dict[str, Any]:
    rows = [
        [code, words, str(many)]
        for code, words, many in (counts_in_words(opened.diets) if opened.diets else [])
    ]
    header = [_("Code"), _("Diet"), _("People")]
    return table(str(KINDS[ListKind.DIETS]), header, rows, people_note(opened))


def needs_table(opened: Read) -> dict[str, Any]:
    rows = [
        [code, words, str(many)]
        for code, words, many in (counts_in_words(opened.needs) if opened.needs else [])
    ]
    return table(_("Needs on the way"), [_("Code"), _("Need"), _("People")], rows, "")


def rooms_table(sight: Sight, opened: Read) -> dict[str, Any]:
    rows = [
        [str(number), _("twin") if len(names) > 1 else _("single"), ", ".join(names)]
        for number, names in enumerate(opened.rooms, start=1)
    ]
    header = [_("Room"), _("Kind"), _("Who sleeps there")]
    return table(str(KINDS[ListKind.ROOMING]), header, rows, people_note(opened))


def boarding_table(sight: Sight, opened: Read) -> dict[str, Any]:
    rows = [[name, str(places)] for name, places in opened.by_delegation]
    header = [_("Delegation"), _("People")]
    return table(str(KINDS[ListKind.BOARDING]), header, rows, people_note(opened))


@bp.route("/<int:request_id>/assessment", methods=["GET", "POST"])
@roles(Role.HOST)
def assess(request_id: int) -> ResponseReturnValue:
    """Record what was found before visitors from outside the EU see the technology."""
    sight = sight_or_404(request_id)
    if not sight.outside:
        abort(404)
    form = AssessmentForm()
    if form.validate_on_submit():
        try:
            services.assess(
                sight,
                outcome=Outcome(given(form.outcome.data)),
                reason=given(form.reason.data),
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("The assessment is recorded."))
            return redirect(url_for("visit_lists.show", request_id=request_id))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("visits/lists/assess.html", form=form, sight=sight)
