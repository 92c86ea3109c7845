"""Whether a sale is a protected travel package, why, and what must then be said and secured.

Directive (EU) 2015/2302; in Finland the Act on Travel Service Combinations (901/2017) and the Act
on Providers of Travel Service Combinations (921/2017), as the Finnish Competition and Consumer
Authority explains them. This is our reading and no legal advice: whoever answers for the sale sees
the reasons and decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tourbook.core.languages import N_
from tourbook.core.refused import Refused

DAY_IN_HOURS = 24


class Service(StrEnum):
    """The four types of travel service (Art. 3(1))."""

    TRANSPORT = "transport"
    ACCOMMODATION = "accommodation"
    VEHICLE_HIRE = "vehicle_hire"
    #: Guided visits, admissions, courses and the like; not a part of another service.
    OTHER = "other"


class Kind(StrEnum):
    PACKAGE = "package"
    #: A single service, or several that make no package.
    NO_PACKAGE = "no_package"
    #: A package by its parts, which the law leaves out.
    LEFT_OUT = "left_out"


class Reason(StrEnum):
    ONE_KIND = "one_kind"
    OTHER_IS_MINOR = "other_is_minor"
    TWO_KINDS = "two_kinds"
    UNDER_A_DAY = "under_a_day"
    GENERAL_AGREEMENT = "general_agreement"
    CLOSED_CIRCLE = "closed_circle"
    NO_AGREEMENT = "no_agreement"
    PREPAID = "prepaid"
    TRANSPORT_INCLUDED = "transport_included"
    NEITHER_PREPAID_NOR_TRANSPORT = "neither_prepaid_nor_transport"
    SOLD_ABROAD = "sold_abroad"


SENTENCES = {
    Reason.ONE_KIND: N_("The sale has only one kind of travel service."),
    Reason.OTHER_IS_MINOR: N_(
        "The visits are a small part of the price, are not advertised as a reason to come and are"
        " not the point of the trip."
    ),
    Reason.TWO_KINDS: N_("At least two kinds of travel service are sold for one trip."),
    Reason.UNDER_A_DAY: N_("The trip is shorter than 24 hours and has no night."),
    Reason.GENERAL_AGREEMENT: N_(
        "The customer has a written general agreement on business travel with the organiser."
    ),
    Reason.CLOSED_CIRCLE: N_(
        "The trip is offered now and then, without profit, to a closed group only."
    ),
    Reason.NO_AGREEMENT: N_(
        "There is no general agreement on business travel, so an authority or a company is"
        " protected like any other traveller."
    ),
    Reason.PREPAID: N_("Money is taken before the trip."),
    Reason.TRANSPORT_INCLUDED: N_("Transport is a part of the trip."),
    Reason.NEITHER_PREPAID_NOR_TRANSPORT: N_(
        "Nothing is paid before the trip and it has no transport, so no security is needed."
    ),
    Reason.SOLD_ABROAD: N_(
        "All of the trip is booked and sold in the travellers' own country by a seller there, so no"
        " security is needed in Finland."
    ),
}


class Duty(StrEnum):
    """What follows from a protected package."""

    #: The standard information form of Annex I, before the contract.
    INFORMATION_FORM = "information_form"
    #: What Article 5(1) lists, before the contract.
    FACTS_BEFORE = "facts_before"
    MINIMUM_NUMBER = "minimum_number"
    #: The contract or its confirmation on a durable medium (Art. 7).
    CONFIRMATION = "confirmation"
    INSOLVENCY_PROTECTION = "insolvency_protection"
    #: Transfer to another person on notice (Art. 9).
    TRANSFER = "transfer"
    TERMINATION = "termination"
    #: Help for a traveller in difficulty (Art. 16).
    ASSISTANCE = "assistance"
    COMPLAINTS = "complaints"


@dataclass(frozen=True)
class RuleSet:
    """The law as it stands from a day on.

    Complaint terms are days from the day on which the complaint came in; where the law has none,
    they are empty.
    """

    code: str
    since: date
    source: str
    #: From this share of the price on other services make a package by themselves (recital 18).
    other_percent: int = 25
    complaint_acknowledged: timedelta | None = None
    complaint_answered: timedelta | None = None


#: The older set first. Which set a sale is under goes by the day on which it was agreed.
RULE_SETS = (
    RuleSet(
        code="eu-2015-2302",
        since=date(2018, 7, 1),
        source="Directive (EU) 2015/2302; Acts 901/2017 and 921/2017",
    ),
    RuleSet(
        code="eu-2026-1024",
        since=date(2029, 3, 29),
        source="Directive (EU) 2015/2302 as amended by Directive (EU) 2026/1024",
        complaint_acknowledged=timedelta(days=7),
        complaint_answered=timedelta(days=60),
    ),
)


@dataclass(frozen=True)
class Sale:
    """What is sold to whom, as asked once per delegation and sale.

    Args:
        services: the kinds of travel service, each that is an end in itself and not a small part
            of another (the transfer from a hotel's own car park is none).
        hours: from the first agreed service to the last, as planned.
        nights: nights of accommodation that are a part of the sale.
        other_percent: the share of the price, in per cent, of the services of the kind OTHER.
        other_is_essential: those are advertised as a reason to come, or are the point of the trip.
    """

    agreed_on: date
    services: frozenset[Service]
    hours: int
    nights: int = 0
    other_percent: int = 0
    other_is_essential: bool = True
    general_agreement: bool = False
    #: All three at once: now and then, without profit, for a closed group.
    occasional: bool = False
    without_profit: bool = False
    closed_group: bool = False
    prepaid: bool = True
    #: Booked and sold as a whole in the travellers' country, by a seller there.
    sold_abroad: bool = False
    minimum_number: int | None = None


@dataclass(frozen=True)
class Finding:
    """What a sale is, with each reason, and the duties that follow."""

    kind: Kind
    rules: RuleSet
    reasons: tuple[Reason, ...]
    duties: tuple[Duty, ...] = ()

    @property
    def protected(self) -> bool:
        return self.kind is Kind.PACKAGE

    @property
    def needs_form(self) -> bool:
        return Duty.INFORMATION_FORM in self.duties

    @property
    def needs_security(self) -> bool:
        return Duty.INSOLVENCY_PROTECTION in self.duties

    @property
    def sentences(self) -> tuple[str, ...]:
        """The reasons as sentences that translators know."""
        return tuple(SENTENCES[reason] for reason in self.reasons)


def rules_of(agreed_on: date) -> RuleSet:
    """The law under which a contract of this day stands.

    Raises:
        Refused: the day is before all the law that is known here.
    """
    for rules in reversed(RULE_SETS):
        if rules.since <= agreed_on:
            return rules
    raise Refused(
        "The rules on travel packages are known here from %(day)s on.",
        day=RULE_SETS[0].since.isoformat(),
    )


def classify(sale: Sale) -> Finding:
    """Whether the sale is a protected package.

    Raises:
        Refused: the sale has no service, cannot last so long, or is of an unknown time.
    """
    check(sale)
    rules = rules_of(sale.agreed_on)
    no_package = why_no_package(sale, rules)
    if no_package is not None:
        return Finding(Kind.NO_PACKAGE, rules, (no_package,))
    left_out = tuple(why_left_out(sale))
    if left_out:
        return Finding(Kind.LEFT_OUT, rules, (Reason.TWO_KINDS, *left_out))
    reasons = (Reason.TWO_KINDS, Reason.NO_AGREEMENT, *about_security(sale))
    return Finding(Kind.PACKAGE, rules, reasons, tuple(duties(sale, rules)))


def check(sale: Sale) -> None:
    if not sale.services:
        raise Refused("Say which services are sold.")
    if sale.hours <= 0 or sale.nights < 0:
        raise Refused("Check when the trip begins and ends.")
    if not 0 <= sale.other_percent <= 100:
        raise Refused("A share of the price is between 0 and 100 per cent.")
    if sale.nights and Service.ACCOMMODATION not in sale.services:
        raise Refused("A sale with nights has accommodation among its services.")
    if sale.minimum_number is not None and sale.minimum_number < 1:
        raise Refused("A minimum number is at least one person.")


def why_no_package(sale: Sale, rules: RuleSet) -> Reason | None:
    """Another service makes a package with one of the first three only if it weighs something."""
    if len(sale.services) < 2:
        return Reason.ONE_KIND
    main = sale.services - {Service.OTHER}
    weighs = sale.other_is_essential or sale.other_percent >= rules.other_percent
    return Reason.OTHER_IS_MINOR if len(main) == 1 and not weighs else None


def why_left_out(sale: Sale) -> Iterator[Reason]:
    """Article 2(2): what the law does not cover although it is a package by its parts."""
    if sale.hours < DAY_IN_HOURS and not sale.nights:
        yield Reason.UNDER_A_DAY
    if sale.occasional and sale.without_profit and sale.closed_group:
        yield Reason.CLOSED_CIRCLE
    if sale.general_agreement:
        yield Reason.GENERAL_AGREEMENT


def about_security(sale: Sale) -> Iterator[Reason]:
    if sale.sold_abroad:
        yield Reason.SOLD_ABROAD
        return
    transport = Service.TRANSPORT in sale.services
    if sale.prepaid:
        yield Reason.PREPAID
    if transport:
        yield Reason.TRANSPORT_INCLUDED
    if not sale.prepaid and not transport:
        yield Reason.NEITHER_PREPAID_NOR_TRANSPORT


def duties(sale: Sale, rules: RuleSet) -> Iterator[Duty]:
    yield Duty.INFORMATION_FORM
    yield Duty.FACTS_BEFORE
    if sale.minimum_number is not None:
        yield Duty.MINIMUM_NUMBER
    yield Duty.CONFIRMATION
    if {Reason.PREPAID, Reason.TRANSPORT_INCLUDED} & set(about_security(sale)):
        yield Duty.INSOLVENCY_PROTECTION
    yield Duty.TRANSFER
    yield Duty.TERMINATION
    yield Duty.ASSISTANCE
    if rules.complaint_answered is not None:
        yield Duty.COMPLAINTS


@dataclass(frozen=True)
class ComplaintClock:
    """The last days on which a complaint is acknowledged and answered in time."""

    acknowledge_by: date
    answer_by: date
    #: Whether the law demands it of this sale; before, it is the organiser's own promise.
    binding: bool


def complaint_clock(received_on: date, finding: Finding) -> ComplaintClock:
    """When a complaint about this sale is due: 7 days to acknowledge, 60 to answer.

    The terms of the newest rules are kept for every complaint; they bind where the sale is a
    protected package under rules that have them.
    """
    terms = next(rules for rules in reversed(RULE_SETS) if rules.complaint_answered is not None)
    assert terms.complaint_acknowledged is not None
    assert terms.complaint_answered is not None
    return ComplaintClock(
        acknowledge_by=received_on + terms.complaint_acknowledged,
        answer_by=received_on + terms.complaint_answered,
        binding=Duty.COMPLAINTS in finding.duties,
    )
