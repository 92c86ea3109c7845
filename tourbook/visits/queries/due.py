"""What is due over all departures, as things that somebody has to do."""

from datetime import date

from tourbook.visits.queries.deadlines import Head, trips_ahead
from tourbook.visits.rules.deadlines import SOON, owed
from tourbook.visits.rules.tasks import Task, tasks


def due_this_week(today: date) -> list[tuple[Head, Task]]:
    """Open tasks of departures to come that are late or due within a week, the earliest first."""
    until = today + SOON
    found: list[tuple[Head, Task]] = []
    for trip in trips_ahead(today, until):
        found.extend(
            (trip.head, task) for task in tasks(owed(trip.sites, trip.groups, today, until))
        )
    return sorted(found, key=lambda one: (one[1].day, one[0].first_day, one[0].id))
