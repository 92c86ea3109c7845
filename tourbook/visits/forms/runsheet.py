"""Forms of a run sheet, and its words."""

from flask_babel import lazy_gettext as _l

from tourbook.hosts.models import ComponentKind
from tourbook.visits.models import CallStage
from tourbook.visits.rules.lateness import MOST
from tourbook.visits.rules.runsheet import Note
from tourbook.web.fields import (
    InputRequired,
    IntegerField,
    Length,
    NumberRange,
    Optional,
    RadioField,
    SelectField,
    StringField,
)
from tourbook.web.forms import Form

NOTES = {
    Note.IDENTITY_DOCUMENT: _l("Bring the identity document that was named"),
    Note.OUTDOOR_CLOTHES: _l("Clothes and shoes for outdoors"),
    Note.CONFIDENTIALITY: _l("A confidentiality agreement is signed first"),
    Note.ESCORT: _l("Nobody walks alone"),
    Note.NO_PHOTOS: _l("No photos"),
    Note.ASK_PHOTOS: _l("Ask before taking photos"),
    Note.NO_PHONES: _l("Phones are left outside"),
    Note.ASK_PHONES: _l("Phones only where the host says so"),
}
KINDS = {
    ComponentKind.PROGRAMME: _l("Visit"),
    ComponentKind.TRANSPORT: _l("Transport"),
    ComponentKind.LODGING: _l("Overnight stay"),
    ComponentKind.MEAL: _l("Meal"),
    ComponentKind.SIDE: _l("Side programme"),
}
STAGES = {CallStage.BOARDING: _l("Boarding"), CallStage.SITE: _l("At the site")}


class LateForm(Form):
    minutes = IntegerField(
        _l("Minutes late"),
        [InputRequired(), NumberRange(min=0, max=MOST)],
        description=_l("0 says that the group comes in time again."),
        render_kw={"width": 4},
    )
    since = SelectField(_l("From which stop on?"), [InputRequired()])
    words = StringField(
        _l("What shall the hosts know?"),
        [Optional(), Length(max=300)],
        description=_l("May be left empty."),
    )


class LinkForm(Form):
    name = StringField(
        _l("Name of the guide or driver"),
        [InputRequired(), Length(max=120)],
        description=_l("It stands beside the marks that are made by this link."),
    )
    who = RadioField(
        _l("For whom is the link?"),
        [InputRequired()],
        choices=[
            ("guide", _l("A guide: the whole sheet, and calls the roll")),
            ("driver", _l("A driver: times, places and how many are on board")),
        ],
    )
