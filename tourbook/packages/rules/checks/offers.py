"""Whether what the programme takes is still what the host offers."""

from collections import Counter
from collections.abc import Iterator

from tourbook.core.languages import N_
from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules.checks import remedies
from tourbook.packages.rules.checks.problems import Length, Problem, Severity, WayOut
from tourbook.packages.rules.checks.survey import Survey
from tourbook.packages.rules.outline import Offer, Stop


def values_of(stop: Stop, offer: Offer) -> dict[str, object]:
    return {"item": stop.title, "component": offer.name}


def retired(survey: Survey) -> Iterator[Problem]:
    for stop in survey.outline.stops:
        if stop.offer is None or not stop.offer.retired:
            continue
        sentence = N_("Remove %(item)s and add another component in its place.")
        yield Problem(
            "component_retired",
            Severity.WARNS if stop.alternative_to else Severity.BLOCKS,
            N_("%(item)s: the host no longer offers %(component)s."),
            [remedies.removing(stop, sentence)],
            values_of(stop, stop.offer),
            (stop.id,),
            (stop.lineage,),
        )


def other_kind(survey: Survey) -> Iterator[Problem]:
    for stop in survey.outline.stops:
        if stop.offer is None or stop.offer.kind is stop.kind:
            continue
        sentence = N_("Remove %(item)s and add it again from the library.")
        yield Problem(
            "kind_differs",
            Severity.WARNS,
            N_("%(item)s is of another kind than the component that it was added from."),
            [remedies.removing(stop, sentence)],
            values_of(stop, stop.offer),
            (stop.id,),
            (stop.lineage,),
        )


def hurried(survey: Survey) -> Iterator[Problem]:
    """Nights last as long as people sleep; all else needs the time that its host says."""
    for stop in survey.outline.stops:
        if stop.offer is not None and not stop.is_night and stop.minutes < stop.offer.duration:
            yield too_short(survey, stop, stop.offer)


def too_short(survey: Survey, stop: Stop, offer: Offer) -> Problem:
    def gone(after: Survey) -> bool:
        there = next(each for each in after.outline.stops if each.id == stop.id)
        return there.minutes >= offer.duration

    return Problem(
        "too_short",
        Severity.WARNS,
        N_("%(item)s takes %(needed)s by its host; it has been given %(given)s."),
        remedies.offered(
            remedies.stretched(survey, stop, stop.starts + offer.duration, gone),
            WayOut(N_("Give it more time, or agree on a shorter visit with the host.")),
        ),
        {"item": stop.title, "needed": Length(offer.duration), "given": Length(stop.minutes)},
        (stop.id,),
        (stop.lineage,),
    )


def same_host(survey: Survey) -> Iterator[Problem]:
    """The same thing twice, or one host more often than is usual in a programme."""
    most = survey.limits["same_host_visits"]
    visits = [
        (stop, stop.offer)
        for stop in survey.outline.running
        if stop.offer is not None and stop.offer.kind is ComponentKind.PROGRAMME
    ]
    components = Counter(offer.id for _stop, offer in visits)
    hosts = Counter(offer.host_id for _stop, offer in visits)
    told: set[int] = set()
    for _stop, offer in visits:
        if offer.host_id in told:
            continue
        told.add(offer.host_id)
        ours = [(stop, other) for stop, other in visits if other.host_id == offer.host_id]
        twice = [(stop, other) for stop, other in ours if components[other.id] > 1]
        if hosts[offer.host_id] > most:
            yield too_often(offer, [stop for stop, _other in ours], most)
        elif twice:
            yield again(twice[0][1], [stop for stop, _other in twice])


def too_often(offer: Offer, stops: list[Stop], most: int) -> Problem:
    sentence = N_("Remove %(item)s, or choose another host for it.")
    return Problem(
        "same_host",
        Severity.HINT,
        N_("%(host)s is visited %(count)d times; %(most)d is usual."),
        [remedies.removing(stops[-1], sentence)],
        {"host": offer.host, "count": len(stops), "most": most},
        tuple(stop.id for stop in stops),
        part=f"host{offer.host_id}",
    )


def again(offer: Offer, stops: list[Stop]) -> Problem:
    sentence = N_("Remove %(item)s, or choose something else of the same host.")
    return Problem(
        "same_component",
        Severity.HINT,
        N_("%(component)s comes more than once in the programme."),
        [remedies.removing(stops[-1], sentence)],
        {"component": offer.name},
        tuple(stop.id for stop in stops),
        part=f"host{offer.host_id}",
    )
