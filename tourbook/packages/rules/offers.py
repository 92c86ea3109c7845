"""Whether what the programme takes is still what the host offers."""

from collections.abc import Iterator

from tourbook.core.languages import N_
from tourbook.packages.rules.outline import Offer, Outline, Stop
from tourbook.packages.rules.problems import Problem, Remedy, Severity, WayOut


def retired(outline: Outline) -> Iterator[Problem]:
    for stop in outline.stops:
        if stop.offer is None or not stop.offer.retired:
            continue
        yield Problem(
            "component_retired",
            Severity.BLOCKS,
            N_("%(item)s: the host no longer offers %(component)s."),
            [
                WayOut(
                    N_("Remove it and add another component in its place."), Remedy.REMOVE, stop.id
                )
            ],
            values_of(stop, stop.offer),
            (stop.id,),
            (stop.lineage,),
        )


def other_kind(outline: Outline) -> Iterator[Problem]:
    for stop in outline.stops:
        if stop.offer is None or stop.offer.kind is stop.kind:
            continue
        yield Problem(
            "kind_differs",
            Severity.WARNS,
            N_("%(item)s is of another kind than the component that it was added from."),
            [
                WayOut(
                    N_("Remove the item and add it again from the library."), Remedy.REMOVE, stop.id
                )
            ],
            values_of(stop, stop.offer),
            (stop.id,),
            (stop.lineage,),
        )


def values_of(stop: Stop, offer: Offer) -> dict[str, object]:
    return {"item": stop.title, "component": offer.name}


def too_short(outline: Outline) -> Iterator[Problem]:
    """Nights last as long as people sleep; all else needs the time that its host says."""
    for stop in outline.stops:
        if stop.offer is None or stop.is_night or stop.minutes >= stop.offer.duration:
            continue
        yield Problem(
            "too_short",
            Severity.WARNS,
            N_("%(item)s takes %(needed)d minutes by its host; it has been given %(given)d."),
            [WayOut(N_("Give it more time, or agree on a shorter visit with the host."))],
            {"item": stop.title, "needed": stop.offer.duration, "given": stop.minutes},
            (stop.id,),
            (stop.lineage,),
        )
