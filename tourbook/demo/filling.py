"""Fills an empty database with the demonstration, by a fixed seed and relative to today."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import sqlalchemy as sa

from tourbook.bookings import services as booking_services
from tourbook.bookings.models import Booking, BookingState, Participant
from tourbook.core import tokens
from tourbook.core.audit import Actor
from tourbook.core.clock import HELSINKI
from tourbook.core.db import db
from tourbook.demo import answers, groups, people, running, sites
from tourbook.demo.changing import take_plan_b
from tourbook.demo.land import make_land
from tourbook.demo.offers import make_offers
from tourbook.demo.owing import make_owing
from tourbook.demo.programmes import make_draft, make_programmes
from tourbook.departures.models import RequestState, ServiceRequest
from tourbook.departures.services.lapsing import deliver
from tourbook.departures.services.status import complete_ended
from tourbook.directory.models import Region
from tourbook.hosts import services as hosts
from tourbook.learning import services as learning
from tourbook.learning.models import Report, ReportState
from tourbook.learning.papers.making import make_now
from tourbook.packages.models import Version, VersionStatus

SEED = 20260601
#: How far back the hosts' slots and prices reach, and how far ahead.
PAST, AHEAD = timedelta(days=190), timedelta(days=370)


@dataclass(frozen=True)
class Summary:
    """What to look at first."""

    accounts: tuple[people.Account, ...]
    password: str
    #: A participant's own link, of the group that comes soon; each link is empty if there is none.
    participant: str
    #: A host's link to a request that waits for an answer.
    request: str
    #: The readers' link of the first group's report.
    report: str
    #: The package in the making, for the builder and the planner.
    draft: str


def is_filled() -> bool:
    return db.session.scalar(sa.select(Region.id).limit(1)) is not None


def fill(*, at: datetime) -> None:
    """Make the whole demonstration; flushes, does not commit."""
    chance = Random(SEED)  # noqa: S311 - the same demonstration each time
    today = at.astimezone(HELSINKI).date()
    long_ago = at - PAST
    hosts.seed_vat_rates(long_ago)
    land = make_land()
    offers = make_offers(
        land,
        first_day=(at - PAST).date(),
        last_day=(at + AHEAD).date(),
        today=today,
        at=long_ago,
    )
    sites.make_sites(offers, at=long_ago)
    delegations = people.make_delegations(at=long_ago)
    users = people.make_accounts(offers.organisations["rescue"], delegations["school"], at=long_ago)
    organiser = users["organiser@example.org"].actor
    programmes = make_programmes(
        land, offers, chance, at=long_ago + timedelta(days=1), actor=organiser
    )
    make_draft(land, offers, chance, today=today, at=at - timedelta(days=3))
    calendar = groups.Calendar(today)
    town = programmes["headquarters-town"]

    first, booking = groups.first_pilot(
        town, calendar.on(town, earliest=-47), delegations["school"], actor=organiser
    )
    begin = groups.start_of(first.first_day)
    groups.name_people(booking, people.FIRST_GROUP, at=begin - timedelta(days=40))
    answers.answer_all(first, booking, chance)
    running.call_rolls(first)
    over = groups.start_of(first.last_day) + timedelta(days=1, hours=12)
    complete_ended({}, over)
    deliver({}, over)
    booking_services.complete(at=over)

    second, sure = groups.second_pilot(
        town,
        calendar.on(town, earliest=4),
        delegations["ministry"],
        delegations["school"],
        now=at,
        actor=organiser,
    )
    groups.name_people(sure, people.SECOND_GROUP, at=at - timedelta(days=20))
    running.make_ready(sure.departure, at=at - timedelta(days=2), actor=organiser)
    sites.tell(sure, at=at - timedelta(days=10))
    make_owing(second, sure, at=at - timedelta(days=1), actor=organiser)
    for slug, earliest, waiting in (("everyday-safety-day", 50, 2), ("rescue-and-cbrne", 70, 4)):
        departure = groups.for_sale(
            programmes[slug],
            calendar.in_season(programmes[slug], earliest=earliest),
            waiting=waiting,
            now=at,
            actor=organiser,
        )
    groups.mixed_answers(departure, at=at - timedelta(days=1))
    take_plan_b(departure, at=at - timedelta(hours=20), actor=organiser)
    report = learning.ask_for_report(first, at=over + timedelta(days=20), actor=organiser)
    make_now(report, at=over + timedelta(days=20))
    learning.publish(report, at=over + timedelta(days=21), actor=Actor(None, "Eva Evaluator"))
    db.session.flush()


def summary() -> Summary:
    """What to look at, also when the demonstration was made before."""
    participant = db.session.scalars(
        sa.select(Participant)
        .join(Booking, Booking.id == Participant.booking_id)
        .where(Booking.state == BookingState.CONFIRMED, Participant.removed_at.is_(None))
        .order_by(Participant.id)
    ).first()
    request = db.session.scalars(
        sa.select(ServiceRequest)
        .where(ServiceRequest.state == RequestState.REQUESTED)
        .order_by(ServiceRequest.id)
    ).first()
    report = db.session.scalars(
        sa.select(Report).where(Report.state == ReportState.PUBLISHED).order_by(Report.id)
    ).first()
    draft = db.session.scalars(
        sa.select(Version).where(Version.status == VersionStatus.DRAFT).order_by(Version.id)
    ).first()
    return Summary(
        accounts=people.ACCOUNTS,
        password=people.PASSWORD,
        participant=link("/p/", participant, "participant"),
        request=link("/r/", request, "service_request"),
        report=link("/reports/", report, "report"),
        draft="" if draft is None else f"/desk/packages/versions/{draft.id}",
    )


def link(path: str, row: Participant | ServiceRequest | Report | None, purpose: str) -> str:
    return "" if row is None else path + tokens.derive(row.token_salt, purpose)
