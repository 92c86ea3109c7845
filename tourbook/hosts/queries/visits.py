"""What stands on slots. Visits are kept above this slice, which hands in how to ask for them."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from tourbook.hosts.rules.visits import Visit

#: Asked and agreed visits of these organisations (None: of all) that begin in a period, in order.
Asker = Callable[[Collection[int] | None, datetime, datetime], Sequence[Visit]]


def none_at_all(
    organisation_ids: Collection[int] | None, start: datetime, end: datetime
) -> Sequence[Visit]:
    return ()


_ask: Asker = none_at_all


def use(asker: Asker) -> None:
    """Say how visits are asked for; the application does when it is made."""
    global _ask
    _ask = asker


def visits_between(
    organisation_ids: Collection[int] | None, start: datetime, end: datetime
) -> Sequence[Visit]:
    """Asked and agreed visits of these organisations (None: of all) that begin in the period."""
    return _ask(organisation_ids, start, end)
