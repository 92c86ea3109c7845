"""What is missing, on pages of bookings: for the leader of the group and for each participant."""

from datetime import date

from flask import render_template

from tourbook.bookings.models import Booking, BookingState, Participant
from tourbook.core import clock
from tourbook.departures.rules.selling import local_day
from tourbook.visits.forms.deadlines import COLOURS, TONES, days_in_words, what_in_words
from tourbook.visits.queries import deadlines as queries
from tourbook.visits.rules.deadlines import Group, Owner, owed
from tourbook.visits.rules.tasks import Task, tasks

#: Everything is shown, however far ahead it is due.
ALWAYS = date.max


def of_booking(booking: Booking) -> str:
    """What the group has not given: names, and details of each person."""
    if booking.state is not BookingState.CONFIRMED:
        return ""
    return rendered("visits/deadlines/of_booking.html", booking, missing_of(booking))


def of_participant(participant: Participant, token: str) -> str:
    """What this person has not given; nothing of anybody else."""
    booking = participant.booking
    if booking.state is not BookingState.CONFIRMED:
        return ""
    own = [task for task in missing_of(booking, participant.id) if task.missing]
    return rendered("visits/deadlines/of_participant.html", booking, own, token=token)


def missing_of(booking: Booking, person_id: int | None = None) -> list[Task]:
    """Open tasks of the group or of one person in it, the earliest first."""
    trip = queries.trip(booking.departure)
    groups = [narrowed(group, person_id) for group in trip.groups if group.id == booking.id]
    today = local_day(booking.departure, clock.now())
    sites = [site for site in trip.sites if site.stop.day >= today]
    found = owed(sites, groups, today, ALWAYS)
    return tasks(one for one in found if one.owner in (Owner.LEADER, Owner.PARTICIPANT))


def narrowed(group: Group, person_id: int | None) -> Group:
    if person_id is None:
        return group
    people = [person for person in group.people if person.id == person_id]
    return Group(group.id, group.name, len(people), people)


def rendered(template: str, booking: Booking, found: list[Task], token: str = "") -> str:
    return render_template(
        template,
        tasks=found,
        booking=booking,
        token=token,
        today=local_day(booking.departure, clock.now()),
        colours=COLOURS,
        tones=TONES,
        what=what_in_words,
        days=days_in_words,
    )
