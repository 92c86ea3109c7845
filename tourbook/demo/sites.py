"""What the demonstration's sites ask of visitors, and what the group that comes soon has told."""

from dataclasses import replace
from datetime import datetime, timedelta

from tourbook.bookings.models import Booking
from tourbook.bookings.queries import participants_of
from tourbook.bookings.rules.needs import Wishes
from tourbook.bookings.rules.particulars import DocumentKind, Identity
from tourbook.bookings.services import details
from tourbook.core.audit import Actor
from tourbook.core.texts import Texts
from tourbook.demo.offers import Offers
from tourbook.hosts.models import (
    InformationLevel,
    LeadKind,
    LeadUnit,
    LegalBasis,
    Permission,
    VisitorField,
)
from tourbook.hosts.rules.leads import Lead
from tourbook.hosts.rules.sites import FieldFacts, OpennessFacts
from tourbook.hosts.services import sites

GATE = Texts(
    en="The guard at the gate calls each visitor in by name.",
    fi="Vartija kutsuu vieraat portilla nimeltä.",
    sv="Vakten ropar in besökarna med namn vid porten.",
)
IDENTITY = Texts(
    en="The guard compares the document with the list before the gate is opened.",
    fi="Vartija vertaa asiakirjaa luetteloon ennen kuin portti avataan.",
    sv="Vakten jämför handlingen med listan innan porten öppnas.",
)
ORIGIN = Texts(
    en="What we may show depends on where visitors come from.",
    fi="Se, mitä voimme näyttää, riippuu siitä, mistä vieraat tulevat.",
    sv="Vad vi får visa beror på varifrån besökarna kommer.",
)
SIZE = Texts(
    en="We lend protective clothing.", fi="Lainaamme suojavaatteet.", sv="Vi lånar ut skyddskläder."
)
FIELDS = {
    "rescue-tour": (
        (VisitorField.NAME, GATE, LegalBasis.PUBLIC_TASK),
        (VisitorField.IDENTITY_DOCUMENT, IDENTITY, LegalBasis.PUBLIC_TASK),
        (VisitorField.CLOTHING_SIZE, SIZE, LegalBasis.LEGITIMATE_INTERESTS),
    ),
    "campus-simulation": (
        (VisitorField.NAME, GATE, LegalBasis.LEGITIMATE_INTERESTS),
        (VisitorField.NATIONALITY, ORIGIN, LegalBasis.LEGAL_OBLIGATION),
        (VisitorField.EMPLOYER, ORIGIN, LegalBasis.LEGAL_OBLIGATION),
    ),
}
OPENNESS = {
    "rescue-tour": OpennessFacts(
        notes=Texts(
            en="Put your phone away when an alarm comes in.",
            fi="Laita puhelin pois, kun hälytys tulee.",
            sv="Lägg undan telefonen när ett larm kommer.",
        ),
        photos=Permission.ALLOWED,
        escort=True,
    ),
    "campus-simulation": OpennessFacts(
        information=InformationLevel.PARTICIPANTS,
        photos=Permission.FORBIDDEN,
        phones=Permission.ASK,
        nda=True,
        controlled_technology=True,
    ),
}
#: What the first of the group wear; the others have not said.
SIZES = ("M", "XL")


def make_sites(offers: Offers, *, at: datetime) -> None:
    """Two sites that want to know something, with their lead times."""
    actor = Actor.system()
    for key, fields in FIELDS.items():
        component = offers.components[key]
        for field, reason, basis in fields:
            sites.ask(component, FieldFacts(field, reason, basis), at=at, actor=actor)
        sites.set_openness(component, OPENNESS[key], at=at, actor=actor)
    wanted = [
        Lead(LeadKind.NAMES, LeadUnit.WORKING_DAYS, 10),
        Lead(LeadKind.IDENTITY, LeadUnit.DAYS, 5),
    ]
    sites.set_leads(offers.components["rescue-tour"], wanted, at=at, actor=actor)
    gift = [Lead(LeadKind.GIFT, LeadUnit.DAYS, 7)]
    sites.set_defaults(offers.organisations["rescue"], gift, at=at, actor=actor)
    stand_in = offers.components["rescue-command"]
    sites.set_plan_b(offers.components["rescue-tour"], stand_in, at=at, actor=actor)


def tell(booking: Booking, *, at: datetime) -> None:
    """The first of the group have told all that the sites ask; the others are waited for."""
    departure = booking.departure
    asked = {one.field for one in details.asked_of(departure)}
    last_day = departure.last_day
    for number, (person, size) in enumerate(zip(participants_of(booking), SIZES, strict=False)):
        told = replace(
            details.told_by(person),
            nationality=booking.delegation.country,
            employer=booking.delegation.name,
            post=person.post,
            clothing_size=size,
            identity=Identity(
                DocumentKind.PASSPORT,
                f"EX{1234560 + number}",
                booking.delegation.country,
                last_day + timedelta(days=700),
            ),
        )
        details.save(
            person,
            name=person.name,
            form_of_address=person.form_of_address,
            language=person.language,
            diet=Wishes(("halal",) if number % 2 else ("vegetarian",)),
            needs=Wishes(("step_free",) if number == 0 else ()),
            consent=True,
            at=at,
        )
        details.tell(person, told, asked=asked, at=at, actor=Actor(None, "participant"))
