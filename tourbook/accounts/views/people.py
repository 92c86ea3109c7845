"""People with accounts: organisers see them, administrators invite and close."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts import queries, rules, services
from tourbook.accounts.access import me
from tourbook.accounts.forms import ROLE_HINTS, ROLE_NAMES, InviteForm, PeopleFilter
from tourbook.accounts.models import User
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.web.access import roles
from tourbook.web.exports import export, export_wanted
from tourbook.web.forms import given
from tourbook.web.paging import page_of

bp = Blueprint("people", __name__, url_prefix="/desk/people")

SHOWN_TO = (Role.ORGANISER, Role.ADMIN)


def person_or_404(user_id: int) -> User:
    return queries.by_id(user_id) or abort(404)


def names_of(user: User) -> str:
    """What the person may be, in words, each once."""
    known = [role for role in ROLE_NAMES if role in user.roles]
    return ", ".join(str(ROLE_NAMES[role]) for role in known)


@bp.get("")
@roles(*SHOWN_TO)
def index() -> ResponseReturnValue:
    form = PeopleFilter(request.args)
    role = next((role for role in Role if role == form.role.data), None)
    closed = {"open": False, "closed": True}.get(form.state.data or "")
    found = queries.search(text=form.text.data or "", role=role, closed=closed)
    if export_wanted():
        header = [_("Name"), _("E-mail address"), _("Roles"), _("Last here"), _("Closed")]
        people = db.session.scalars(found).unique()
        rows = [[p.name, p.email, names_of(p), p.last_sign_in_at, p.disabled_at] for p in people]
        return export(rows, header, "people")
    return render_template(
        "accounts/people.html",
        form=form,
        page=page_of(found),
        names_of=names_of,
        can_manage=Role.ADMIN in me().roles,
    )


@bp.route("/invite", methods=["GET", "POST"])
@roles(Role.ADMIN)
def invite() -> ResponseReturnValue:
    form = InviteForm()
    if form.validate_on_submit():
        try:
            user = services.invite_colleague(
                given(form.email.data),
                given(form.name.data),
                Role(form.role.data),
                language=form.language.data,
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("%(name)s is invited.", name=user.name))
            return redirect(url_for("people.show", user_id=user.id), 303)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
    hints = [(ROLE_NAMES[role], ROLE_HINTS[role]) for role in rules.TEAM_ROLES]
    return render_template("accounts/invite.html", form=form, hints=hints)


@bp.get("/<int:user_id>")
@roles(*SHOWN_TO)
def show(user_id: int) -> ResponseReturnValue:
    user = person_or_404(user_id)
    return render_template(
        "accounts/person.html",
        user=user,
        roles_in_words=names_of(user),
        can_manage=Role.ADMIN in me().roles and user.id != me().id,
    )


@bp.post("/<int:user_id>/invite-again")
@roles(Role.ADMIN)
def invite_again(user_id: int) -> ResponseReturnValue:
    user = person_or_404(user_id)
    services.invite_again(user, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("A new invitation is on its way to %(email)s.", email=user.email))
    return redirect(url_for("people.show", user_id=user.id), 303)


@bp.post("/<int:user_id>/close")
@roles(Role.ADMIN)
def close(user_id: int) -> ResponseReturnValue:
    user = person_or_404(user_id)
    services.disable(user, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The account of %(name)s is closed.", name=user.name))
    return redirect(url_for("people.show", user_id=user.id), 303)


@bp.post("/<int:user_id>/open")
@roles(Role.ADMIN)
def reopen(user_id: int) -> ResponseReturnValue:
    user = person_or_404(user_id)
    services.enable(user, at=clock.now(), actor=me().actor)
    db.session.commit()
    flash(_("The account of %(name)s is open again.", name=user.name))
    return redirect(url_for("people.show", user_id=user.id), 303)
