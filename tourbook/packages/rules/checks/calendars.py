"""What the day on trial means: weekends, holidays and daylight."""

import math
from collections.abc import Iterator
from datetime import date

from tourbook.core.languages import N_
from tourbook.core.texts import Texts
from tourbook.core.working_days import finnish_holidays
from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules.checks import remedies
from tourbook.packages.rules.checks.daylight import Daylight, daylight
from tourbook.packages.rules.checks.hours import moving, same
from tourbook.packages.rules.checks.problems import Clock, Problem, Severity, WayOut
from tourbook.packages.rules.checks.survey import Survey
from tourbook.packages.rules.outline import DAY_MINUTES, Stop

#: Who may be closed: on a holiday, and on a weekend.
HOLIDAY_KINDS = frozenset({ComponentKind.PROGRAMME, ComponentKind.SIDE, ComponentKind.MEAL})
WEEKEND_KINDS = frozenset({ComponentKind.PROGRAMME})
SATURDAY = 5


def quiet_days(survey: Survey) -> Iterator[Problem]:
    """Hosts that may be closed on a holiday or a weekend, told once for each day."""
    for number, stops in survey.days.items():
        day = survey.outline.date_of(number)
        if day is None:
            return
        holiday = finnish_holidays(day.year).get(day)
        if holiday is not None:
            shut = [stop for stop in stops if doubtful(stop, HOLIDAY_KINDS)]
            yield from closed(number, day, holiday, shut)
        elif day.weekday() >= SATURDAY:
            shut = [
                stop
                for stop in stops
                if doubtful(stop, WEEKEND_KINDS) and not keeps(stop, day.weekday())
            ]
            yield from closed(number, day, None, shut)


def doubtful(stop: Stop, kinds: frozenset[ComponentKind]) -> bool:
    """Whether its host may be closed: no slot of that day says the contrary."""
    if stop.offer is None or stop.offer.kind not in kinds:
        return False
    return not any(slot.day == stop.day for slot in stop.offer.slots or ())


def keeps(stop: Stop, weekday: int) -> bool:
    """Whether the host has said that it takes groups on this weekday."""
    assert stop.offer is not None
    return any(each.weekday == weekday for each in (*stop.offer.hours, *stop.offer.pattern))


def closed(number: int, day: date, holiday: Texts | None, stops: list[Stop]) -> Iterator[Problem]:
    if not stops:
        return
    ids = tuple(stop.id for stop in stops)
    values = {"day": number, "date": day, "items": tuple(stop.title for stop in stops)}
    ways_out = [
        remedies.opening(N_("Put another day on trial."), "settings"),
        WayOut(N_("Ask the hosts whether they receive groups that day.")),
    ]
    if holiday is None:
        yield Problem(
            "weekend",
            Severity.WARNS,
            N_("Day %(day)d is %(date)s, on a weekend; these hosts may be closed: %(items)s."),
            ways_out,
            values,
            ids,
            day=number,
        )
        return
    yield Problem(
        "holiday",
        Severity.WARNS,
        N_("Day %(day)d is %(date)s, %(holiday)s; these hosts may be closed: %(items)s."),
        ways_out,
        {**values, "holiday": holiday},
        ids,
        day=number,
    )


def dark(survey: Survey) -> Iterator[Problem]:
    for stop in survey.outline.stops:
        light = light_at(survey, stop)
        if light is not None and not lit(stop, light):
            yield in_the_dark(survey, stop, light)


def light_at(survey: Survey, stop: Stop) -> Daylight | None:
    """The daylight at an outdoor stop; None where it does not matter or is not known."""
    day = survey.outline.date_of(stop.day)
    if day is None or stop.offer is None or not stop.offer.outdoor or stop.spot is None:
        return None
    return None if stop.is_night else daylight(day, stop.spot.lat, stop.spot.lon)


def lit(stop: Stop, light: Daylight) -> bool:
    return light.rises <= stop.starts and stop.ends <= light.sets


def in_the_dark(survey: Survey, stop: Stop, light: Daylight) -> Problem:
    def gone(after: Survey) -> bool:
        return lit(same(after, stop), light)

    never = math.isinf(light.rises)
    ask = WayOut(N_("Ask the host for lamps, or for something under a roof."))
    if never:
        return Problem(
            "no_daylight",
            Severity.WARNS,
            N_("%(item)s is outdoors, and the sun does not rise that day."),
            [ask, remedies.opening(N_("Put another day on trial."), "settings")],
            {"item": stop.title},
            (stop.id,),
            (stop.lineage,),
        )
    rises, sets = math.ceil(light.rises), min(math.floor(light.sets), DAY_MINUTES)
    return Problem(
        "in_the_dark",
        Severity.WARNS,
        N_("%(item)s is outdoors; that day it is light from %(rises)s to %(sets)s."),
        remedies.offered(
            moving(survey, stop, gone, [(rises, sets)]),
            ask,
            remedies.opening(N_("Put another day on trial."), "settings"),
        ),
        {"item": stop.title, "rises": Clock(rises), "sets": Clock(sets)},
        (stop.id,),
        (stop.lineage,),
    )
