"""Whether the group eats: lunch and dinner in their hours, and a pause for coffee.

A meal counts if it begins in its hours, or lies in them for long enough, and is long enough. It is
wanted where the group is with us for so much of these hours that nobody could eat before coming or
after leaving; what lies outside the hours of the day is the group's own. The group comes with the
first stop of its first day and leaves with the last one of its last day: in between it is with us
whether or not anybody has written down where it sleeps.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tourbook.core.languages import N_
from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules.checks import remedies
from tourbook.packages.rules.checks.pace import Pause, longest_period
from tourbook.packages.rules.checks.problems import Clock, Length, Problem, Severity, WayOut
from tourbook.packages.rules.checks.survey import Survey
from tourbook.packages.rules.limits import Limits
from tourbook.packages.rules.outline import DAY_MINUTES, Frame, Stop
from tourbook.packages.rules.travel import Walk


@dataclass(frozen=True, slots=True)
class Meal:
    """A meal of the day: between which minutes, and how long at least."""

    code: str
    since: int
    until: int
    minutes: int
    missing: str
    twice: str


def meals(limits: Limits) -> tuple[Meal, ...]:
    return (
        Meal(
            "lunch",
            limits["lunch_from"],
            limits["lunch_to"],
            limits["lunch_minutes"],
            N_("Day %(day)d has no lunch of %(length)s between %(since)s and %(until)s."),
            N_("Day %(day)d has more than one lunch: %(items)s."),
        ),
        Meal(
            "dinner",
            limits["dinner_from"],
            limits["dinner_to"],
            limits["dinner_minutes"],
            N_("Day %(day)d has no dinner of %(length)s between %(since)s and %(until)s."),
            N_("Day %(day)d has more than one dinner: %(items)s."),
        ),
    )


def of_day(walk: Walk, day: int) -> list[Stop]:
    return [stop for stop in walk.stops if stop.day == day and not stop.is_night]


def presence(survey: Survey, walk: Walk, frame: Frame) -> tuple[int, int] | None:
    """From when to when the group is with us on a day, within the hours of the day."""
    days = survey.days_with_us
    if frame.number not in days:
        return None
    stops = of_day(walk, frame.number)
    first, last = frame.number == days[0], frame.number == days[-1]
    came = min((stop.starts for stop in stops), default=DAY_MINUTES) if first else 0
    left = max((stop.ends for stop in stops), default=0) if last else DAY_MINUTES
    return max(came, frame.starts), min(left, frame.ends)


def wanted(survey: Survey, walk: Walk, frame: Frame, meal: Meal) -> bool:
    there = presence(survey, walk, frame)
    if there is None or there[0] >= there[1]:
        return False
    before, after = there[0] - meal.since, meal.until - there[1]
    return before < meal.minutes and after < meal.minutes


def counts(stop: Stop, meal: Meal) -> bool:
    if stop.kind is not ComponentKind.MEAL or stop.minutes < meal.minutes:
        return False
    inside = min(stop.ends, meal.until) - max(stop.starts, meal.since)
    return meal.since <= stop.starts <= meal.until or inside >= meal.minutes


def had(walk: Walk, day: int, meal: Meal) -> list[Stop]:
    return [stop for stop in of_day(walk, day) if counts(stop, meal)]


def hungry(survey: Survey, frame: Frame, meal: Meal) -> list[str]:
    """The tracks that get no such meal that day; `[""]` where it is everybody."""
    tracks = [
        walk.track
        for walk in survey.walks
        if wanted(survey, walk, frame, meal) and not had(walk, frame.number, meal)
    ]
    return [""] if len(tracks) == len(survey.walks) else tracks


def uncovered(survey: Survey) -> Iterator[Problem]:
    for frame in survey.outline.frames:
        for meal in meals(survey.limits):
            for track in hungry(survey, frame, meal):
                yield missing(survey, frame, meal, track)


def missing(survey: Survey, frame: Frame, meal: Meal, track: str) -> Problem:
    def gone(after: Survey) -> bool:
        tracks = hungry(after, frame, meal)
        return track not in tracks and "" not in tracks

    return Problem(
        f"no_{meal.code}",
        Severity.WARNS,
        meal.missing,
        remedies.offered(
            nearly(survey, frame, meal, track, gone),
            meal_added(survey, frame, meal, gone),
            WayOut(N_("Add a meal, or shorten the hours of the day.")),
        ),
        {
            "day": frame.number,
            "length": Length(meal.minutes),
            "since": Clock(meal.since),
            "until": Clock(meal.until),
        },
        day=frame.number,
        part=track,
    )


def nearly(
    survey: Survey, frame: Frame, meal: Meal, track: str, gone: remedies.Gone
) -> WayOut | None:
    """A meal that is a little too short or lies beside its hours, put right."""
    others = [other for other in meals(survey.limits) if other.code != meal.code]
    for stop in survey.days[frame.number]:
        if stop.kind is not ComponentKind.MEAL or stop.pinned or stop.track not in ("", track):
            continue
        if any(counts(stop, other) for other in others):
            continue
        if 2 * stop.minutes < meal.minutes:
            continue
        way_out = remedies.stretched(survey, stop, stop.starts + meal.minutes, gone)
        if way_out is None:
            window = (meal.since, meal.until + stop.minutes)
            way_out = remedies.moved(survey, stop, gone, [window])
        if way_out is not None:
            return way_out
    return None


def meal_added(survey: Survey, frame: Frame, meal: Meal, gone: remedies.Gone) -> WayOut | None:
    """A meal for everybody, for the library adds nothing for a part of the group alone."""
    window = (meal.since, meal.until + meal.minutes)
    middle = (meal.since + meal.until - meal.minutes) // 2 // 15 * 15
    new = remedies.new_stop(frame.number, middle, meal.minutes, ComponentKind.MEAL)
    return remedies.added(
        survey, N_("Add a meal from %(starts)s to %(ends)s."), new, gone, [window]
    )


def doubled(survey: Survey) -> Iterator[Problem]:
    """Two meals for the same hours, which nobody chose to have."""
    for frame in survey.outline.frames:
        for meal in meals(survey.limits):
            most: Sequence[Stop] = ()
            for walk in survey.walks:
                eaten = [stop for stop in had(walk, frame.number, meal) if not stop.optional]
                most = max(most, eaten, key=len)
            if len(most) > 1:
                yield twice(frame, meal, most)


def twice(frame: Frame, meal: Meal, stops: Sequence[Stop]) -> Problem:
    return Problem(
        f"{meal.code}_twice",
        Severity.HINT,
        meal.twice,
        [remedies.removing(stops[-1], N_("Remove %(item)s, unless both are meant."))],
        {"day": frame.number, "items": tuple(stop.title for stop in stops)},
        tuple(stop.id for stop in stops),
        day=frame.number,
    )


def coffee(survey: Survey) -> Iterator[Problem]:
    """A long half-day without anything to drink."""
    most = survey.limits["coffee_after_minutes"]
    for frame in survey.outline.frames:
        starts, ends = thirst(survey, frame.number)
        if ends - starts > most:
            yield no_coffee(survey, frame.number, starts, ends)


def thirst(survey: Survey, day: int) -> tuple[int, int]:
    """The longest time of the day without a meal or time of one's own, of any track."""
    pause = Pause(survey.limits["coffee_minutes"], survey.limits["free_minutes"])
    return max(
        (longest_period(walk, day, pause) for walk in survey.walks),
        key=lambda period: period[1] - period[0],
    )


def no_coffee(survey: Survey, day: int, starts: int, ends: int) -> Problem:
    def gone(after: Survey) -> bool:
        since, until = thirst(after, day)
        return until - since <= after.limits["coffee_after_minutes"]

    minutes = survey.limits["coffee_minutes"]
    middle = (starts + ends) // 2 // 15 * 15
    new = remedies.new_stop(day, middle, minutes, ComponentKind.MEAL)
    sentence = N_("Add coffee from %(starts)s to %(ends)s.")
    return Problem(
        "no_coffee",
        Severity.HINT,
        N_("Day %(day)d: nothing to drink from %(since)s to %(until)s."),
        remedies.offered(
            remedies.added(survey, sentence, new, gone, [(starts, ends)]),
            WayOut(N_("Add a pause for coffee, or ask the host to serve it.")),
        ),
        {"day": day, "since": Clock(starts), "until": Clock(ends)},
        day=day,
    )
