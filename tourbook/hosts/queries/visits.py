"""What stands on slots. Visits are kept above this slice, which hands in how to ask for them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from tourbook.hosts.rules.visits import Visit

#: Asked and agreed visits of these organisations (None: of all) that begin in a period, in order.
Asker = Callable[[Collection[int] | None, datetime, datetime], Sequence[Visit]]


#: When slots of an organisation that begin in a period were last given back, by their ids.
Releaser = Callable[[int, datetime, datetime], Mapping[int, datetime]]


def none_at_all(
    organisation_ids: Collection[int] | None, start: datetime, end: datetime
) -> Sequence[Visit]:
    return ()


def never(organisation_id: int, start: datetime, end: datetime) -> Mapping[int, datetime]:
    return {}


_ask: Asker = none_at_all
_released: Releaser = never


def use(asker: Asker, releaser: Releaser) -> None:
    """Say how visits are asked for; the application does when it is made."""
    global _ask, _released
    _ask, _released = asker, releaser


def released_between(
    organisation_id: int, start: datetime, end: datetime
) -> Mapping[int, datetime]:
    """When slots that begin in the period were last given back by a visit, by their ids."""
    return _released(organisation_id, start, end)


def visits_between(
    organisation_ids: Collection[int] | None, start: datetime, end: datetime
) -> Sequence[Visit]:
    """Asked and agreed visits of these organisations (None: of all) that begin in the period."""
    return _ask(organisation_ids, start, end)
