"""The parts of a draft: its days and prices, one small form each."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.packages import services
from tourbook.packages.access import day_or_404, draft_or_404
from tourbook.packages.forms import (
    TIER_NAMES,
    DayForm,
    PricesForm,
)
from tourbook.packages.models import Day, Version
from tourbook.packages.rules import programme
from tourbook.packages.services import checking
from tourbook.packages.services.history import Clashed
from tourbook.packages.views import differing, wording
from tourbook.web.access import roles
from tourbook.web.forms import given

bp = Blueprint("package_parts", __name__, url_prefix="/desk/packages")


def to_builder(version_id: int) -> ResponseReturnValue:
    return redirect(url_for("package_versions.show", version_id=version_id))


@bp.route("/days/<int:day_id>", methods=["GET", "POST"])
@roles(Role.ORGANISER, Role.ADMIN)
def edit_day(day_id: int) -> ResponseReturnValue:
    day = day_or_404(day_id)
    form = DayForm(data=day_as_filled_in(day))
    clash: list[tuple[str, str, str]] = []
    if form.validate_on_submit():
        try:
            services.change_day(
                day,
                title=form.title.data,
                hours=programme.day_minutes(given(form.starts.data), given(form.ends.data)),
                revision=form.seen_revision,
                choice=form.choice,
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("The day is changed."))
            return to_builder(day.version_id)
        except Clashed as clashed:
            clash = differing.clash_rows(clashed.clashes, {})
            form.refuse_clash(clashed, [each.field for each in clashed.clashes], day.revision)
            db.session.rollback()
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("packages/day.html", form=form, day=day, clash=clash)


def day_as_filled_in(day: Day) -> dict[str, object]:
    return {
        "revision": str(day.revision),
        "title": day.title,
        "starts": programme.hour_of(day.starts_minute),
        "ends": programme.hour_of(day.ends_minute),
    }


@bp.post("/days/<int:day_id>/remove")
@roles(Role.ORGANISER, Role.ADMIN)
def remove_day(day_id: int) -> ResponseReturnValue:
    day = day_or_404(day_id)
    version_id = day.version_id
    services.remove_day(day, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The day is removed."))
    return to_builder(version_id)


@bp.route("/versions/<int:version_id>/prices", methods=["GET", "POST"])
@roles(Role.ORGANISER, Role.ADMIN)
def prices(version_id: int) -> ResponseReturnValue:
    version = draft_or_404(version_id)
    form = PricesForm(data=prices_as_filled_in(version))
    if form.validate_on_submit():
        try:
            services.price(
                version,
                form.rows,
                revision=form.seen_revision,
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("The prices are set."))
            return to_builder(version_id)
        except Refused as refusal:
            form.refuse_stale(refusal, version.revision)
    problems = wording.of_prices(checking.look(version, today=clock.today()).problems)
    if request.method == "POST":
        problems = []
    return render_template("packages/prices.html", form=form, version=version, problems=problems)


def prices_as_filled_in(version: Version) -> dict[str, object]:
    rows: dict[str, object] = {"revision": str(version.revision)}
    for name, tier in zip(TIER_NAMES, version.tiers, strict=False):
        rows[name] = {
            "pax_from": tier.pax_from,
            "pax_to": tier.pax_to,
            "price": tier.person_cents,
        }
    return rows
