"""When somebody is reminded of what he owes: a few times before the day, and once when it is late.

Who asks too often is not read any more, so each step is told once.
"""

from datetime import date

from tourbook.visits.rules.tasks import Task

#: Days before the last day on which a reminder is due, the first first.
STEPS = (14, 7, 3, 1)
LATE = "late"


def step_of(day: date, today: date) -> str | None:
    """The last step that has been reached; None while the day is more than two weeks away."""
    left = (day - today).days
    if left < 0:
        return LATE
    reached = [step for step in STEPS if left <= step]
    return str(reached[-1]) if reached else None


def event_of(task: Task, today: date) -> str | None:
    """What tells this reminder from every other: the same task is told once at each step.

    A day that is moved is told anew.
    """
    step = step_of(task.day, today)
    if step is None:
        return None
    whose = "/".join(
        str(part)
        for part in (
            task.group.id if task.group else "",
            task.person.id if task.person else "",
            "" if task.group else task.stops[0].key,
        )
    )
    return f"{task.what}:{task.owner}:{whose}:{task.day}:{step}"
