"""Fills a database with as many rows as a busy region has after some years."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests import making
from tourbook.accounts.models import User
from tourbook.bookings.models import Booking, BookingState, Delegation
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.departures.models import Departure
from tourbook.packages.models import Package, Version

PACKAGES = 50
DEPARTURES = 500
BOOKINGS = 5_000


@dataclass(frozen=True)
class Filled:
    """Who signs in and what is asked for; addresses and keys, so that no session is needed."""

    organiser: User
    leader: User
    delegation_id: int
    slug: str
    #: A departure with room for every booking that the benchmark makes.
    departure_id: int


def fill(*, at: datetime) -> Filled:
    component = making.make_component()
    theme = making.make_theme()
    versions = [
        making.make_version(component=component, days=1 + n % 4, themes=[theme])
        for n in range(PACKAGES)
    ]
    delegation = making.make_delegation()
    organiser = making.make_user(Role.ORGANISER)
    leader = making.make_user(delegation=delegation)
    departures = make_departures(versions, at=at)
    make_bookings(departures, delegation, at=at)
    roomy = making.make_departure(version=versions[0], first_day=day_ahead(at, 90), seats=1_000)
    package: Package = versions[0].package
    db.session.flush()
    return Filled(
        organiser=organiser,
        leader=leader,
        delegation_id=delegation.id,
        slug=package.slug,
        departure_id=roomy.id,
    )


def day_ahead(at: datetime, days: int) -> date:
    return (at + timedelta(days=days)).date()


def make_departures(versions: list[Version], *, at: datetime) -> list[Departure]:
    """Spread over the coming year, ten for each package."""
    return [
        making.make_departure(
            version=versions[n % len(versions)], first_day=day_ahead(at, 30 + n % 330), seats=30
        )
        for n in range(DEPARTURES)
    ]


def make_bookings(departures: list[Departure], delegation: Delegation, *, at: datetime) -> None:
    for n in range(BOOKINGS):
        departure = departures[n % len(departures)]
        option = n % 5 == 0
        departure.seats_taken += 2
        db.session.add(
            Booking(
                reference=f"TB-{secrets.token_hex(4).upper()}",
                departure=departure,
                delegation=delegation,
                places=2,
                state=BookingState.OPTION if option else BookingState.CONFIRMED,
                option_until=at + timedelta(days=1 + n % 14) if option else None,
                person_cents=50_000,
                created_at=at,
                confirmed_at=None if option else at,
            )
        )
    db.session.flush()
