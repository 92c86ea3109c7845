"""Who takes part in a booking: naming them one by one or from a list, and their own links."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tourbook.accounts.access import me
from tourbook.bookings import queries
from tourbook.bookings.access import BOOKING, booking_or_404, participant_or_404
from tourbook.bookings.forms import ApplyForm, ParticipantForm, PasteForm
from tourbook.bookings.models import Booking, Participant
from tourbook.bookings.rules import moves, rosters
from tourbook.bookings.rules.rosters import Entry, Person, Problem
from tourbook.bookings.services import details
from tourbook.bookings.services import participants as services
from tourbook.core import clock, formats
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.documents import sheets
from tourbook.hosts.forms.sites import FIELDS
from tourbook.hosts.models import VisitorField
from tourbook.web.access import roles
from tourbook.web.addresses import outside
from tourbook.web.exports import export, export_wanted
from tourbook.web.forms import given
from tourbook.web.languages import current_language

bp = Blueprint("participants", __name__, url_prefix="/bookings/<int:booking_id>")


@bp.get("/participants")
@roles(*BOOKING)
def index(booking_id: int) -> ResponseReturnValue:
    booking = booking_or_404(booking_id)
    people = queries.participants_of(booking)
    if export_wanted():
        return export([row_of(one) for one in people], header(), f"participants-{booking.id}")
    return render_template(
        "bookings/participants.html",
        booking=booking,
        people=people,
        linked=queries.linked(people),
        live=moves.is_live(booking),
        left=booking.places - len(people),
    )


def header() -> list[str]:
    return [_("Name"), _("Form of address"), _("Post or task"), _("E-mail"), _("Language")]


def row_of(one: Participant) -> list[object]:
    return [one.name, one.form_of_address, one.post, one.email, one.language]


def to_list(booking_id: int) -> ResponseReturnValue:
    return redirect(url_for("participants.index", booking_id=booking_id))


def participant_form(booking: Booking, one: Participant | None = None) -> ParticipantForm:
    """The form with just those questions that some site of the programme asks."""
    form = ParticipantForm(obj=one)
    asked = fields_asked(booking)
    form.nationality.choices = [("", _("Not said")), *formats.countries(current_language())]
    for field, name in rosters.IF_ASKED.items():
        if field not in asked:
            del form[name]
    return form


def fields_asked(booking: Booking) -> set[VisitorField]:
    return {one.field for one in details.asked_of(booking.departure)}


def person_of(form: ParticipantForm, one: Participant | None = None) -> Person:
    """What the form says; of what it does not ask, what is known already."""
    known = {
        name: form[name].data or "" if name in form else getattr(one, name, "")
        for name in rosters.IF_ASKED.values()
    }
    return Person(
        name=given(form.name.data),
        form_of_address=form.form_of_address.data or "",
        post=form.post.data or "",
        email=(form.email.data or "").lower(),
        **known,
    )


@bp.route("/participants/new", methods=["GET", "POST"])
@roles(*BOOKING)
def new(booking_id: int) -> ResponseReturnValue:
    booking = booking_or_404(booking_id)
    form = participant_form(booking)
    if form.validate_on_submit():
        try:
            services.add(booking, [person_of(form)], at=clock.now(), actor=me().actor)
            db.session.commit()
            flash(_("%(name)s is on the list.", name=form.name.data))
            return to_list(booking_id)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
            booking = booking_or_404(booking_id)
    return render_template("bookings/participant_form.html", booking=booking, form=form, one=None)


@bp.route("/participants/<int:participant_id>", methods=["GET", "POST"])
@roles(*BOOKING)
def edit(booking_id: int, participant_id: int) -> ResponseReturnValue:
    participant = participant_or_404(booking_id, participant_id)
    form = participant_form(participant.booking, participant)
    if form.validate_on_submit():
        try:
            services.change(
                participant, person_of(form, participant), at=clock.now(), actor=me().actor
            )
            db.session.commit()
            flash(_("The participant is changed."))
            return to_list(booking_id)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
            participant = participant_or_404(booking_id, participant_id)
    return render_template(
        "bookings/participant_form.html", booking=participant.booking, form=form, one=participant
    )


@bp.post("/participants/<int:participant_id>/remove")
@roles(*BOOKING)
def remove(booking_id: int, participant_id: int) -> ResponseReturnValue:
    participant = participant_or_404(booking_id, participant_id)
    services.remove(participant, at=clock.now(), actor=me().actor)
    words = _("%(name)s is off the list.", name=participant.name)
    db.session.commit()
    flash(words)
    return to_list(booking_id)


@bp.post("/participants/<int:participant_id>/link")
@roles(*BOOKING)
def reissue(booking_id: int, participant_id: int) -> ResponseReturnValue:
    """A new link goes to the person's mailbox; where there is none, it is shown once."""
    participant = participant_or_404(booking_id, participant_id)
    now = clock.now()
    token = services.reissue(participant, at=now, actor=me().actor)
    if participant.email:
        services.send_link(participant, at=now)
        words = _("A new link is on its way to %(email)s.", email=participant.email)
        db.session.commit()
        flash(words)
        return to_list(booking_id)
    link = outside("participant.home", token=token)
    db.session.commit()
    page = render_template(
        "bookings/link.html", booking=participant.booking, one=participant, link=link
    )
    return page, 200, {"Cache-Control": "no-store"}


@bp.post("/participants/links")
@roles(*BOOKING)
def send_links(booking_id: int) -> ResponseReturnValue:
    booking = booking_or_404(booking_id)
    sent = services.send_links(booking, at=clock.now(), actor=me().actor)
    db.session.commit()
    if sent:
        flash(ngettext("%(num)d link is on its way.", "%(num)d links are on their way.", sent))
    else:
        flash(_("Everybody who has an e-mail address has had the link."), "warning")
    return to_list(booking_id)


@bp.route("/participants/paste", methods=["GET", "POST"])
@roles(*BOOKING)
def paste(booking_id: int) -> ResponseReturnValue:
    """Read a list and show what was understood; nothing is kept yet."""
    booking = booking_or_404(booking_id)
    form = PasteForm()
    if form.validate_on_submit():
        try:
            rows = given_rows(form)
            return preview(booking, rows)
        except Refused as refusal:
            form.refuse(refusal)
    return render_template(
        "bookings/paste.html", booking=booking, form=form, live=moves.is_live(booking)
    )


def given_rows(form: PasteForm) -> list[list[str]]:
    """The rows of the file if one was chosen, else of the text."""
    upload = form.file.data
    if upload and getattr(upload, "filename", ""):
        return sheets.read_table(upload.read(sheets.MAX_BYTES + 1), upload.filename)
    return sheets.read_pasted(form.text.data or "")


def preview(booking: Booking, rows: Sequence[Sequence[str]]) -> ResponseReturnValue:
    people = queries.participants_of(booking)
    entries = read(booking, rows, people)
    asked = fields_asked(booking)
    count = len(rosters.taken(entries))
    return render_template(
        "bookings/preview.html",
        booking=booking,
        form=ApplyForm(formdata=None, data={"text": rosters.as_text(rows)}),
        entries=entries,
        more=[(FIELDS[one], name) for one, name in rosters.IF_ASKED.items() if one in asked],
        words=problem_words(),
        count=count,
        left=booking.places - len(people),
    )


def read(
    booking: Booking, rows: Sequence[Sequence[str]], people: Sequence[Participant]
) -> list[Entry]:
    known = [Person(name=one.name, email=one.email) for one in people]
    asked = fields_asked(booking)
    return rosters.check([rosters.only_asked(one, asked) for one in rosters.read(rows)], known)


def problem_words() -> dict[Problem, str]:
    return {
        Problem.NO_NAME: _("No name: left out."),
        Problem.TOO_LONG: _("A cell is too long: left out."),
        Problem.BAD_EMAIL: _("This is no e-mail address: left out."),
        Problem.BAD_COUNTRY: _("We do not know this nationality: left out."),
        Problem.TWICE: _("Twice in this list: left out."),
        Problem.KNOWN: _("On the list already: left out."),
    }


@bp.post("/participants/apply")
@roles(*BOOKING)
def apply(booking_id: int) -> ResponseReturnValue:
    """Add those of the list that can be added; the same list again adds nobody."""
    booking = booking_or_404(booking_id)
    rows = sheets.read_pasted(request.form.get("text", ""))
    entries = read(booking, rows, queries.participants_of(booking))
    people = rosters.taken(entries)
    if not people:
        raise Refused("There is nobody to add: everybody is on the list or was left out.")
    services.add(booking, people, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(
        ngettext("%(num)d person is added.", "%(num)d persons are added.", len(people)),
    )
    return to_list(booking_id)
