"""Whether hosts are asked in time if the visit begins on the day that is on trial."""

from collections.abc import Iterator
from datetime import date, timedelta

from tourbook.core.languages import N_
from tourbook.packages.rules.checks import remedies
from tourbook.packages.rules.checks.problems import Problem, Severity
from tourbook.packages.rules.checks.survey import Survey
from tourbook.packages.rules.outline import Outline, Stop


def lead_times(survey: Survey) -> Iterator[Problem]:
    """Told once for each day; a trial day that is over is told instead of all of them."""
    outline = survey.outline
    if outline.first_day is None:
        return
    if outline.first_day < outline.today:
        yield trial_is_over(outline.first_day)
        return
    for frame in outline.frames:
        left = (outline.first_day - outline.today).days + frame.number - 1
        late = [stop for stop in survey.days[frame.number] if asked_by(stop) > left]
        if late:
            yield too_late(outline, frame.number, late, left)


def asked_by(stop: Stop) -> int:
    return stop.offer.ask_by_days if stop.offer is not None else 0


def first_in_time(outline: Outline) -> date:
    """The first day on which the visit could begin with every host asked in time."""
    days = [asked_by(stop) - (stop.day - 1) for stop in outline.running]
    return outline.today + timedelta(days=max([0, *days]))


def too_late(outline: Outline, day: int, stops: list[Stop], left: int) -> Problem:
    first = first_in_time(outline)
    return Problem(
        "asked_too_late",
        Severity.WARNS,
        N_("Day %(day)d is in %(left)d days, but these hosts want more time: %(items)s."),
        [remedies.opening(N_("Begin on %(trial_day)s or later."), "settings", trial_day=first)],
        {"day": day, "left": left, "items": tuple(stop.title for stop in stops)},
        tuple(stop.id for stop in stops),
        day=day,
    )


def trial_is_over(day: date) -> Problem:
    return Problem(
        "trial_is_over",
        Severity.HINT,
        N_("The day on trial, %(date)s, is over."),
        [remedies.opening(N_("Put a day to come on trial."), "settings")],
        {"date": day},
    )
