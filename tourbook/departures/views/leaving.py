"""Handing a request over and taking a yes back: the same two pages for an account and a link."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.core import clock
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.departures import queries, services
from tourbook.departures.forms import HandForm, WithdrawForm
from tourbook.departures.models import RequestState, ServiceRequest
from tourbook.web.forms import given


def can_withdraw(wanted: ServiceRequest) -> bool:
    return wanted.state is RequestState.CONFIRMED and wanted.starts_at > clock.now()


def hand(
    wanted: ServiceRequest, *, by: str, actor: Actor, back: str, but: int | None = None
) -> ResponseReturnValue:
    """Let a colleague answer, any of the host's people but the one who asks."""
    form = HandForm()
    others = [one for one in queries.colleagues(wanted.organisation_id) if one.id != but]
    form.colleague.choices = [("", _("Choose")), *((str(one.id), one.name) for one in others)]
    if form.validate_on_submit():
        try:
            services.hand_over(
                wanted,
                int(given(form.colleague.data)),
                words=form.words.data or "",
                by=by,
                at=clock.now(),
                actor=actor,
            )
            db.session.commit()
            flash(_("Your colleague has been written to."))
            return redirect(back)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
    return render_template(
        "departures/hand.html", wanted=wanted, form=form, others=others, back_url=back
    )


def withdraw(wanted: ServiceRequest, *, by: str, actor: Actor, back: str) -> ResponseReturnValue:
    """Take back a yes; near the visit a reason is asked for."""
    form = WithdrawForm()
    if form.validate_on_submit():
        try:
            services.withdraw(
                wanted, reason=form.reason.data or "", by=by, at=clock.now(), actor=actor
            )
            db.session.commit()
            flash(_("The visit is withdrawn. The organiser has been told."))
            return redirect(back)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
    short = services.is_short(wanted, at=clock.now())
    return render_template(
        "departures/withdraw.html", wanted=wanted, form=form, short=short, back_url=back
    )
