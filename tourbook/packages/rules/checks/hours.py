"""Whether a host is there at that time: opening hours, the week's pattern of its slots, and slots.

A slot suits a stop that it covers, or that begins with it: the host is then asked for the slot.
"""

from collections.abc import Iterable, Iterator, Sequence

from tourbook.core.languages import N_
from tourbook.packages.rules.checks import obstacles, remedies
from tourbook.packages.rules.checks.parties import share
from tourbook.packages.rules.checks.problems import Problem, Severity, WayOut
from tourbook.packages.rules.checks.survey import Survey
from tourbook.packages.rules.outline import Hours, Offer, OpenSlot, Outline, Stop


def weekday_of(outline: Outline, day: int) -> int | None:
    date = outline.date_of(day)
    return None if date is None else date.weekday()


def unheard(survey: Survey) -> Iterator[Problem]:
    """Stops at times at which their host does not take groups; the plainest reason counts."""
    for stop in survey.outline.stops:
        if stop.offer is not None and not stop.is_night:
            problem = found_at(survey, stop, stop.offer)
            if problem is not None:
                yield problem


def found_at(survey: Survey, stop: Stop, offer: Offer) -> Problem | None:
    weekday = weekday_of(survey.outline, stop.day)
    if offer.hours and not obstacles.within(stop, offer.hours, weekday):
        return closed(survey, stop, offer, weekday)
    if offer.slots is not None:
        taking = with_room(offer.slots, stop.day, share(survey.outline, stop))
        return None if suits(stop, taking) else no_slot(survey, stop, taking)
    if offer.pattern and not in_pattern(stop, offer.pattern, weekday):
        return outside_pattern(survey, stop, offer, weekday)
    return None


def with_room(slots: Iterable[OpenSlot], day: int, persons: int) -> list[OpenSlot]:
    return [slot for slot in slots if slot.day == day and slot.places_left >= persons]


def suits(stop: Stop, slots: Iterable[OpenSlot]) -> bool:
    return any(
        slot.starts == stop.starts or (slot.starts <= stop.starts and stop.ends <= slot.ends)
        for slot in slots
    )


def in_pattern(stop: Stop, pattern: Iterable[Hours], weekday: int | None) -> bool:
    return any(
        each.opens == stop.starts or (each.opens <= stop.starts and stop.ends <= each.closes)
        for each in pattern
        if weekday is None or each.weekday == weekday
    )


def windows_on(hours: Iterable[Hours], weekday: int | None) -> list[tuple[int, int]]:
    return sorted(
        {(each.opens, each.closes) for each in hours if weekday is None or each.weekday == weekday}
    )


def closed(survey: Survey, stop: Stop, offer: Offer, weekday: int | None) -> Problem:
    """No date changes it where the host is closed then on every weekday."""

    def gone(after: Survey) -> bool:
        return obstacles.within(same(after, stop), offer.hours, weekday)

    always = not obstacles.within(stop, offer.hours, None)
    windows = windows_on(offer.hours, weekday)
    return Problem(
        "outside_hours",
        Severity.BLOCKS if always and not obstacles.lesser(stop) else Severity.WARNS,
        N_("%(host)s does not receive groups at the time of %(item)s."),
        remedies.offered(
            moving(survey, stop, gone, windows),
            other_day(survey),
            remedies.removing(stop, N_("Remove %(item)s, or choose another component.")),
        ),
        {"item": stop.title, "host": offer.host},
        (stop.id,),
        (stop.lineage,),
    )


def no_slot(survey: Survey, stop: Stop, taking: Sequence[OpenSlot]) -> Problem:
    def gone(after: Survey) -> bool:
        return suits(same(after, stop), taking)

    return Problem(
        "no_slot",
        Severity.WARNS,
        N_("No free slot suits %(item)s on the day on trial."),
        remedies.offered(
            moving(survey, stop, gone, slot_windows(taking, stop)),
            other_day(survey),
            WayOut(N_("Ask the host of %(item)s for another time."), values={"item": stop.title}),
        ),
        {"item": stop.title},
        (stop.id,),
        (stop.lineage,),
    )


def outside_pattern(survey: Survey, stop: Stop, offer: Offer, weekday: int | None) -> Problem:
    def gone(after: Survey) -> bool:
        return in_pattern(same(after, stop), offer.pattern, weekday)

    windows = [
        (opens, max(closes, opens + stop.minutes))
        for opens, closes in windows_on(offer.pattern, weekday)
    ]
    return Problem(
        "outside_pattern",
        Severity.WARNS,
        N_("%(item)s lies outside the weekly times that %(host)s offers."),
        remedies.offered(
            moving(survey, stop, gone, windows),
            WayOut(N_("Ask the host of %(item)s for another time."), values={"item": stop.title}),
        ),
        {"item": stop.title, "host": offer.host},
        (stop.id,),
        (stop.lineage,),
    )


def same(after: Survey, stop: Stop) -> Stop:
    return next(each for each in after.outline.stops if each.id == stop.id)


def slot_windows(slots: Iterable[OpenSlot], stop: Stop) -> list[tuple[int, int]]:
    """The times of slots; one that is shorter than the stop is taken at its start."""
    return sorted({(slot.starts, max(slot.ends, slot.starts + stop.minutes)) for slot in slots})


def moving(
    survey: Survey, stop: Stop, gone: remedies.Gone, windows: Sequence[tuple[int, int]]
) -> WayOut | None:
    if not windows:
        return None
    return remedies.moved(survey, stop, gone, windows)


def other_day(survey: Survey) -> WayOut | None:
    if survey.outline.first_day is None:
        return None
    return remedies.opening(N_("Put another day on trial."), "settings")
