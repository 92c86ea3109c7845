"""The library from a workbook: give a file, look at the difference, apply it."""

from contextlib import closing

from flask import Response, abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.documents import sheets
from tourbook.hosts import access, papers
from tourbook.hosts.forms import ApplyForm, ImportForm
from tourbook.hosts.models import LibraryImport
from tourbook.hosts.rules.importing.reading import Fault
from tourbook.hosts.services import importing as services
from tourbook.hosts.views.sides import Sides, side_url
from tourbook.web.exports import XLSX, attachment
from tourbook.web.forms import refusal_in_words
from tourbook.web.languages import current_language

sides = Sides("imports", __name__)

#: Of more than so many rows of a kind, the page shows the first and counts the others.
SHOWN = 200


@sides.page("/components/import", methods=("GET", "POST"))
def new() -> ResponseReturnValue:
    form = ImportForm()
    if form.validate_on_submit():
        try:
            with closing(form.file.data) as upload:
                content, name = upload.read(sheets.MAX_BYTES + 1), upload.filename or ""
            kept = services.keep(content, name, by_id=me().id, at=clock.now())
            db.session.commit()
            return redirect(side_url("imports.show", import_id=kept.id))
        except Refused as refusal:
            form.refuse(refusal)
    rules = [_(sentence) for sentence in papers.READING]
    return render_template("hosts/imports/new.html", form=form, rules=rules)


@sides.page("/components/import/template")
def template() -> Response:
    content = papers.template(language=current_language())
    return attachment(content, XLSX, "components-template.xlsx")


def import_or_404(import_id: int) -> LibraryImport:
    """Whoever gave a file looks at it and applies it; for others it does not exist."""
    kept = db.get_or_404(LibraryImport, import_id)
    return kept if kept.by_id == me().id else abort(404)


@sides.page("/components/import/<int:import_id>")
def show(import_id: int) -> ResponseReturnValue:
    kept = import_or_404(import_id)
    plan = services.plan(kept, own=access.own())
    return render_template(
        "hosts/imports/show.html",
        kept=kept,
        plan=plan,
        faults=[place_of(fault) for fault in plan.faults[:SHOWN]],
        most=SHOWN,
        form=ApplyForm(formdata=None, data={"seen": plan.digest}),
    )


def place_of(fault: Fault) -> tuple[str, str, str, str, str]:
    """Sheet, row, column, what was given, and the sentence of a fault, as they are shown."""
    column = " ".join(part for part in (fault.letter, fault.header) if part)
    row = str(fault.row) if fault.row is not None else ""
    return fault.sheet, row, column, fault.given, refusal_in_words(fault.why)


@sides.page("/components/import/<int:import_id>/apply", methods=("POST",))
def apply(import_id: int) -> ResponseReturnValue:
    kept = import_or_404(import_id)
    form = ApplyForm()
    done = services.apply(
        kept, own=access.own(), seen=form.seen.data or "", at=clock.now(), actor=me().actor
    )
    db.session.commit()
    flash(
        _(
            "The file is applied. New: %(new)d. Changed: %(changed)d.",
            new=done.new,
            changed=done.changed,
        )
    )
    return redirect(side_url("components.index"))
