"""The planner's problem and answers as JSON: kept with a search, and handed between processes."""

from typing import Any

from tourbook.packages.rules.planner.answer import Answer, Demand, LeftOut, Progress, Status
from tourbook.packages.rules.planner.problem import Day, Limits, Meal, Problem, Slot, Visit
from tourbook.packages.rules.planner.timing import DaySchedule, Event


def problem_to_json(problem: Problem) -> dict[str, Any]:
    limits = problem.limits
    return {
        "days": [[day.start, day.end, day.origin, day.target] for day in problem.days],
        "visits": [visit_to_json(visit) for visit in problem.visits],
        "places": list(problem.places),
        "travel": [list(row) for row in problem.travel],
        "meals": [
            [meal.day, meal.earliest, meal.latest, meal.minutes, meal.place]
            for meal in problem.meals
        ],
        "limits": [limits.seconds, limits.driving, limits.stretch, limits.rest, limits.budget],
        "scales": [problem.scale, problem.score_scale],
    }


def visit_to_json(visit: Visit) -> dict[str, Any]:
    return {
        "id": visit.id,
        "place": visit.place,
        "minutes": visit.minutes,
        "score": visit.score,
        "windows": [[list(window) for window in windows] for windows in visit.windows],
        "must": visit.must,
        "groups": list(visit.groups),
        "slots": None
        if visit.slots is None
        else [[slot.day, slot.earliest, slot.latest, slot.key] for slot in visit.slots],
        "cost": visit.cost,
        "previous": list(visit.previous) if visit.previous else None,
    }


def problem_from_json(kept: dict[str, Any]) -> Problem:
    scale, score_scale = kept["scales"]
    return Problem(
        days=tuple(Day(*day) for day in kept["days"]),
        visits=tuple(visit_from_json(visit) for visit in kept["visits"]),
        places=tuple(kept["places"]),
        travel=tuple(tuple(row) for row in kept["travel"]),
        meals=tuple(Meal(*meal) for meal in kept["meals"]),
        limits=Limits(*kept["limits"]),
        scale=scale,
        score_scale=score_scale,
    )


def visit_from_json(kept: dict[str, Any]) -> Visit:
    slots, previous = kept["slots"], kept["previous"]
    return Visit(
        id=kept["id"],
        place=kept["place"],
        minutes=kept["minutes"],
        score=kept["score"],
        windows=tuple(tuple((low, high) for low, high in windows) for windows in kept["windows"]),
        must=kept["must"],
        groups=tuple(kept["groups"]),
        slots=None if slots is None else tuple(Slot(*slot) for slot in slots),
        cost=kept["cost"],
        previous=(previous[0], previous[1]) if previous else None,
    )


def answer_to_json(answer: Answer) -> dict[str, Any]:
    return {
        "status": answer.status.value,
        "days": [
            [
                schedule.driven,
                [[e.place, e.start, e.minutes, e.visit, e.meal] for e in schedule.events],
            ]
            for schedule in answer.schedules
        ],
        "score": answer.score,
        "bound": answer.bound,
        "left_out": [
            [one.visit, one.code, one.sentence, dict(one.values), list(one.displaced)]
            for one in answer.left_out
        ],
        "conflict": [
            [one.code, one.sentence, dict(one.values), one.visit, one.day]
            for one in answer.conflict
        ],
        "seconds": answer.seconds,
    }


def answer_from_json(kept: dict[str, Any]) -> Answer:
    return Answer(
        status=Status(kept["status"]),
        schedules=tuple(
            DaySchedule(
                tuple(
                    Event(place, start, minutes, ((start, start),), visit, meal)
                    for place, start, minutes, visit, meal in events
                ),
                driven,
            )
            for driven, events in kept["days"]
        ),
        score=kept["score"],
        bound=kept["bound"],
        left_out=tuple(
            LeftOut(visit, code, sentence, values, tuple(displaced))
            for visit, code, sentence, values, displaced in kept["left_out"]
        ),
        conflict=tuple(Demand(*demand) for demand in kept["conflict"]),
        seconds=kept["seconds"],
    )


def progress_to_json(progress: Progress) -> dict[str, Any]:
    return {
        "seconds": round(progress.seconds, 1),
        "stage": progress.stage.value,
        "score": progress.score,
        "bound": progress.bound,
    }
