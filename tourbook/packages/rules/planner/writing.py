"""The JSON format of an answer.

Besides what the format names: `meals` (day, start, minutes and place of each), `driving` (minutes
of each day), and for an impossible problem `conflict`, a smallest set of demands that cannot hold
together. `left_out` and `conflict` carry a code, a sentence and the values that it names.
"""

from typing import Any

from tourbook.packages.rules.planner.answer import Answer
from tourbook.packages.rules.planner.problem import Problem
from tourbook.packages.rules.planner.timing import DaySchedule

Json = dict[str, Any]


def written(problem: Problem, answer: Answer) -> Json:
    said: Json = {
        "status": str(answer.status),
        "score": None if answer.score is None else problem.points(answer.score),
        "bound": None if answer.bound is None else problem.points(answer.bound),
        "days": [
            [
                {"id": problem.visits[visit].id, "start": problem.minutes(start)}
                for visit, start in schedule.stops
            ]
            for schedule in answer.schedules
        ],
        "left_out": [
            {
                "id": problem.visits[left.visit].id,
                "reason": left.code,
                "sentence": left.sentence % left.values,
                **left.values,
            }
            for left in answer.left_out
        ],
        "seconds": round(answer.seconds, 3),
    }
    if answer.conflict:
        said["conflict"] = [
            {"demand": one.code, "sentence": one.sentence % one.values, **one.values}
            for one in answer.conflict
        ]
    if problem.meals and answer.schedules:
        said["meals"] = [
            meal
            for day, schedule in enumerate(answer.schedules)
            for meal in meals_of(problem, day, schedule)
        ]
    if answer.schedules:
        said["driving"] = [problem.minutes(schedule.driven) for schedule in answer.schedules]
    return said


def meals_of(problem: Problem, day: int, schedule: DaySchedule) -> list[Json]:
    return [
        {
            "day": day,
            "start": problem.minutes(event.start),
            "minutes": problem.minutes(event.minutes),
            "place": problem.places[event.place],
        }
        for event in schedule.events
        if event.meal is not None
    ]
