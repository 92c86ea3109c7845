"""Pages that only tests have: every component once, and a view of each kind of access."""

from datetime import UTC, datetime
from itertools import count

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import UserMixin, current_user, login_user
from sqlalchemy.exc import OperationalError

from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.core.texts import Texts
from tourbook.web.access import by_token, public, roles, signed_in
from tourbook.web.caching import cached_page
from tourbook.web.fields import (
    BooleanField,
    CheckboxesField,
    DateField,
    DateTimeField,
    EmailField,
    FileField,
    InputRequired,
    IntegerField,
    MoneyField,
    NumberRange,
    Optional,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
    TextsField,
    TimeField,
)
from tourbook.web.forms import Form, SearchForm
from tourbook.web.limits import limiter
from tourbook.web.navigation import NavItem, Place
from tourbook.web.paging import Page
from tourbook.web.timeline import Day, Item

bp = Blueprint("kitchen", __name__, url_prefix="/kitchen", template_folder="templates")
people = Blueprint("accounts", __name__)

MOMENT = datetime(2026, 3, 3, 12, 5, tzinfo=UTC)
STOPS = [
    ("Helsinki", 24.94, 60.17),
    ("Lahti", 25.66, 60.98),
    ("Mikkeli", 27.27, 61.69),
    ("Savonlinna", 28.88, 61.87),
]
DAYS = [
    Day(
        "Tue 3 March 2026",
        [
            Item("transport", "Coach from the airport", "08:30", "11:45", place="From Vantaa"),
            Item("meal", "Lunch at the officers' club", "12:00", "13:00", place="Mikkeli"),
            Item(
                "programme",
                "How a rescue department works with its municipalities",
                "13:15",
                "15:45",
                place="South Savo Rescue Department",
                text="The situation centre, volunteers and the exercise ground.",
                note="Bring a passport or an identity card.",
                url="#",
            ),
            Item("side", "Smoke sauna by the lake", "18:00", "20:00", optional=True),
            Item("lodging", "Example Lake Hotel", place="Mikkeli"),
        ],
        note="Mikkeli",
    ),
    Day(
        "Wed 4 March 2026",
        [Item("programme", "The wartime headquarters", "09:00", "11:00", place="Mikkeli")],
    ),
]

calls = count()
version = {"now": 1}


class SinkForm(Form):
    name = StringField(
        _l("Name of the organisation"), [InputRequired()], description=_l("As in the register.")
    )
    email = EmailField(_l("E-mail"), [Optional()], render_kw={"autocomplete": "email"})
    secret = PasswordField(_l("Password"))
    seats = IntegerField(_l("How many places?"), [Optional(), NumberRange(min=1, max=50)])
    price = MoneyField(_l("Price per person, net"), [Optional()])
    first_day = DateField(_l("First day"), [Optional()])
    starts = TimeField(_l("Starts"), [Optional()])
    leaves = DateTimeField(_l("Leaves"), [Optional()])
    kind = SelectField(_l("Kind"), choices=[("", "Choose"), ("a", "Authority"), ("c", "Company")])
    pick = RadioField(_l("Coach"), [Optional()], choices=[("y", "With a coach"), ("n", "Without")])
    speaks = CheckboxesField(_l("Languages"), choices=[("fi", "Finnish"), ("en", "English")])
    about = TextAreaField(_l("About the place"), description=_l("What visitors see first."))
    texts = TextsField(_l("Title for visitors"), required=True, max_length=80)
    plan = FileField(_l("Floor plan"))
    agreed = BooleanField(_l("The host has agreed to this"))
    save = SubmitField(_l("Save"))


class SinkFilter(SearchForm):
    q = StringField(_l("Name"), [Optional()])
    state = SelectField(_l("State"), choices=[("", "All"), ("open", "Open")])


class Person(UserMixin):  # type: ignore[misc]  # Flask-Login carries no types
    def __init__(self, name: str) -> None:
        self.id = name
        self.language = "sv"
        self.roles = frozenset({Role.HOST}) if name == "host" else frozenset({Role.ORGANISER})


def links() -> list[NavItem]:
    leave = NavItem("Sign out", "/sign-in", place=Place.ACCOUNT, post=True)
    return [
        NavItem("Today", "/kitchen/", active=True),
        NavItem("Departures", "/kitchen/form"),
        NavItem("Hosts", "/kitchen/paged"),
        *([leave] if current_user.is_authenticated else []),
        NavItem("Accessibility", "/accessibility", place=Place.FOOTER),
    ]


@bp.get("/")
@public
def sink() -> ResponseReturnValue:
    flash("The host is added.")
    flash("Two names are missing.", "warning")
    flash("The file could not be read.", "error")
    return render_template(
        "kitchen.html",
        days=DAYS,
        stops=STOPS,
        moment=MOMENT,
        name=Texts(en="Everyday safety", fi="Arjen turva"),
        filter=SinkFilter(request.args),
        page=Page(list(range(25)), 4, 12, 291),
    )


@bp.route("/form", methods=["GET", "POST"])
@public
def form() -> ResponseReturnValue:
    form = SinkForm()
    if form.validate_on_submit():
        try:
            if form.name.data == "refuse":
                raise Refused("Only %(left)d places are left.", left=3)
            return {"name": form.name.data, "price": form.price.data, "texts": form.texts.data.en}
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("kitchen_form.html", form=form)


@bp.get("/undeclared")
def undeclared() -> ResponseReturnValue:
    return "secret"


@bp.route("/signed-in", methods=["GET", "POST"])
@signed_in
def for_signed_in() -> ResponseReturnValue:
    return "welcome"


@bp.get("/organiser")
@roles(Role.ORGANISER)
def for_organiser() -> ResponseReturnValue:
    return "desk"


@bp.get("/token/<token>")
@by_token
def for_holder(token: str) -> ResponseReturnValue:
    return f"holder of {len(token)}"


@bp.get("/refused")
@public
def refused() -> ResponseReturnValue:
    raise Refused("Only %(left)d places are left.", left=3)


@bp.get("/broken")
@public
def broken() -> ResponseReturnValue:
    raise RuntimeError("hunter2 in SELECT password FROM user")


@bp.get("/away")
@public
def away() -> ResponseReturnValue:
    raise OperationalError("SELECT password FROM user", {}, Exception("hunter2"))


@bp.get("/limited")
@public
@limiter.limit("2 per minute")
def limited() -> ResponseReturnValue:
    return "fine"


@bp.get("/language")
@public
def language() -> ResponseReturnValue:
    return render_template("kitchen_language.html", moment=MOMENT)


@bp.get("/cached")
@public
@cached_page(version=lambda: version["now"])
def cached() -> ResponseReturnValue:
    return render_template("kitchen_language.html", moment=MOMENT, call=next(calls))


@bp.get("/cached-flash")
@public
@cached_page(version=lambda: 1)
def cached_flash() -> ResponseReturnValue:
    session["seen"] = next(calls)
    return str(session["seen"])


@people.post("/as/<name>")
@public
def enter(name: str) -> ResponseReturnValue:
    login_user(Person(name))
    return redirect(url_for("kitchen.for_signed_in"))


@people.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    return "sign in"
