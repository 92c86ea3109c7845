"""The limits that the checks go by: what holds today, since when, from where, and new values."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.packages.forms.limits import SUBJECTS, LimitFilter, LimitForm
from tourbook.packages.models import DatedLimit
from tourbook.packages.queries import limits as queries
from tourbook.packages.rules import limit_facts, limits
from tourbook.packages.rules.limit_facts import Unit
from tourbook.packages.rules.limits import Limit
from tourbook.packages.services import limits as services
from tourbook.packages.views.wording import clock_time, length
from tourbook.web.access import roles
from tourbook.web.exports import export, export_wanted
from tourbook.web.forms import given

bp = Blueprint("package_limits", __name__, url_prefix="/desk/limits")


@dataclass(frozen=True)
class ShownLimit:
    """A limit as it holds on one day."""

    key: str
    subject: str
    words: str
    value: str
    source: str
    limit: Limit


@dataclass(frozen=True)
class Entry:
    """One entry of a limit's history; a row of our own may have an id."""

    limit: Limit
    value: str
    source: str
    holds: bool
    row: DatedLimit | None


def value_in_words(value: int, unit: Unit) -> str:
    words: dict[Unit, str] = {
        Unit.MINUTES: length(value),
        Unit.METRES: _("%(value)d m", value=value),
        Unit.METRES_A_MINUTE: _("%(value)d m a minute", value=value),
        Unit.PERCENT: _("%(value)d %%", value=value),
        Unit.COUNT: str(value),
    }
    return clock_time(value) if unit is Unit.CLOCK else words[unit]


def standing() -> list[ShownLimit]:
    """What holds today, by subject and then in the order of the rules."""
    today = clock.today()
    holding = limits.standing(today, services.own())
    order = [key for key, _words in SUBJECTS]
    found = [shown(limit) for limit in holding]
    return sorted(found, key=lambda each: order.index(each.subject))


def shown(limit: Limit) -> ShownLimit:
    fact = limit_facts.fact_of(limit.key)
    value = value_in_words(limit.value, fact.unit)
    return ShownLimit(limit.key, fact.subject.value, _(fact.words), value, source_of(limit), limit)


def source_of(limit: Limit) -> str:
    """In the reader's language where it is the program's; what somebody wrote stays as it is."""
    return _(limit.source) if limit in limits.DEFAULTS else limit.source


@bp.get("/")
@roles(Role.ORGANISER, Role.ADMIN)
def index() -> ResponseReturnValue:
    form = LimitFilter(request.args)
    wanted = form.subject.data if form.subject.data in dict(SUBJECTS) else ""
    found = [each for each in standing() if wanted in ("", each.subject)]
    if export_wanted():
        return export_limits(found)
    return render_template(
        "packages/limits/index.html",
        form=form,
        groups=[
            (words, [each for each in found if each.subject == subject])
            for subject, words in SUBJECTS
        ],
    )


def export_limits(found: list[ShownLimit]) -> ResponseReturnValue:
    subjects = dict(SUBJECTS)
    header = [_("Subject"), _("Limit"), _("Value today"), _("It holds from"), _("Source")]
    rows = [
        (
            str(subjects[each.subject]),
            each.words,
            each.value,
            each.limit.valid_from,
            each.source,
        )
        for each in found
    ]
    return export(rows, header, "limits")


@bp.route("/<key>", methods=["GET", "POST"])
@roles(Role.ORGANISER, Role.ADMIN)
def show(key: str) -> ResponseReturnValue:
    """One limit: its history, and a form for a value from a day on."""
    if key not in {limit.key for limit in limits.DEFAULTS}:
        abort(404)
    fact = limit_facts.fact_of(key)
    form = LimitForm(fact.unit)
    if form.validate_on_submit():
        try:
            services.add(
                key,
                valid_from=given(form.valid_from.data),
                value=form.number,
                source=form.source.data or "",
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("The value is kept. It holds from its day on."))
            return redirect(url_for(".show", key=key))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template(
        "packages/limits/show.html",
        form=form,
        words=_(fact.words),
        entries=history(key),
        today=clock.today(),
    )


def history(key: str) -> list[Entry]:
    """Every value there was and will be, the newest day first; ours before those of the program."""
    rows = queries.rows(key)
    own = [(Limit(row.key, row.valid_from, row.value, row.source), row) for row in rows]
    given = [(limit, None) for limit in limits.DEFAULTS if limit.key == key]
    holding = limits.standing(clock.today(), [limit for limit, _row in own])
    unit = limit_facts.fact_of(key).unit
    return sorted(
        (
            Entry(limit, value_in_words(limit.value, unit), source_of(limit), limit in holding, row)
            for limit, row in [*own, *given]
        ),
        key=lambda entry: (entry.limit.valid_from, entry.row is not None),
        reverse=True,
    )


@bp.post("/entries/<int:limit_id>/take-back")
@roles(Role.ORGANISER, Role.ADMIN)
def take_back(limit_id: int) -> ResponseReturnValue:
    row = db.get_or_404(DatedLimit, limit_id)
    key = row.key
    services.take_back(row, today=clock.today(), at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The value is taken back."))
    return redirect(url_for(".show", key=key))
