"""A small world ready to be looked at: one package on a date, and its people."""

from dataclasses import dataclass

from tests import making
from tests.browser import words
from tests.browser.site import Site
from tourbook.accounts import services as accounts
from tourbook.accounts.models import User
from tourbook.core import clock
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.departures.models import RequestState


@dataclass(frozen=True)
class Sample:
    """Addresses of pages, for those who do not come to them by clicking."""

    package: str
    departure: str
    booking: str
    builder: str
    component: str
    request: str
    participant: str


def make_sample(site: Site) -> Sample:
    with site.app.app_context():
        sample = fill(site)
        db.session.commit()
        return sample


def fill(site: Site) -> Sample:
    """An organiser, a host and a leader with the usual password; a booking with a participant."""
    station = making.make_organisation(email=words.HOST)
    component = making.make_component(organisation=station)
    version = making.make_version(
        days=2, component=component, themes=[making.make_theme(words.THEME)]
    )
    draft = making.make_version(package=version.package, days=2, published=False)
    departure = making.make_departure(version=version, first_day=words.FIRST_DAY)
    slot = making.make_slot(component, starts_at=departure.items[0].starts_at)
    request = making.make_request(departure, slot=slot, state=RequestState.REQUESTED)
    delegation = making.make_delegation(words.DELEGATION)
    booking = making.make_booking(departure, delegation=delegation)
    participant = making.make_participant(booking, name=words.GUESTS[0][0])
    participant.email = words.GUESTS[0][3]
    give_password(making.make_user(Role.ORGANISER, email=words.ORGANISER))
    give_password(making.make_user(organisation=station, email=words.HOST))
    give_password(making.make_user(delegation=delegation, email=words.LEADER))
    return Sample(
        package=f"/packages/{version.package.slug}",
        departure=f"/desk/departures/{departure.id}",
        booking=f"/bookings/{booking.id}",
        builder=f"/desk/packages/versions/{draft.id}",
        component=f"components/{component.id}",
        request=f"/r/{making.request_token(request)}",
        participant=f"/p/{making.participant_token(participant)}",
    )


def give_password(user: User) -> None:
    accounts.set_password(user, words.PASSWORD, at=clock.now(), actor=Actor.system())
