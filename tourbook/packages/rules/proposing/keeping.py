"""What of a draft stays while the rest is proposed anew: where and when it binds the group."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules.outline import DAY_MINUTES, Offer, Outline, Spot, Stop
from tourbook.packages.rules.proposing.asking import Ask
from tourbook.packages.rules.proposing.candidates import CHOOSABLE


@dataclass(frozen=True, slots=True)
class Block:
    """A time at which the group is bound; without a place, wherever it is then."""

    day: int
    starts: int
    ends: int
    spot: Spot | None
    stop_ids: tuple[int, ...]

    @property
    def minutes(self) -> int:
        return self.ends - self.starts


def kept(outline: Outline) -> tuple[Stop, ...]:
    """The stops that a proposal does not touch.

    Those that are pinned; meals, lodging and transport; what no host offers; what only a part of
    the group does; and what another stop stands in for.
    """
    stood_in_for = {stop.alternative_to for stop in outline.stops if stop.alternative_to}
    return tuple(stop for stop in outline.stops if stays(stop) or stop.lineage in stood_in_for)


def stays(stop: Stop) -> bool:
    bound = stop.pinned or stop.kind not in CHOOSABLE or stop.offer is None
    return bound or stop.optional or bool(stop.track or stop.alternative_to)


def loose(outline: Outline) -> tuple[Stop, ...]:
    """The stops that a proposal may move or take out."""
    staying = {stop.id for stop in kept(outline)}
    return tuple(stop for stop in outline.stops if stop.id not in staying)


def blocks(stops: Sequence[Stop], day: int) -> tuple[Block, ...]:
    """When the stops that stay bind the group on a day: apart from each other and in order."""
    return together(
        Block(day, stop.starts, stop.ends, stop.spot, (stop.id,))
        for stop in stops
        if stop.day == day and not stop.is_night and not stop.alternative_to
        if not is_ride(stop)
    )


def is_ride(stop: Stop) -> bool:
    return stop.kind is ComponentKind.TRANSPORT


@dataclass(frozen=True, slots=True)
class Ride:
    """Transport that stays, and between which places of the draft it runs, where that is plain.

    Where the vehicle itself stands (its firm's yard) tells nothing of the group.
    """

    stop: Stop
    before: Spot | None
    after: Spot | None


def rides(outline: Outline, staying: Sequence[Stop], day: int) -> Iterator[Ride]:
    """From the place before it to the place after it, as the draft is lived through now."""
    for stop in staying:
        if stop.day != day or not is_ride(stop) or stop.alternative_to or stop.optional:
            continue
        places = [
            other
            for other in outline.running
            if other.spot and not is_ride(other) and not other.optional
        ]
        before = [other.spot for other in places if other.span[0] < stop.span[0]]
        after = [other.spot for other in places if other.span[0] >= stop.span[1]]
        yield Ride(stop, before[-1] if before else None, after[0] if after else None)


def together(found: Iterable[Block]) -> tuple[Block, ...]:
    """Blocks in order, and apart from each other."""
    in_order = sorted(found, key=lambda block: (block.starts, block.ends, block.stop_ids))
    return tuple(apart(in_order))


def apart(found: Sequence[Block]) -> Iterator[Block]:
    """Blocks that overlap made one, at the place of the first that has one."""
    open_one: Block | None = None
    for block in found:
        if open_one is None or block.starts >= open_one.ends:
            if open_one is not None:
                yield open_one
            open_one = block
            continue
        open_one = Block(
            block.day,
            open_one.starts,
            max(open_one.ends, block.ends),
            open_one.spot or block.spot,
            (*open_one.stop_ids, *block.stop_ids),
        )
    if open_one is not None:
        yield open_one


def night_after(stops: Sequence[Stop], day: int) -> Stop | None:
    """Where everybody sleeps after the day, as the draft has it."""
    midnight = day * DAY_MINUTES
    nights = [
        stop
        for stop in stops
        if stop.is_night and not stop.optional and not stop.alternative_to and stop.spot
        if stop.span[0] < midnight < stop.span[1]
    ]
    return min(nights, key=lambda stop: (stop.track, stop.id), default=None)


def new_nights(outline: Outline, ask: Ask, lodgings: Sequence[Offer]) -> tuple[Stop, ...]:
    """Nights at lodging of the library, for days whose night the draft has no bed for."""
    staying = kept(outline)
    by_key = {offer.id: offer for offer in lodgings}
    return tuple(
        new_night(staying, ask, day.number, by_key[day.lodging_id])
        for day, _ in pairwise(ask.days)
        if day.lodging_id in by_key and night_after(staying, day.number) is None
    )


def new_night(staying: Sequence[Stop], ask: Ask, number: int, offer: Offer) -> Stop:
    """From the end of the day, or of what is bound after it, until the next morning."""
    bound = [block.ends for block in blocks(staying, number)]
    return Stop(
        id=-1_000_000 - number,
        lineage=f"night{number}",
        day=number,
        starts=min(max([ask.day(number).ends, *bound]), DAY_MINUTES - 1),
        ends=DAY_MINUTES + max(ask.day(number + 1).starts, 1),
        kind=offer.kind,
        title=offer.name,
        offer=offer,
        spot=offer.spot,
    )
