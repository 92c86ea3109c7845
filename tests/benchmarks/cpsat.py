"""The same problems for another solver: Google's CP-SAT, as an oracle for the planner.

Written for what `planner_cases` makes: one slot list for each visit, hotels, one lunch a day where
the group is, a cap of driving, and visits long enough to be breaks themselves.
"""

import importlib
import importlib.util
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

START, END = "start", "end"


def present() -> bool:
    return importlib.util.find_spec("ortools") is not None


@dataclass(frozen=True)
class Result:
    score: int
    bound: float
    proven: bool
    seconds: float


def solve(problem: Json, *, seconds: float) -> Result:
    """With one worker, for so many seconds at most."""
    cp_model = importlib.import_module("ortools.sat.python.cp_model")
    model = cp_model.CpModel()
    days = [Day(model, problem, day) for day in range(len(problem["days"]))]
    visited = {
        visit["id"]: [day.present[visit["id"]] for day in days if visit["id"] in day.present]
        for visit in problem["visits"]
    }
    for choices in visited.values():
        model.add_at_most_one(choices)
    model.maximize(
        sum(
            visit["score"] * choice
            for visit in problem["visits"]
            for choice in visited[visit["id"]]
        )
    )
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    return Result(
        round(solver.objective_value),
        solver.best_objective_bound,
        status == cp_model.OPTIMAL,
        solver.wall_time,
    )


class Day:
    """The variables and rules of one day."""

    def __init__(self, model: Any, problem: Json, day: int) -> None:
        self.model = model
        self.hours = problem["days"][day]
        self.places = {place: number for number, place in enumerate(problem["travel"]["places"])}
        self.minutes = problem["travel"]["minutes"]
        self.limits = problem["limits"]
        (self.meal,) = [meal for meal in problem["meals"] if meal["day"] == day]
        self.visits = {
            visit["id"]: visit
            for visit in problem["visits"]
            if any(window["day"] == day for window in visit["windows"])
        }
        self.present = {id: model.new_bool_var("") for id in self.visits}
        self.lunch = model.new_int_var(self.meal["earliest"], self.meal["latest"], "")
        self.eats: list[Any] = []
        #: When the group comes and when it is ready to leave.
        self.comes: dict[str, Any] = {}
        self.leaves: dict[str, Any] = {}
        for id, visit in self.visits.items():
            self.add_visit(id, visit, day)
        self.add_ends()
        model.add_exactly_one(self.eats)
        self.add_ways()

    def time(self) -> Any:
        return self.model.new_int_var(self.hours["start"], self.hours["end"], "")

    def add_visit(self, id: str, visit: Json, day: int) -> None:
        model, present = self.model, self.present[id]
        begins, self.comes[id], self.leaves[id] = self.time(), self.time(), self.time()
        slots = []
        for window in visit["windows"]:
            if window["day"] == day:
                slot = model.new_bool_var("")
                model.add(begins >= window["earliest"]).only_enforce_if(slot)
                model.add(begins <= window["latest"]).only_enforce_if(slot)
                slots.append(slot)
        model.add_bool_or(slots).only_enforce_if(present)
        before, after = model.new_bool_var(""), model.new_bool_var("")
        for eats in (before, after):
            model.add_implication(eats, present)
        self.eats += [before, after]
        length = visit["minutes"]
        model.add(begins >= self.comes[id])
        model.add(self.leaves[id] >= begins + length).only_enforce_if(present)
        model.add(self.lunch >= self.comes[id]).only_enforce_if(before)
        model.add(begins >= self.lunch + self.meal["minutes"]).only_enforce_if(before)
        model.add(self.lunch >= begins + length).only_enforce_if(after)
        model.add(self.leaves[id] >= self.lunch + self.meal["minutes"]).only_enforce_if(after)

    def add_ends(self) -> None:
        first, last = self.model.new_bool_var(""), self.model.new_bool_var("")
        self.leaves[START], self.comes[END] = self.time(), self.time()
        length = self.meal["minutes"]
        self.model.add(self.leaves[START] >= self.lunch + length).only_enforce_if(first)
        self.model.add(self.lunch >= self.comes[END]).only_enforce_if(last)
        self.model.add(self.lunch + length <= self.hours["end"]).only_enforce_if(last)
        self.eats += [first, last]

    def add_ways(self) -> None:
        """One round through the visits that are in; the day's two ends are node 0."""
        numbers = {id: number for number, id in enumerate(self.visits, start=1)}
        arcs = [(number, number, ~self.present[id]) for id, number in numbers.items()]
        driving = []
        for one in (START, *self.visits):
            for other in (*self.visits, END):
                if one == other:
                    continue
                way = self.model.new_bool_var("")
                drive = self.drive(one, other)
                arcs.append((numbers.get(one, 0), numbers.get(other, 0), way))
                self.model.add(self.comes[other] >= self.leaves[one] + drive).only_enforce_if(way)
                driving.append(drive * way)
                if drive > self.limits["driving_break"][0]:
                    self.model.add(way == 0)
        self.model.add_circuit(arcs)
        self.model.add(sum(driving) <= self.limits["driving_minutes_per_day"])

    def drive(self, one: str, other: str) -> int:
        row = self.places[self.hours["from"] if one == START else self.visits[one]["place"]]
        column = self.places[self.hours["to"] if other == END else self.visits[other]["place"]]
        return int(self.minutes[row][column])
