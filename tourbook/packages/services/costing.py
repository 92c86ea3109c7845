"""What a version costs, by the rates of a day: reckoned, tried out, priced and kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tourbook.core.audit import Actor
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.hosts.models import Component, ComponentKind, RateUnit
from tourbook.packages.models import Item, VatScheme, Version
from tourbook.packages.queries import rates
from tourbook.packages.queries.outlines import outline_of
from tourbook.packages.rules.costing import changes as costing_changes
from tourbook.packages.rules.costing import cost as costing
from tourbook.packages.rules.costing import frozen as costing_frozen
from tourbook.packages.rules.costing import prices as costing_prices
from tourbook.packages.rules.costing import tiers as costing_tiers
from tourbook.packages.rules.costing.changes import Changes
from tourbook.packages.rules.costing.cost import Costing, Reckoning
from tourbook.packages.rules.costing.driven import Driven, driven
from tourbook.packages.rules.costing.frozen import Difference, SizeDifference
from tourbook.packages.rules.costing.values import Basis, Line, Service, Terms
from tourbook.packages.rules.drafting.merging import NO_CHOICE, Choice, Merge
from tourbook.packages.rules.outline import Outline
from tourbook.packages.services import parts
from tourbook.packages.services.drafts import adjust_item
from tourbook.packages.services.history import change_row, recording

#: As many sizes as there are price rows, less one for the smallest party.
MOST_SIZES = 7
LARGEST_SIZE = 500
NOWHERE = Driven({}, {})


@dataclass(frozen=True)
class Since:
    """What has changed since a version was published with its costing."""

    day: date
    rates: list[Difference]
    sizes: list[SizeDifference]


def cost_of(version: Version, *, day: date, outline: Outline | None = None) -> Costing:
    """What the version costs at each of its group sizes.

    The rates and VAT are those of its day on trial, and of `day` without one. `outline` saves
    reading it again; it is asked for only where kilometres are paid for. Else there are two
    statements, however many items there are.
    """
    reckoning = reckon(version, day=day, outline=outline)
    return costing_tiers.judged(costing.costing_of(reckoning), reckoning, version.tiers)


def reckon(version: Version, *, day: date, outline: Outline | None = None) -> Reckoning:
    """The version with all its charges, to be asked for one size after the other."""
    services = rates.services_of(components_of(version))
    first_day = version.trial_day or day
    return Reckoning(basis_of(version, services, first_day=first_day, outline=outline))


def components_of(version: Version) -> list[Component]:
    return [item.component for item in items_of(version) if item.component is not None]


def items_of(version: Version) -> list[Item]:
    """What takes place, in the order in which it is lived through; alternatives do not."""
    days = sorted(version.days, key=lambda day: day.number)
    return [
        item
        for day in days
        for item in sorted(day.items, key=lambda item: (item.starts_minute, item.id))
        if not item.alternative_to
    ]


def terms_of(version: Version) -> Terms:
    return Terms(
        pax_ranges=tuple((paying, free) for paying, free in version.pax_ranges),
        sharing=version.sharing,
        markup_kind=version.markup_kind,
        markup_basis_points=version.markup_basis_points,
        round_to_cents=version.round_to_cents,
    )


def basis_of(
    version: Version,
    services: Mapping[int, Service],
    *,
    first_day: date,
    outline: Outline | None = None,
) -> Basis:
    ways = NOWHERE
    if pays_kilometres(services.values()):
        ways = driven(outline or outline_of(version, today=first_day))
    return Basis(
        lines=tuple(line_of(item, services, ways) for item in items_of(version)),
        terms=terms_of(version),
        vat=rates.vat_steps(),
        first_day=first_day,
        party_min=version.party_min,
        party_max=version.party_max,
        unhired=ways.unhired,
    )


def pays_kilometres(services: Iterable[Service]) -> bool:
    return any(tariff.unit is RateUnit.KM for service in services for tariff in service.tariffs)


def line_of(item: Item, services: Mapping[int, Service], ways: Driven) -> Line:
    return Line(
        id=item.id,
        lineage=item.lineage,
        title=item.title,
        day=item.day.number,
        kind=item.kind,
        minutes=item.ends_minute - item.starts_minute,
        service=None if item.component is None else services[item.component.id],
        optional=item.optional,
        track=item.track,
        interpreters=tuple(item.interpreters),
        quantity=item.quantity,
        scheme=item.vat_scheme,
        reason=item.vat_reason,
        metres=ways.with_item.get(item.id, 0),
    )


@dataclass(frozen=True)
class Trial:
    """The version as it is, and as it would be with some changes."""

    now: Costing
    then: Costing


def try_out(
    version: Version,
    changes: Changes,
    *,
    hotel: Component | None,
    coach: Component | None,
    day: date,
) -> Trial:
    """Reckon the version with another hotel, another coach and what else `changes` says."""
    others = [component for component in (hotel, coach) if component is not None]
    services = rates.services_of([*components_of(version), *others])
    basis = basis_of(version, services, first_day=version.trial_day or day)
    wanted = Changes(
        nights=changes.nights,
        hotel=services[hotel.id] if hotel else None,
        coach=services[coach.id] if coach else None,
        sharing=changes.sharing,
        markup_kind=changes.markup_kind,
        markup_basis_points=changes.markup_basis_points,
        round_to_cents=changes.round_to_cents,
    )
    then = costing_changes.changed(basis, wanted)
    costing_prices.check_markup(then.terms.markup_kind, then.terms.markup_basis_points)
    return Trial(costing.cost(basis), costing.cost(then))


def apply_trial(
    version: Version,
    changes: Changes,
    *,
    hotel: Component | None,
    coach: Component | None,
    at: datetime,
    actor: Actor,
) -> None:
    """Make a draft what was tried out, as one edit. Nights are added in the programme."""
    swaps = {ComponentKind.LODGING: hotel, ComponentKind.TRANSPORT: coach}
    for component in (hotel, coach):
        if component is not None and component.retired_at is not None:
            raise Refused("The host no longer offers this. Choose something else.")
    with recording(version, "what_if", subject=Texts(), at=at, actor=actor):
        for item in items_of(version):
            component = swaps.get(item.kind)
            if component is not None and takes_swap(item):
                swap(item, component)
        version.sharing = changes.sharing or version.sharing
        version.markup_kind = changes.markup_kind or version.markup_kind
        if changes.markup_basis_points is not None:
            version.markup_basis_points = changes.markup_basis_points
        if changes.round_to_cents is not None:
            version.round_to_cents = changes.round_to_cents
        check_terms(terms_of(version))


def takes_swap(item: Item) -> bool:
    """A ride that is free text, such as on foot, is no hired vehicle; a night always has a bed."""
    return item.kind is ComponentKind.LODGING or item.component is not None


def swap(item: Item, component: Component) -> None:
    """Another component in an item; what was named and placed after the old one follows."""
    old = item.component
    if old is not None and item.title == old.name:
        item.title = component.name
    if item.place == (old.place if old else None):
        item.place = component.place
    item.component = component


def set_terms(
    version: Version,
    terms: Terms,
    *,
    revision: int,
    at: datetime,
    actor: Actor,
    choice: Choice = NO_CHOICE,
) -> Merge:
    """Say for how many a draft is costed, and how the price is made of the cost.

    `revision` is the draft's, as the person has seen it; see `history.change_row`.
    """
    check_terms(terms)
    wanted = {
        "pax_ranges": [list(size) for size in terms.pax_ranges],
        "sharing": terms.sharing.value,
        "markup_kind": terms.markup_kind.value,
        "markup_basis_points": terms.markup_basis_points,
        "round_to_cents": terms.round_to_cents,
    }
    with recording(version, "terms", subject=Texts(), at=at, actor=actor):
        merge = change_row(version, "version", version, wanted, seen=revision, choice=choice)
        check_terms(terms_of(version))
    return merge


def check_terms(terms: Terms) -> None:
    costing_prices.check_markup(terms.markup_kind, terms.markup_basis_points)
    if not terms.pax_ranges:
        raise Refused("Give at least one group size to be costed.")
    if len(terms.pax_ranges) > MOST_SIZES:
        raise Refused("At most %(most)d group sizes are costed at once.", most=MOST_SIZES)
    for paying, free in terms.pax_ranges:
        if not 1 <= paying <= LARGEST_SIZE or not 0 <= free <= paying:
            raise Refused(
                "A group has from 1 to %(most)d paying guests, and no more free places than those.",
                most=LARGEST_SIZE,
            )
    sizes = [paying for paying, _free in terms.pax_ranges]
    if len(set(sizes)) < len(sizes):
        raise Refused("Two group sizes have the same number of paying guests. Change one.")


def set_line(
    item: Item,
    scheme: VatScheme,
    *,
    reason: str,
    quantity: int | None,
    revision: int,
    at: datetime,
    actor: Actor,
    choice: Choice = NO_CHOICE,
) -> Merge:
    """Choose by which scheme an item is taxed, and say why; `quantity` stands for the units that
    would be counted. `revision` is the item's."""
    if scheme is VatScheme.MARGIN and not reason:
        raise Refused("Say why this is sold by the margin scheme.")
    wanted = {"vat_scheme": scheme.value, "vat_reason": reason, "quantity": quantity}
    return adjust_item(
        item, wanted, verb="item_cost", revision=revision, at=at, actor=actor, choice=choice
    )


def use_prices(version: Version, *, revision: int, day: date, at: datetime, actor: Actor) -> None:
    """Set the prices of a draft to those that the costing proposes."""
    tiers = costing_tiers.propose(reckon(version, day=day))
    parts.price(version, [tier.row for tier in tiers], revision=revision, at=at, actor=actor)


def freeze(version: Version, *, day: date) -> None:
    """Keep the costing with the version that is being published, by the rates of its day."""
    version.costing = costing_frozen.kept(reckon(version, day=day))


def since_publishing(version: Version, *, today: date) -> Since | None:
    """How today's rates differ from those that were kept; None where nothing was kept.

    A version that was costed for a day still to come is compared with that day.
    """
    if version.costing is None:
        return None
    day = max(today, date.fromisoformat(version.costing["first_day"]))
    services = rates.services_of(components_of(version))
    now = costing_frozen.kept(Reckoning(basis_of(version, services, first_day=day)))
    return Since(
        day,
        costing_frozen.differences(version.costing, now),
        list(costing_frozen.sizes_apart(version.costing, now)),
    )
