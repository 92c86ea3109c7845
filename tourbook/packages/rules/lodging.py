"""Where the group sleeps: between one day and the next everybody has a bed."""

from collections.abc import Iterator

from tourbook.core.languages import N_
from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules.outline import DAY_MINUTES, Outline
from tourbook.packages.rules.problems import Problem, Remedy, Severity, WayOut


def nights(outline: Outline) -> Iterator[Problem]:
    """Lodging that is not optional lies on both sides of each midnight of the visit."""
    spans = [stop.span for stop in outline.running if stop.is_night and not stop.optional]
    for number in range(1, len(outline.frames)):
        midnight = number * DAY_MINUTES
        if any(starts < midnight < ends for starts, ends in spans):
            continue
        yield Problem(
            "no_lodging",
            Severity.BLOCKS,
            N_("The night after day %(day)d has no lodging."),
            [
                WayOut(
                    N_("Add lodging to this day that ends on the next morning."),
                    Remedy.ADD,
                    values={"day": number, "kind": ComponentKind.LODGING.value},
                )
            ],
            {"day": number},
            day=number,
        )
