"""When a report may be made. Two reports must not differ by fewer than five people's answers."""

from dataclasses import dataclass
from datetime import timedelta

from tourbook.core.refused import Refused
from tourbook.learning.rules.suppression import K

#: A report is due so long after the last day of the visit.
DUE_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class Since:
    """What has happened to the answers since an earlier report."""

    #: People in the earlier report.
    people: int
    #: People who answered or changed an answer after it.
    changed: int
    #: People whose answers are there now.
    left: int


def check_can_ask(since: Since | None) -> None:
    if since is None or since.people < K:
        return
    touched = max(since.changed, since.people - since.left, 0)
    if 0 < touched < K:
        raise Refused(
            "Since the last report the answers of fewer than five people have changed. A new"
            " report would show what they said; make it when more have answered."
        )
