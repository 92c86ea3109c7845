"""The demonstration's departures: two pilot groups and two that are open for booking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tourbook.bookings import services as bookings
from tourbook.bookings.models import Booking, BookingState, Delegation
from tourbook.bookings.rules.rosters import Person
from tourbook.bookings.services import participants
from tourbook.core import zones
from tourbook.core.audit import Actor
from tourbook.demo.programmes import Programme
from tourbook.departures import queries
from tourbook.departures import services as departures
from tourbook.departures.models import Departure, RequestState, ThreadSide
from tourbook.departures.rules import planning as rules
from tourbook.departures.services import late
from tourbook.packages.models import Package

ZONE = "Europe/Helsinki"


@dataclass(frozen=True)
class Calendar:
    """The days of the demonstration, counted from today."""

    today: date

    def on(self, programme: Programme, *, earliest: int) -> date:
        """The first day at least so many days from now (or before) that fits the hosts' slots."""
        day = self.today + timedelta(days=earliest)
        return day + timedelta(days=(programme.weekday - day.weekday()) % 7)

    def in_season(self, programme: Programme, *, earliest: int) -> date:
        """As `on`, within the months in which the package runs."""
        day = self.on(programme, earliest=earliest)
        while not runs_in(programme.version.package, day.month):
            day += timedelta(days=7)
        return day


def runs_in(package: Package, month: int) -> bool:
    first, last = package.season_from, package.season_to
    return first <= month <= last if first <= last else month >= first or month <= last


def plan(
    programme: Programme,
    first_day: date,
    *,
    seats: int,
    close_days: int,
    pilot: bool,
    at: datetime,
    actor: Actor,
) -> Departure:
    """Put a package on a date and ask all its hosts."""
    departure = departures.create(
        programme.version,
        first_day=first_day,
        seats=seats,
        booking_deadline=rules.end_of_day(first_day - timedelta(days=close_days), ZONE),
        pilot=pilot,
        at=at,
        actor=actor,
    )
    departures.ask_hosts(departure, at=at, actor=actor)
    return departure


def all_say_yes(departure: Departure, *, but: int = 0, at: datetime) -> None:
    """Every host accepts, save the last `but` of them: hosts that can sign in wait longest."""
    waiting = list(queries.live_requests(departure))
    people = queries.hosts_people({request.organisation_id for request in waiting})
    with_people = {row.organisation_id for row in people}
    waiting.sort(key=lambda request: (request.organisation_id in with_people, request.id))
    for request in waiting[: len(waiting) - but]:
        host = request.organisation.name
        departures.accept(request, by=host, at=at, actor=Actor(None, host))


def first_pilot(
    programme: Programme, first_day: date, delegation: Delegation, *, actor: Actor
) -> tuple[Departure, Booking]:
    """A group that has come and gone."""
    begin = start_of(first_day)
    departure = plan(
        programme,
        first_day,
        seats=14,
        close_days=21,
        pilot=True,
        at=begin - timedelta(days=100),
        actor=actor,
    )
    all_say_yes(departure, at=begin - timedelta(days=95))
    departures.open_for_booking(departure, at=begin - timedelta(days=94), actor=actor)
    booking = bookings.place(
        departure,
        delegation,
        places=12,
        kind=BookingState.OPTION,
        at=begin - timedelta(days=80),
        actor=leader(delegation),
    )
    bookings.confirm(booking, at=begin - timedelta(days=70), actor=leader(delegation))
    return departure, booking


def second_pilot(
    programme: Programme,
    first_day: date,
    confirmed: Delegation,
    optional: Delegation,
    *,
    now: datetime,
    actor: Actor,
) -> tuple[Departure, Booking]:
    """A group that comes soon: one delegation sure, one still waiting for its ministry."""
    early = now - timedelta(days=40)
    departure = plan(
        programme, first_day, seats=12, close_days=2, pilot=True, at=early, actor=actor
    )
    all_say_yes(departure, at=early + timedelta(days=3))
    departures.open_for_booking(departure, at=early + timedelta(days=4), actor=actor)
    booking = bookings.place(
        departure,
        confirmed,
        places=6,
        kind=BookingState.CONFIRMED,
        at=early + timedelta(days=6),
        actor=leader(confirmed),
    )
    late.give(
        departure,
        zones.local_day(now, ZONE) + timedelta(days=1),
        reason="All hosts have been rung: they can take four more guests.",
        at=now - timedelta(days=3),
        actor=actor,
    )
    bookings.place(
        departure,
        optional,
        places=4,
        kind=BookingState.OPTION,
        at=now - timedelta(days=2),
        actor=leader(optional),
    )
    return departure, booking


def for_sale(
    programme: Programme, first_day: date, *, waiting: int, now: datetime, actor: Actor
) -> Departure:
    """A departure open for booking, for which `waiting` hosts have not answered yet."""
    early = now - timedelta(days=6)
    departure = plan(
        programme,
        first_day,
        seats=programme.version.party_max,
        close_days=30,
        pilot=False,
        at=early,
        actor=actor,
    )
    all_say_yes(departure, but=waiting, at=early + timedelta(days=2))
    opened = early + timedelta(days=3)
    if waiting:
        departures.open_despite_missing(departure, at=opened, actor=actor)
    else:
        departures.open_for_booking(departure, at=opened, actor=actor)
    return departure


def mixed_answers(departure: Departure, *, at: datetime) -> None:
    """Of the hosts that have not answered one offers another time and one says no."""
    waiting = [
        one for one in queries.live_requests(departure) if one.state is RequestState.REQUESTED
    ]
    if len(waiting) < 2:
        return
    later, no = waiting[0], waiting[1]
    asks = later.organisation.name
    departures.say(
        later,
        "Would the afternoon suit the group as well? The morning is our drill.",
        side=ThreadSide.HOST,
        by=asks,
        at=at,
        actor=Actor(None, asks),
    )
    departures.propose(
        later,
        starts_at=later.starts_at + timedelta(hours=2),
        ends_at=later.ends_at + timedelta(hours=2),
        reason="The morning is our weekly drill.",
        by=asks,
        at=at + timedelta(hours=1),
        actor=Actor(None, asks),
    )
    refuses = no.organisation.name
    departures.decline(
        no,
        reason="Our guide is on parental leave that month.",
        by=refuses,
        at=at + timedelta(hours=3),
        actor=Actor(None, refuses),
    )


def name_people(booking: Booking, people: Sequence[tuple[str, str, str]], *, at: datetime) -> None:
    """Enter a group's participants; nobody's address leads out of the demonstration."""
    given = [
        Person(
            name=name,
            form_of_address=form,
            post=post,
            email=f"{booking.reference.lower()}-{number}@example.org",
        )
        for number, (form, name, post) in enumerate(people, 1)
    ]
    participants.add(booking, given, at=at, actor=leader(booking.delegation))


def leader(delegation: Delegation) -> Actor:
    return Actor(None, delegation.leader_name)


def start_of(day: date) -> datetime:
    return zones.midnight(day, ZONE)
