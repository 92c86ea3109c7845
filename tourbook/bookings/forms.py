"""What is asked about bookings, participants and delegations."""

import secrets

from flask_babel import lazy_gettext as _l

from tourbook.bookings.models import BookingState, DelegationKind
from tourbook.bookings.rules.needs import Diet, Need
from tourbook.bookings.rules.particulars import DocumentKind
from tourbook.core.languages import LANGUAGES
from tourbook.web.fields import (
    BooleanField,
    CheckboxesField,
    DateField,
    EmailField,
    FileField,
    HiddenField,
    InputRequired,
    IntegerField,
    Length,
    NumberRange,
    Optional,
    RadioField,
    Regexp,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)
from tourbook.web.forms import Form, SearchForm
from tourbook.web.languages import OWN_NAMES

LANGUAGE_CHOICES = [(code, OWN_NAMES[code]) for code in LANGUAGES]
PLACES = NumberRange(min=1, max=1000, message=_l("Give a number from 1 to 1,000."))

STATE_LABELS = {
    BookingState.OPTION: _l("Option"),
    BookingState.CONFIRMED: _l("Confirmed"),
    BookingState.LAPSED: _l("Lapsed"),
    BookingState.CANCELLED: _l("Cancelled"),
    BookingState.COMPLETED: _l("Completed"),
}
KIND_LABELS = {
    DelegationKind.AUTHORITY: _l("Authority"),
    DelegationKind.COMPANY: _l("Company"),
    DelegationKind.NGO: _l("Organisation of volunteers or members"),
    DelegationKind.RESEARCH: _l("Research or education"),
    DelegationKind.OTHER: _l("Other"),
}
DIET_LABELS = {
    Diet.VEGETARIAN: _l("Vegetarian"),
    Diet.VEGAN: _l("Vegan"),
    Diet.GLUTEN_FREE: _l("Gluten-free"),
    Diet.LACTOSE_FREE: _l("Lactose-free"),
    Diet.NO_PORK: _l("No pork"),
    Diet.HALAL: _l("Halal"),
    Diet.KOSHER: _l("Kosher"),
    Diet.NO_NUTS: _l("No nuts"),
    Diet.NO_FISH: _l("No fish"),
}
NEED_LABELS = {
    Need.STEP_FREE: _l("Routes without steps"),
    Need.WHEELCHAIR: _l("Room for a wheelchair"),
    Need.HEARING: _l("Help with hearing"),
    Need.SIGHT: _l("Help with seeing"),
    Need.REST: _l("Places to rest on the way"),
}

DOCUMENT_LABELS = {
    DocumentKind.PASSPORT: _l("Passport"),
    DocumentKind.IDENTITY_CARD: _l("Identity card"),
    DocumentKind.RESIDENCE_PERMIT: _l("Residence permit"),
}


def new_form_key() -> str:
    return secrets.token_hex(16)


class PlaceForm(Form):
    delegation = SelectField(_l("Delegation"), coerce=int)
    places = IntegerField(
        _l("How many places?"),
        [InputRequired(), PLACES],
        description=_l("One for each person who comes, the leader of the delegation included."),
    )
    kind = RadioField(_l("What do you want to do?"), default=BookingState.OPTION)
    form_key = HiddenField(validators=[Optional(), Regexp(r"^[0-9a-f]{32}$")], default=new_form_key)


class PlacesForm(Form):
    places = IntegerField(_l("Number of places"), [InputRequired(), PLACES])
    revision = HiddenField(validators=[Regexp(r"^[0-9]{1,9}$")])


class CancelForm(Form):
    reason = TextAreaField(
        _l("Why is it cancelled?"),
        [InputRequired(), Length(max=500)],
        description=_l("Everybody concerned is told this."),
        render_kw={"rows": 3},
    )
    revision = HiddenField(validators=[Optional(), Regexp(r"^[0-9]{1,9}$")])


class ParticipantForm(Form):
    name = StringField(
        _l("Name"), [InputRequired(), Length(max=160)], description=_l("As the person writes it.")
    )
    form_of_address = StringField(
        _l("Form of address"), [Length(max=40)], description=_l("Such as Dr, Colonel or Ms.")
    )
    post = StringField(_l("Post or task"), [Length(max=160)])
    email = EmailField(
        _l("E-mail"), [Optional()], description=_l("The person's own link is sent here.")
    )
    nationality = SelectField(_l("Nationality"))
    employer = StringField(_l("Employer"), [Length(max=160)])
    phone = TelField(_l("Phone"))
    vehicle = StringField(_l("Registration number of their own car"), [Length(max=40)])
    clothing_size = StringField(_l("Clothing size"), [Length(max=20)])


class PasteForm(Form):
    text = TextAreaField(
        _l("Paste the list here"),
        [Length(max=100_000)],
        description=_l(
            "One person on each row: name, form of address, post, e-mail. With a header row the"
            " columns may stand in any order."
        ),
        render_kw={"rows": 10},
    )
    file = FileField(
        _l("Or choose a file"),
        description=_l("Excel, OpenDocument or CSV; the first sheet is read."),
    )


class ApplyForm(Form):
    text = HiddenField(validators=[InputRequired(), Length(max=200_000)])


class DetailsForm(Form):
    name = StringField(
        _l("Your name"),
        [InputRequired(), Length(max=160)],
        description=_l("As you write it, in any script."),
        render_kw={"autocomplete": "name"},
    )
    form_of_address = StringField(
        _l("How may we address you?"),
        [Length(max=40)],
        description=_l("Such as Dr, Colonel or Ms."),
        render_kw={"autocomplete": "honorific-prefix"},
    )
    language = RadioField(
        _l("Your language for this page and your papers"), choices=LANGUAGE_CHOICES
    )
    nationality = SelectField(_l("Nationality"), render_kw={"autocomplete": "country"})
    employer = StringField(
        _l("Employer"), [Length(max=160)], render_kw={"autocomplete": "organization"}
    )
    post = StringField(
        _l("Post or task"), [Length(max=160)], render_kw={"autocomplete": "organization-title"}
    )
    phone = TelField(_l("Phone during the visit"), render_kw={"autocomplete": "tel"})
    vehicle = StringField(_l("Registration number of your own car"), [Length(max=40)])
    best_language = SelectField(_l("The language that you speak best"))
    languages = CheckboxesField(_l("Other languages that you speak"))
    clothing_size = StringField(
        _l("Clothing size"), [Length(max=20)], description=_l("Such as M, XL or 54.")
    )
    photo_consent = RadioField(
        _l("May photos be taken of you?"),
        [Optional()],
        choices=[("yes", _l("Yes")), ("no", _l("No"))],
    )
    birth_date = DateField(
        _l("Date of birth"), [Optional()], render_kw={"width": 10, "autocomplete": "bday"}
    )
    identity_kind = SelectField(_l("Identity document"))
    identity_number = StringField(_l("Number of the identity document"), [Length(max=40)])
    identity_country = SelectField(_l("Country that issued it"))
    identity_valid_until = DateField(_l("Valid until"), [Optional()])
    diet = CheckboxesField(_l("What do you not eat, or eat only?"))
    diet_words = StringField(_l("Something else about food"), [Length(max=300)])
    needs = CheckboxesField(_l("What do you need on the way?"))
    needs_words = StringField(_l("Something else that we should arrange"), [Length(max=300)])
    consent = BooleanField(
        _l("I agree that my diet and needs are kept until 30 days after the visit."),
        description=_l(
            "It is kept encrypted. Kitchens, hosts and drivers get numbers without names; only a"
            " site that is named above beside the question sees it with your name."
        ),
    )


class DelegationForm(Form):
    name = StringField(_l("Name of the delegation"), [InputRequired(), Length(max=160)])
    country = SelectField(_l("Country"), [InputRequired()])
    kind = SelectField(_l("Kind"))
    language = SelectField(_l("Language of its papers"), choices=LANGUAGE_CHOICES, default="en")
    leader_name = StringField(_l("Name of the leader"), [Length(max=120)])
    email = EmailField(
        _l("E-mail of the delegation"),
        [Optional()],
        description=_l("Messages go here while no leader has an account."),
    )
    business_travel_agreement = BooleanField(
        _l("There is a written general agreement on business travel")
    )


class InviteForm(Form):
    name = StringField(_l("Name"), [InputRequired(), Length(max=120)])
    email = EmailField(_l("E-mail"), [InputRequired()])


class AccessForm(Form):
    name = StringField(
        _l("Your name"), [InputRequired(), Length(max=120)], render_kw={"autocomplete": "name"}
    )
    email = EmailField(
        _l("Your e-mail at work"), [InputRequired()], render_kw={"autocomplete": "email"}
    )
    delegation = StringField(
        _l("Whom do you speak for?"),
        [InputRequired(), Length(max=160)],
        description=_l("Your authority, company or organisation."),
    )
    country = SelectField(_l("Country"), [InputRequired()])
    message = TextAreaField(
        _l("What are you interested in?"), [Length(max=2000)], render_kw={"rows": 5}
    )


class OwnFilter(SearchForm):
    state = SelectField(_l("State"))


class DeskFilter(SearchForm):
    text = StringField(_l("Reference, delegation or leader"), [Length(max=100)])
    state = SelectField(_l("State"))
    departure = SelectField(_l("Departure"))
    country = SelectField(_l("Country"))
    ending = SelectField(_l("Option ends"))
    order = SelectField(_l("Order"))


class DelegationFilter(SearchForm):
    text = StringField(_l("Name, leader or e-mail"), [Length(max=100)])
    country = SelectField(_l("Country"))
