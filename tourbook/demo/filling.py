"""Fills an empty database with the demonstration, by a fixed seed and relative to today."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import sqlalchemy as sa

from tourbook.bookings import services as booking_services
from tourbook.bookings.models import Booking, BookingState, Delegation, Participant
from tourbook.core import tokens
from tourbook.core.audit import Actor
from tourbook.core.clock import HELSINKI
from tourbook.core.db import db
from tourbook.demo import answers, groups, people, running, sites
from tourbook.demo.away import make_calendar
from tourbook.demo.changing import take_plan_b
from tourbook.demo.land import make_land
from tourbook.demo.offers import Offers, make_offers
from tourbook.demo.owing import make_owing
from tourbook.demo.programmes import Programme, make_draft, make_programmes
from tourbook.demo.reading import read_before, told_and_erased
from tourbook.demo.withdrawing import withdraw_one
from tourbook.departures.models import RequestState, ServiceRequest
from tourbook.departures.services.lapsing import deliver
from tourbook.departures.services.status import complete_ended
from tourbook.directory.models import Region
from tourbook.hosts import services as hosts
from tourbook.learning import services as learning
from tourbook.learning.models import Report, ReportState
from tourbook.learning.papers.making import make_now
from tourbook.packages.models import Version, VersionStatus
from tourbook.visits.models import RunLink
from tourbook.visits.services import runlinks

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
    #: The guide's link to the days and the roll of the group that comes soon.
    guide: str
    #: The readers' link of the first group's report.
    report: str
    #: The package in the making, for the builder and the planner.
    draft: str


def is_filled() -> bool:
    return db.session.scalar(sa.select(Region.id).limit(1)) is not None


@dataclass(frozen=True)
class Stage:
    """What the groups come to."""

    offers: Offers
    programmes: dict[str, Programme]
    delegations: dict[str, Delegation]
    calendar: groups.Calendar
    organiser: Actor
    at: datetime

    def day(self, days: int, hours: int = 0) -> datetime:
        """So long before now."""
        return self.at - timedelta(days=days, hours=hours)


def fill(*, at: datetime) -> None:
    """Make the whole demonstration; flushes, does not commit."""
    chance = Random(SEED)  # noqa: S311 - the same demonstration each time
    stage = set_stage(chance, at=at)
    group_that_was(stage, chance)
    group_that_comes_soon(stage)
    departures_for_sale(stage)
    db.session.flush()


def set_stage(chance: Random, *, at: datetime) -> Stage:
    """Hosts with all that they offer, people, and packages."""
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
    host = users["host@example.org"].actor
    make_calendar(offers, at=at - timedelta(days=2), host=host, organiser=organiser)
    programmes = make_programmes(
        land, offers, chance, at=long_ago + timedelta(days=1), actor=organiser
    )
    make_draft(land, offers, chance, today=today, at=at - timedelta(days=3))
    return Stage(offers, programmes, delegations, groups.Calendar(today), organiser, at)


def group_that_was(stage: Stage, chance: Random) -> None:
    """The first pilot group: it came, was called, answered, and its report is published."""
    town = stage.programmes["headquarters-town"]
    first, booking = groups.first_pilot(
        town,
        stage.calendar.on(town, earliest=-47),
        stage.delegations["school"],
        actor=stage.organiser,
    )
    begin = groups.start_of(first.first_day)
    over = groups.start_of(first.last_day) + timedelta(days=1, hours=12)
    groups.name_people(booking, people.FIRST_GROUP, at=begin - timedelta(days=40))
    answers.answer_all(first, booking, chance)
    running.call_rolls(first)
    told_and_erased(booking, stage.offers, begin=begin, over=over)
    complete_ended({}, over)
    deliver({}, over)
    booking_services.complete(at=over)
    report = learning.ask_for_report(first, at=over + timedelta(days=20), actor=stage.organiser)
    make_now(report, at=over + timedelta(days=20))
    learning.publish(report, at=over + timedelta(days=21), actor=Actor(None, "Eva Evaluator"))


def group_that_comes_soon(stage: Stage) -> None:
    """The second pilot group: hosts agreed, lists were read, and something is still owed."""
    town = stage.programmes["headquarters-town"]
    second, sure = groups.second_pilot(
        town,
        stage.calendar.on(town, earliest=4),
        stage.delegations["ministry"],
        stage.delegations["school"],
        now=stage.at,
        actor=stage.organiser,
    )
    groups.name_people(sure, people.SECOND_GROUP, at=stage.day(20))
    running.make_ready(second, at=stage.day(2), actor=stage.organiser)
    sites.tell(sure, at=stage.day(10))
    make_owing(second, sure, at=stage.day(1), actor=stage.organiser)
    read_before(second, stage.offers, at=stage.day(0, hours=22))


def departures_for_sale(stage: Stage) -> None:
    """Hosts have not all answered; one took its yes back, and one is stood in for."""
    day, readiness = (
        groups.for_sale(
            stage.programmes[slug],
            stage.calendar.in_season(stage.programmes[slug], earliest=earliest),
            waiting=waiting,
            now=stage.at,
            actor=stage.organiser,
        )
        for slug, earliest, waiting in (
            ("everyday-safety-day", 50, 2),
            ("rescue-and-cbrne", 70, 6),
        )
    )
    withdraw_one(day, at=stage.day(0, hours=5))
    groups.mixed_answers(readiness, at=stage.day(1))
    take_plan_b(readiness, at=stage.day(0, hours=20), actor=stage.organiser)


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
    guide = db.session.scalars(
        sa.select(RunLink).where(RunLink.driver.is_(False)).order_by(RunLink.id)
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
        guide=link("/g/", guide, runlinks.PURPOSE),
        report=link("/reports/", report, "report"),
        draft="" if draft is None else f"/desk/packages/versions/{draft.id}",
    )


def link(
    path: str, row: Participant | ServiceRequest | RunLink | Report | None, purpose: str
) -> str:
    return "" if row is None else path + tokens.derive(row.token_salt, purpose)
