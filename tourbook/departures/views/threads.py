"""Words from one side of a request to the other."""

from flask import flash
from flask_babel import gettext as _

from tourbook.core import clock
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.departures import services
from tourbook.departures.forms import NoteForm
from tourbook.departures.models import ServiceRequest, ThreadSide
from tourbook.web.forms import given


def say(wanted: ServiceRequest, form: NoteForm, *, side: ThreadSide, by: str, actor: Actor) -> None:
    """Send the words of the form to the other side, or say what is wrong with them."""
    if not form.validate_on_submit():
        flash(" ".join(str(error) for error in form.words.errors), "error")
        return
    services.say(wanted, given(form.words.data), side=side, by=by, at=clock.now(), actor=actor)
    db.session.commit()
    flash(_("Your message is sent."))
