"""Whether there is time for the ways, and a place for the coach."""

from collections.abc import Iterator

from tourbook.core.languages import N_
from tourbook.directory.models import TravelMode
from tourbook.packages.rules.checks import obstacles, remedies
from tourbook.packages.rules.checks.problems import Length, Problem, Severity, WayOut
from tourbook.packages.rules.checks.survey import Survey
from tourbook.packages.rules.outline import DAY_MINUTES
from tourbook.packages.rules.travel import Transfer

#: A free text is not made shorter than this.
SHORTEST = 15


def short_of_time(survey: Survey) -> Iterator[Problem]:
    for way, weight in obstacles.too_short(survey):
        yield late_start(survey, way) if way.before.is_night else too_short(survey, way, weight)


def too_short(survey: Survey, way: Transfer, weight: Severity) -> Problem:
    def gone(after: Survey) -> bool:
        return not any(same(way, each) for each, _weight in obstacles.too_short(after))

    before, after = way.before, way.after
    return Problem(
        "transfer_too_short",
        weight,
        SENTENCES[way.mode],
        remedies.offered(
            remedies.either_moved(survey, after, before, gone),
            ended_earlier(survey, way, gone),
            remedies.opening(
                N_("Write down how long the way really takes, if you know it better."), "travel"
            ),
        ),
        {
            "first": before.title,
            "second": after.title,
            "needed": Length(way.leg.minutes),
            "given": Length(max(0, way.available)),
        },
        (before.id, after.id),
        (before.lineage, after.lineage),
    )


SENTENCES = {
    TravelMode.COACH: N_(
        "The coach takes %(needed)s from %(first)s to %(second)s; there are %(given)s for it."
    ),
    TravelMode.MINIBUS: N_(
        "The minibus takes %(needed)s from %(first)s to %(second)s; there are %(given)s for it."
    ),
    TravelMode.WALK: N_(
        "The walk from %(first)s to %(second)s takes %(needed)s; there are %(given)s for it."
    ),
}


def same(one: Transfer, other: Transfer) -> bool:
    return (one.before.id, one.after.id) == (other.before.id, other.after.id)


def ended_earlier(survey: Survey, way: Transfer, gone: remedies.Gone) -> WayOut | None:
    """The stop before ends in time, if enough is left of it."""
    before = way.before
    ends = before.ends - (way.leg.minutes - way.available)
    least = before.offer.duration if before.offer else SHORTEST
    if ends - before.starts < least:
        return None
    return remedies.stretched(survey, before, ends, gone)


def late_start(survey: Survey, way: Transfer) -> Problem:
    """The night would have to end earlier than the programme says."""
    night, after = way.before, way.after

    def gone(changed: Survey) -> bool:
        return not any(same(way, each) for each, _weight in obstacles.too_short(changed))

    ends = after.span[0] - way.leg.minutes - (night.day - 1) * DAY_MINUTES
    ends -= after.span[0] - night.span[1] - way.available
    return Problem(
        "night_too_long",
        Severity.HINT if way.leg.minutes <= survey.limits["transfer_slack"] else Severity.WARNS,
        N_("%(second)s is %(needed)s away from %(first)s: the group must leave before it ends."),
        remedies.offered(
            remedies.stretched(survey, night, ends, gone) if ends > DAY_MINUTES else None,
            remedies.moved(survey, after, gone),
            WayOut(N_("Let the night end earlier, or begin the day later.")),
        ),
        {"first": night.title, "second": after.title, "needed": Length(way.leg.minutes)},
        (night.id, after.id),
        (night.lineage, after.lineage),
    )


def parking(survey: Survey) -> Iterator[Problem]:
    """Where the coach cannot stay, the driver needs to know where to go: once for each day."""
    for day in survey.days:
        there = {
            way.after.spot.id: way.after
            for way in survey.ways
            if way.after.day == day
            and way.mode is TravelMode.COACH
            and way.leg.minutes > 0
            and way.after.spot is not None
            and not way.after.spot.coach_parking
        }
        if not there:
            continue
        names = tuple(stop.spot.name for stop in there.values() if stop.spot is not None)
        yield Problem(
            "no_coach_parking",
            Severity.HINT,
            N_("Day %(day)d: a coach cannot be left at %(places)s."),
            [WayOut(N_("Agree with the driver where the group gets off and where to wait."))],
            {"day": day, "places": names},
            tuple(stop.id for stop in there.values()),
            day=day,
        )
