"""What the version promises beside its items: what is learnt, what it costs, time to answer."""

from collections.abc import Iterator

from tourbook.core.languages import N_
from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules.checks import remedies
from tourbook.packages.rules.checks.problems import Problem, Severity, WayOut
from tourbook.packages.rules.checks.survey import Survey
from tourbook.packages.rules.outline import Goal, Stop
from tourbook.packages.rules.travel import Walk

#: Kinds of item in which a group can look back; visits after the last one there are none.
QUIET = frozenset({ComponentKind.PROGRAMME, ComponentKind.SIDE, ComponentKind.MEAL})


def objectives(survey: Survey) -> Iterator[Problem]:
    if not survey.outline.goals:
        sentence = N_("Add two to five learning objectives.")
        yield Problem(
            "no_objectives",
            Severity.WARNS,
            N_("Nothing says yet what participants learn, so the report cannot tell it either."),
            [remedies.opening(sentence, "objectives")],
        )
    mains = {stop.id for stop in survey.outline.running if not stop.optional}
    for goal in survey.outline.goals:
        if not goal.stop_ids:
            yield unserved(goal)
        elif not goal.stop_ids & mains:
            yield optional_only(goal)


def unserved(goal: Goal) -> Problem:
    sentence = N_("Tick the items that serve it, or remove the objective.")
    return Problem(
        "objective_unserved",
        Severity.BLOCKS,
        N_("No item serves the objective %(code)s."),
        [remedies.opening(sentence, "objectives")],
        {"code": goal.code},
        objective=goal.code,
    )


def optional_only(goal: Goal) -> Problem:
    sentence = N_("Let an item that everybody attends serve it too.")
    return Problem(
        "objective_optional",
        Severity.HINT,
        N_("Only optional items serve the objective %(code)s."),
        [remedies.opening(sentence, "objectives")],
        {"code": goal.code},
        objective=goal.code,
    )


def unanchored(survey: Survey) -> Iterator[Problem]:
    """One hint for all objectives of which nobody wrote what the answers mean."""
    codes = tuple(goal.code for goal in survey.outline.goals if not goal.anchored)
    if codes:
        sentence = N_("Write what 1, 3 and 5 mean for them, in words of behaviour.")
        yield Problem(
            "objectives_unanchored",
            Severity.HINT,
            N_("The answers on %(codes)s cannot be compared: their scales have no words."),
            [remedies.opening(sentence, "objectives")],
            {"codes": codes},
        )


def idle(survey: Survey) -> Iterator[Problem]:
    """Visits that serve no objective, told once for each day."""
    served = {stop for goal in survey.outline.goals for stop in goal.stop_ids}
    if not served:
        return
    sentence = N_("Tick what they serve, or ask what they are for.")
    for day, stops in survey.days.items():
        visits = [stop for stop in stops if is_visit(stop) and stop.id not in served]
        if visits:
            yield Problem(
                "item_without_objective",
                Severity.HINT,
                N_("Day %(day)d: no objective is served by %(items)s."),
                [remedies.opening(sentence, "objectives")],
                {"day": day, "items": tuple(stop.title for stop in visits)},
                tuple(stop.id for stop in visits),
                day=day,
            )


def is_visit(stop: Stop) -> bool:
    return stop.kind is ComponentKind.PROGRAMME and stop.offer is not None


def prices_missing(survey: Survey) -> Iterator[Problem]:
    sentence = N_("Add a price row for these sizes, or change the party of this version.")
    for first, last in survey.outline.priceless:
        yield Problem(
            "price_missing",
            Severity.BLOCKS,
            N_("Groups of %(first)d to %(last)d have no price."),
            [remedies.opening(sentence, "prices")],
            {"first": first, "last": last},
            part=f"{first}-{last}",
        )


def feedback(survey: Survey) -> Iterator[Problem]:
    """Time to answer the questions after the last visit, before the group gets on its way."""
    hurried = leaving_at_once(survey)
    if hurried is None:
        return

    def gone(after: Survey) -> bool:
        return leaving_at_once(after) is None

    minutes = survey.limits["feedback_minutes"]
    new = remedies.new_stop(hurried.day, hurried.ends, minutes, ComponentKind.PROGRAMME)
    sentence = N_("Add time for feedback from %(starts)s to %(ends)s.")
    window = (hurried.ends, survey.frames[hurried.day].ends)
    yield Problem(
        "no_feedback_time",
        Severity.HINT,
        N_("There is no time for feedback after %(item)s, before the group leaves."),
        remedies.offered(
            remedies.added(survey, sentence, new, gone, [window]),
            WayOut(N_("Let the last visit end earlier, or ask on the way.")),
        ),
        {"item": hurried.title},
        (hurried.id,),
        day=hurried.day,
    )


def leaving_at_once(survey: Survey) -> Stop | None:
    """The last visit of the last day, where a track has no time to answer after it."""
    for walk in survey.walks:
        last = last_visit(walk, survey.outline.frames[-1].number) if survey.outline.frames else None
        if last is not None and not time_after(walk, last, survey.limits["feedback_minutes"]):
            return last
    return None


def last_visit(walk: Walk, day: int) -> Stop | None:
    visits = [stop for stop in walk.stops if stop.day == day and is_visit(stop)]
    return max(visits, key=lambda stop: (stop.ends, stop.id), default=None)


def time_after(walk: Walk, visit: Stop, minutes: int) -> bool:
    """Something else than a visit or a way follows, or so much time is free before the last way.

    A group that stays for another night has the evening.
    """
    todays = [stop for stop in walk.stops if stop.day == visit.day]
    rest = [stop for stop in todays if stop.starts >= visit.ends and not stop.is_night]
    if any(stop.kind in QUIET and stop.minutes >= minutes for stop in rest):
        return True
    if any(stop.is_night for stop in todays):
        return True
    ways = {way.after.id: way.leg.minutes for way in walk.transfers if not way.carried}
    before = visit.ends
    for stop in rest:
        free = stop.starts - ways.get(stop.id, 0) - before
        if free >= minutes:
            return True
        before = max(before, stop.ends)
    return False
