"""Where something new fits on a day: the first start at which nothing stands in its way."""

from collections.abc import Iterable
from dataclasses import replace

from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules.checks import remedies
from tourbook.packages.rules.checks.obstacles import obstacles
from tourbook.packages.rules.checks.survey import Survey
from tourbook.packages.rules.outline import DAY_MINUTES, Offer, Stop

#: Where nothing fits, and for nights, it begins no earlier than this.
EVENING = 18 * 60
#: A night ends by the next morning.
MORNING = 8 * 60
NIGHT_AT_MOST = DAY_MINUTES + 12 * 60
#: A night begins before midnight, however late the evening.
BEFORE_MIDNIGHT = DAY_MINUTES - 15


def times_for(survey: Survey, new: Stop) -> tuple[int, int]:
    """Start and end of a stop that is not there yet; as wished for where it fits nowhere.

    `new` says the day, the length, and by its start about when it is wanted.
    """
    if new.is_night:
        return night(survey, new)
    view = survey.of_day(new.day)
    allowed = obstacles(view)
    windows = windows_of(survey, new)
    for start in remedies.starts_for(view, new, windows):
        there = replace(new, starts=start, ends=start + new.minutes)
        if obstacles(view.with_stop(there)) <= allowed:
            return start, start + new.minutes
    last = latest_end(survey, new.day)
    start = min(max(last, survey.frames[new.day].starts), DAY_MINUTES - 1)
    return start, start + new.minutes


def latest_end(survey: Survey, day: int) -> int:
    stops = [stop for stop in survey.outline.running if stop.day == day and not stop.is_night]
    return max((stop.ends for stop in stops), default=0)


def night(survey: Survey, new: Stop) -> tuple[int, int]:
    """From the evening, after all else, to the next morning."""
    start = min(max(latest_end(survey, new.day), EVENING), BEFORE_MIDNIGHT)
    return start, min(max(start + new.minutes, DAY_MINUTES + MORNING), NIGHT_AT_MOST)


def windows_of(survey: Survey, new: Stop) -> list[tuple[int, int]]:
    """When the host takes groups on that day, and when meals are had; empty: at any hour."""
    if new.kind is ComponentKind.MEAL:
        return meal_windows(survey, new)
    return [] if new.offer is None else list(host_windows(survey, new.offer, new.day))


def meal_windows(survey: Survey, new: Stop) -> list[tuple[int, int]]:
    """Lunch if there is none yet, else dinner."""
    limits = survey.outline.limits
    meals = [
        stop
        for stop in survey.outline.running
        if stop.day == new.day and stop.kind is ComponentKind.MEAL
    ]
    lunch = (limits["lunch_from"], limits["lunch_to"] + new.minutes)
    dinner = (limits["dinner_from"], limits["dinner_to"] + new.minutes)
    has_lunch = any(lunch[0] <= stop.starts <= limits["lunch_to"] for stop in meals)
    return [dinner, lunch] if has_lunch else [lunch, dinner]


def host_windows(survey: Survey, offer: Offer, day: int) -> Iterable[tuple[int, int]]:
    date = survey.outline.date_of(day)
    if offer.slots is not None:
        yield from ((slot.starts, slot.ends) for slot in offer.slots if slot.day == day)
        return
    for hours in offer.hours or offer.pattern:
        if date is None or hours.weekday == date.weekday():
            yield hours.opens, hours.closes
