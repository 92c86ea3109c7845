"""What holds for the times at which a host is away."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from tourbook.core.refused import Refused
from tourbook.hosts.models import AwayKind
from tourbook.hosts.rules.times import Period, meet

#: Nobody is away for longer at a time; what is closed for good is retired.
LONGEST_AWAY = timedelta(days=3 * 366)


@dataclass(frozen=True)
class AwayFacts:
    kind: AwayKind
    starts_at: datetime
    ends_at: datetime
    #: Whose time: one component, all at one place, or with neither all of the organisation.
    component_id: int | None = None
    place_id: int | None = None
    note: str = ""


class Away(Period, Protocol):
    @property
    def organisation_id(self) -> int: ...
    @property
    def component_id(self) -> int | None: ...
    @property
    def place_id(self) -> int | None: ...


class Offered(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def organisation_id(self) -> int: ...
    @property
    def place_id(self) -> int | None: ...


def concerns(away: Away, component: Offered) -> bool:
    """Whether an away time is one of this component."""
    if away.organisation_id != component.organisation_id:
        return False
    if away.component_id is not None:
        return away.component_id == component.id
    return away.place_id is None or away.place_id == component.place_id


def blocks(away: Away, component: Offered, period: Period) -> bool:
    """Whether the host of this component is away in some part of the period."""
    return concerns(away, component) and meet(away, period)


def check_away(starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    """
    Raises:
        Refused: it ends before it begins, is over already, or lasts for years.
    """
    if ends_at <= starts_at:
        raise Refused("The end must come after the beginning.")
    if ends_at <= at:
        raise Refused("This time is over already. Choose a later end.")
    if ends_at - starts_at > LONGEST_AWAY:
        raise Refused("One time away lasts at most three years.")
