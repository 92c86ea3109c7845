"""Opening waves by the clock, inviting participants and reminding those who have not started."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from tourbook.bookings.models import Booking
from tourbook.core import audit, jobs
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.inserts import insert_once
from tourbook.core.refused import Refused
from tourbook.departures.models import Departure
from tourbook.feedback import queries
from tourbook.feedback.models import Invitation, Wave, WaveKind
from tourbook.feedback.rules import cards, waves
from tourbook.feedback.services.questions import make_questions
from tourbook.messages.rules import token_link
from tourbook.messages.services import Recipient, send


def make_waves(departure: Departure) -> dict[WaveKind, Wave]:
    """The waves of this departure with the questions of its version; makes what is missing."""
    make_questions(departure.version)
    rows = [
        {"departure_id": departure.id, "kind": kind, "opens_at": opens, "closes_at": closes}
        for kind, (opens, closes) in waves.times(departure).items()
    ]
    db.session.execute(insert_once(Wave).values(rows))
    return queries.of_departure(departure)


@jobs.periodic("feedback.open_waves", every=timedelta(minutes=10))
def open_waves(payload: Mapping[str, Any], at: datetime) -> None:
    """Make the waves whose time comes, invite whoever is missing, and remind."""
    coming = queries.departures_to_ask(waves.first_day_asked(at), waves.last_day_asked(at))
    for departure in coming:
        make_waves(departure)
    for wave in queries.open_at(at):
        invite(wave, at=at)
        remind(wave, at=at)


def invite(wave: Wave, *, at: datetime) -> int:
    """Invite the participants who have not been; how many."""
    missing = queries.without_invitation(wave)
    if not missing:
        return 0
    rows = [{"wave_id": wave.id, "participant_id": one.id, "invited_at": at} for one in missing]
    db.session.execute(insert_once(Invitation).values(rows))
    wanted = {one.id for one in missing}
    newly = [one for one in queries.not_started(wave) if one.participant_id in wanted]
    write_to(newly, wave, kind="feedback/invitation", event="feedback.invitation", at=at)
    return len(newly)


def remind(wave: Wave, *, at: datetime) -> int:
    """Write again to those who have not started, if the time for it has come."""
    number = waves.reminder_due(wave, at=at)
    if number is None:
        return 0
    due = waves.reminders(wave)[number - 1]
    waiting = [
        one
        for one in queries.not_started(wave)
        if one.invited_at <= at - waves.PAUSE and one.invited_at <= due
    ]
    if not waiting:
        return 0
    if number == 1:
        tell_leaders(wave, at=at)
    return write_again(waiting, wave, event=f"feedback.reminder.{number}", at=at)


def remind_now(wave: Wave, *, at: datetime, actor: Actor) -> int:
    """Remind those who have not started, because the organiser says so: once a day at most."""
    waves.check_open(wave, at=at)
    waiting = queries.not_started(wave)
    if not waiting:
        raise Refused("Everybody who was asked has started: nobody is left to remind.")
    reminded = write_again(waiting, wave, event=f"feedback.reminder.{at.date()}", at=at)
    if not reminded:
        raise Refused("Nobody can be reminded by mail: no address, or three messages sent already.")
    audit.record("feedback.remind", wave, at=at, actor=actor, after={"people": reminded})
    db.session.flush()
    return reminded


def write_again(invitations: Iterable[Invitation], wave: Wave, *, event: str, at: datetime) -> int:
    """Remind those of these who have had fewer messages than the most that we send."""
    sent = queries.messages_sent(wave)
    waiting = [one for one in invitations if sent.get(one.id, 0) < waves.MESSAGES]
    return write_to(waiting, wave, kind="feedback/reminder", event=event, at=at)


def write_to(
    invitations: Iterable[Invitation], wave: Wave, *, kind: str, event: str, at: datetime
) -> int:
    """Mail the participants their own link; those without an address are left out."""
    reachable = [one for one in invitations if one.participant.email]
    if not reachable:
        return 0
    people = [one.participant_id for one in reachable]
    asked = queries.cards_by_person(people, wave.departure, wave.kind)
    for invitation in reachable:
        participant = invitation.participant
        shown = asked[participant.id]
        send(
            kind,
            to=Recipient(participant.email, participant.name, participant.language),
            values={
                "name": participant.name,
                "package": wave.departure.version.package.name.get(participant.language),
                "before": wave.kind is WaveKind.BEFORE,
                "questions": len(shown),
                "minutes": cards.minutes(shown),
                "first_day": wave.departure.first_day.isoformat(),
                "closes_at": wave.closes_at.isoformat(),
                "zone": wave.departure.zone,
                "link": token_link(
                    f"/p/{{token}}/feedback?lang={participant.language}",
                    participant.token_salt,
                    "participant",
                ),
            },
            event_key=f"{event}:{invitation.id}",
            at=at,
            about=invitation,
        )
    db.session.flush()
    return len(reachable)


def tell_leaders(wave: Wave, *, at: datetime) -> None:
    """Tell each delegation's leader how many of the group have started: a count, never names."""
    counts: Counter[int] = Counter()
    started: Counter[int] = Counter()
    delegations: dict[int, Booking] = {}
    for booking, asked, begun in queries.counts_by_booking(wave):
        delegations[booking.delegation_id] = booking
        counts[booking.delegation_id] += asked
        started[booking.delegation_id] += begun
    for key, booking in delegations.items():
        delegation = booking.delegation
        if not delegation.email or started[key] == counts[key]:
            continue
        send(
            "feedback/leader",
            to=Recipient(delegation.email, delegation.leader_name, delegation.language),
            values={
                "name": delegation.leader_name,
                "package": wave.departure.version.package.name.get(delegation.language),
                "before": wave.kind is WaveKind.BEFORE,
                "asked": counts[key],
                "started": started[key],
                "closes_at": wave.closes_at.isoformat(),
                "zone": wave.departure.zone,
            },
            event_key=f"feedback.leader:{wave.id}:{key}",
            at=at,
            about=booking,
        )
