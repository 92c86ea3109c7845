"""What was said to whom, what waits, and what could not be delivered."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.messages import queries, services
from tourbook.messages.forms import STATE_NAMES, MessagesFilter
from tourbook.messages.models import Message, MessageState
from tourbook.web.access import roles
from tourbook.web.exports import export, export_wanted
from tourbook.web.paging import page_of

bp = Blueprint("messages", __name__, url_prefix="/desk/messages")


def message_or_404(message_id: int) -> Message:
    return db.session.get(Message, message_id) or abort(404)


@bp.get("")
@roles(Role.ORGANISER, Role.ADMIN)
def index() -> ResponseReturnValue:
    form = MessagesFilter(request.args)
    form.kind.choices = [("", _("All")), *((kind, kind) for kind in queries.kinds())]
    form.validate()
    state = next((state for state in MessageState if state == form.state.data), None)
    found = queries.search(state=state, kind=form.kind.data or "", to=form.to.data or "")
    if export_wanted():
        header = [_("Written"), _("To"), _("Name"), _("Kind"), _("State"), _("Left"), _("Subject")]
        rows = (
            [m.created_at, m.to_email, m.to_name, m.kind, m.state.value, m.sent_at, m.subject]
            for m in db.session.scalars(found)
        )
        return export(rows, header, "messages")
    return render_template(
        "messages/index.html", form=form, page=page_of(found), state_names=STATE_NAMES
    )


@bp.get("/<int:message_id>")
@roles(Role.ORGANISER, Role.ADMIN)
def show(message_id: int) -> ResponseReturnValue:
    message = message_or_404(message_id)
    return render_template(
        "messages/show.html",
        message=message,
        job=queries.delivery_of(message),
        state_names=STATE_NAMES,
        can_retry=message.state is MessageState.PARKED,
    )


@bp.post("/<int:message_id>/retry")
@roles(Role.ORGANISER, Role.ADMIN)
def retry(message_id: int) -> ResponseReturnValue:
    message = message_or_404(message_id)
    services.retry(message, at=clock.now(), actor=current_user.actor)
    db.session.commit()
    flash(_("The message is on its way again."))
    return redirect(url_for("messages.show", message_id=message.id), 303)
