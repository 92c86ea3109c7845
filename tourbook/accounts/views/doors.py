"""Coming in and going out. A mailed link shows a page; only its button acts."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import login_user, logout_user

from tourbook.accounts import queries, rules, services
from tourbook.accounts.access import home_of, me_or_none
from tourbook.accounts.forms import AskLinkForm, EnterForm, ResetForm, SignInForm, WelcomeForm
from tourbook.accounts.models import AccountLink, LinkPurpose, User
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.web.access import by_token, public, signed_in
from tourbook.web.forms import given
from tourbook.web.limits import limiter
from tourbook.web.redirects import local_target

bp = Blueprint("accounts", __name__)


def typed_address() -> str:
    """Counted besides the visitor's own address, so that one account is not tried from many."""
    return f"account:{rules.plain_email(request.form.get('email', ''))[:254]}"


#: Of one visitor, who may be a whole office; and for one account, wherever they are.
by_visitor = limiter.shared_limit("30 per 15 minutes", scope="doors", methods=["POST"])
by_account = limiter.shared_limit(
    "10 per 15 minutes", scope="doors", methods=["POST"], key_func=typed_address
)


def come_in(user: User) -> ResponseReturnValue:
    """Start a session that nobody has seen before, and go where the person wanted to."""
    session.clear()
    login_user(user)
    session.permanent = True
    return redirect(local_target(request.args.get("next"), home_of(user)), 303)


@bp.route("/sign-in", methods=["GET", "POST"])
@public
@by_visitor
@by_account
def sign_in() -> ResponseReturnValue:
    inside = me_or_none()
    if inside is not None:
        return redirect(local_target(request.args.get("next"), home_of(inside)), 303)
    form = SignInForm()
    if form.validate_on_submit():
        user = services.by_password(given(form.email.data), given(form.password.data))
        if user is not None:
            services.sign_in(user, at=clock.now(), way="password")
            db.session.commit()
            return come_in(user)
        form.refuse(Refused("The address or the password is not right."))
    return render_template(
        "accounts/sign_in.html", form=form, next_page=local_target(request.args.get("next"), "")
    )


@bp.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    logout_user()
    session.clear()
    flash(_("You are signed out."))
    return redirect(url_for("accounts.sign_in"), 303)


@bp.route("/sign-in/link", methods=["GET", "POST"])
@public
@by_visitor
@by_account
def ask_link() -> ResponseReturnValue:
    return asked(AskLinkForm(), LinkPurpose.SIGN_IN, "accounts/ask_link.html")


@bp.route("/reset", methods=["GET", "POST"])
@public
@by_visitor
@by_account
def ask_reset() -> ResponseReturnValue:
    return asked(AskLinkForm(), LinkPurpose.RESET, "accounts/ask_reset.html")


def asked(form: AskLinkForm, purpose: LinkPurpose, template: str) -> ResponseReturnValue:
    if form.validate_on_submit():
        services.ask_for_link(given(form.email.data), purpose, at=clock.now())
        db.session.commit()
        return render_template("accounts/link_asked.html", email=form.email.data)
    return render_template(template, form=form)


def dead_link() -> ResponseReturnValue:
    return render_template("accounts/dead_link.html"), 410


def live_link(token: str, purpose: LinkPurpose) -> AccountLink | None:
    return queries.live_link(token, purpose, at=clock.now())


@bp.route("/enter/<token>", methods=["GET", "POST"])
@by_token
@by_visitor
def enter(token: str) -> ResponseReturnValue:
    link, form = live_link(token, LinkPurpose.SIGN_IN), EnterForm()
    if link is None:
        return dead_link()
    if form.validate_on_submit():
        user = services.use_link(token, LinkPurpose.SIGN_IN, at=clock.now())
        services.sign_in(user, at=clock.now(), way="link")
        db.session.commit()
        return come_in(user)
    return render_template("accounts/enter.html", form=form, email=link.user.email)


@bp.route("/welcome/<token>", methods=["GET", "POST"])
@by_token
@by_visitor
def welcome(token: str) -> ResponseReturnValue:
    link = live_link(token, LinkPurpose.INVITATION)
    if link is None:
        return dead_link()
    form = WelcomeForm(obj=link.user)
    if form.validate_on_submit():
        try:
            user = services.accept_invitation(
                token,
                name=given(form.name.data),
                language=form.language.data,
                password=form.password.data,
                at=clock.now(),
            )
            db.session.commit()
            return come_in(user)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
    return render_template("accounts/welcome.html", form=form, email=link.user.email)


@bp.route("/reset/<token>", methods=["GET", "POST"])
@by_token
@by_visitor
def reset(token: str) -> ResponseReturnValue:
    link, form = live_link(token, LinkPurpose.RESET), ResetForm()
    if link is None:
        return dead_link()
    if form.validate_on_submit():
        try:
            user = services.reset_password(
                token, password=given(form.password.data), at=clock.now()
            )
            db.session.commit()
            return come_in(user)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
    return render_template("accounts/reset.html", form=form, email=link.user.email)
