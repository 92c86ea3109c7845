"""One's own account."""

from flask import Blueprint, flash, make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import login_user

from tourbook.accounts import services
from tourbook.accounts.access import me
from tourbook.accounts.forms import FirstPasswordForm, PasswordForm, ProfileForm
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.web.access import signed_in
from tourbook.web.forms import given
from tourbook.web.languages import COOKIE
from tourbook.web.limits import limiter

bp = Blueprint("own_account", __name__, url_prefix="/account")


@bp.route("", methods=["GET", "POST"])
@signed_in
def show() -> ResponseReturnValue:
    user = me()
    form = ProfileForm(obj=user)
    if form.validate_on_submit():
        services.update_profile(
            user, name=given(form.name.data), language=form.language.data, at=clock.now()
        )
        db.session.commit()
        flash(_("Your account is saved."))
        response = make_response(redirect(url_for("own_account.show"), 303))
        response.delete_cookie(COOKIE)  # the account's language counts from now on
        return response
    return render_template("accounts/own.html", form=form, user=user)


@bp.route("/password", methods=["GET", "POST"])
@signed_in
@limiter.limit("10 per 15 minutes", methods=["POST"])
def password() -> ResponseReturnValue:
    user = me()
    form = PasswordForm() if user.password_hash else FirstPasswordForm()
    if form.validate_on_submit():
        current = given(form.current.data) if isinstance(form, PasswordForm) else ""
        try:
            services.change_password(
                user, current=current, new=given(form.new.data), at=clock.now()
            )
            db.session.commit()
            session.clear()
            login_user(user)
            session.permanent = True
            flash(_("Your password is changed. Everywhere else you are signed out."))
            return redirect(url_for("own_account.show"), 303)
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("accounts/password.html", form=form)


@bp.post("/sign-out-everywhere")
@signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    user = me()
    services.sign_out_everywhere(user, at=clock.now(), actor=user.actor)
    db.session.commit()
    session.clear()
    flash(_("You are signed out on every device."))
    return redirect(url_for("accounts.sign_in"), 303)
