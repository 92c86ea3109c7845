"""The audit log: who did what to which row, before and after, and when."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Select

from tourbook.accounts import queries
from tourbook.accounts.forms import AuditFilter
from tourbook.accounts.rules import differences
from tourbook.core import zones
from tourbook.core.audit import AuditEntry
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.web.access import roles
from tourbook.web.exports import export, export_wanted
from tourbook.web.paging import page_of

bp = Blueprint("audit", __name__, url_prefix="/desk/audit")


def midnight(day: date) -> datetime:
    return zones.midnight(day, current_app.config["TOURBOOK_ZONE"])


def filled(form: AuditFilter) -> AuditFilter:
    """The filter with what there is to choose from."""
    everything = ("", _("All"))
    form.action.choices = [everything, *((name, name) for name in queries.audit_actions())]
    form.kind.choices = [everything, *((name, name) for name in queries.audit_kinds())]
    form.validate()
    return form


def found_by(form: AuditFilter) -> Select[AuditEntry]:
    since, until = form.since.data, form.until.data
    return queries.audit_log(
        who=form.who.data or "",
        action=form.action.data or "",
        kind=form.kind.data or "",
        number=form.number.data,
        since=midnight(since) if since else None,
        before=midnight(until + timedelta(days=1)) if until else None,
    )


def as_rows(entries: Iterable[AuditEntry]) -> Iterator[list[object]]:
    for entry in entries:
        changes = "; ".join(
            f"{one.name}: {one.before} → {one.after}"
            for one in differences(entry.before, entry.after)
        )
        subject = f"{entry.subject_kind} {entry.subject_id}"
        yield [entry.at, entry.actor_label, entry.action, subject, changes]


@bp.get("")
@roles(Role.ORGANISER, Role.ADMIN)
def index() -> ResponseReturnValue:
    form = filled(AuditFilter(request.args))
    found = found_by(form)
    if export_wanted():
        header = [_("When"), _("Who"), _("What was done"), _("To what"), _("Changes")]
        return export(as_rows(db.session.scalars(found)), header, "audit")
    return render_template(
        "accounts/audit.html", form=form, page=page_of(found), differences=differences
    )
