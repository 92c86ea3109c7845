"""Which slots meet which, and what is said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tourbook.core import zones
from tourbook.core.refused import Refused
from tourbook.hosts.models import Slot
from tourbook.hosts.rules.times import ZONE, Period, Timing, meet


@dataclass(frozen=True)
class Clash:
    timing: Timing
    #: What is at that time already.
    slot: Period


def clashes(wanted: Sequence[Timing], standing: Sequence[Period]) -> list[Clash]:
    """Those of the wanted times that meet one that stands already, each with the first it meets.

    Both are walked once, in the order of their beginnings.
    """
    ordered = sorted(standing, key=lambda one: one.starts_at)
    found: list[Clash] = []
    reach: list[Period] = []
    place = 0
    for timing in sorted(wanted, key=lambda one: one.starts_at):
        while place < len(ordered) and ordered[place].starts_at < timing.ends_at:
            reach.append(ordered[place])
            place += 1
        reach = [one for one in reach if one.ends_at > timing.starts_at]
        met = next((one for one in reach if meet(one, timing)), None)
        if met is not None:
            found.append(Clash(timing, met))
    return found


def clash_refused(found: Sequence[Clash], wanted: int) -> Refused:
    """Why these times cannot be offered, naming what they meet first."""
    first = found[0].slot
    if wanted == 1:
        return Refused(
            "This component has a slot at this time already: %(slot)s.", slot=said(first)
        )
    return Refused(
        "%(count)d of the %(all)d times meet a slot that is there already, the first of them"
        " %(slot)s. Choose other days or close those slots first.",
        count=len(found),
        all=wanted,
        slot=said(first),
    )


def said(period: Period) -> str:
    """A period by the Finnish clock: "2027-03-16 10:00-11:30"."""
    start = zones.clock_time(period.starts_at, ZONE)
    end = zones.clock_time(period.ends_at, ZONE)
    shown = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%Y-%m-%d %H:%M}"
    return f"{start:%Y-%m-%d %H:%M}-{shown}"


def rows_refused(
    wanted: Mapping[int, Timing], standing: Sequence[Period], at: datetime
) -> dict[int, Refused]:
    """Which of many slots cannot be made, and why, by the number of the row."""
    found: dict[int, Refused] = {}
    rows = sorted(wanted.items(), key=lambda row: (row[1].starts_at, row[0]))
    before: tuple[int, Timing] | None = None
    for row, timing in rows:
        if before is not None and meet(before[1], timing):
            found[row] = Refused("This slot meets that of row %(row)d.", row=before[0])
        if before is None or timing.ends_at > before[1].ends_at:
            before = row, timing
    for clash in clashes(list(wanted.values()), standing):
        row = next(row for row, timing in rows if timing == clash.timing)
        found.setdefault(row, clash_refused([clash], 1))
    for row, timing in rows:
        if timing.starts_at <= at:
            found[row] = Refused("A slot must lie ahead. Choose a later day.")
    return found


def check_can_change(
    slot: Slot, timing: Timing, *, capacity: int, exclusive: bool, at: datetime
) -> None:
    """
    Raises:
        Refused: it has passed, was withdrawn, or persons stand on what would change.
    """
    if slot.state.value == "withdrawn":
        raise Refused("A withdrawn slot stays withdrawn. Make a new one.")
    if slot.starts_at <= at:
        raise Refused("This slot has begun, so it cannot be changed.")
    if timing.starts_at <= at:
        raise Refused("A slot must lie ahead. Choose a later day.")
    if not slot.taken:
        return
    if (timing.starts_at, timing.ends_at) != (slot.starts_at, slot.ends_at):
        raise Refused(
            "%(taken)d persons stand on this slot, so its time stays. Agree on another time in"
            " the request.",
            taken=slot.taken,
        )
    if capacity < slot.taken:
        raise Refused(
            "%(taken)d persons stand on this slot. Leave room for them.", taken=slot.taken
        )
    if exclusive and not slot.exclusive:
        raise Refused("Several groups may stand on this slot already, so it stays shared.")
