"""Problem files that are wrong: the exact place and a sentence; and their twins that are right."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from tourbook.core.refused import Refused
from tourbook.packages.rules.planner.reading import problem_of

Json = dict[str, Any]

GOOD: Json = {
    "days": [{"start": 480, "end": 1080, "from": "hotel", "to": "hotel"}],
    "visits": [
        {
            "id": "a",
            "place": "p1",
            "minutes": 60,
            "score": 10,
            "must": False,
            "group": None,
            "windows": [{"day": 0, "earliest": 540, "latest": 600}],
        },
        {"id": "b", "place": "p1", "minutes": 30, "score": 2.5, "group": ["g", "h"]},
    ],
    "travel": {"places": ["hotel", "p1"], "minutes": [[0, 12], [12.5, 0]]},
    "meals": [{"day": 0, "earliest": 660, "latest": 840, "minutes": 45}],
    "limits": {"seconds": 5, "driving_minutes_per_day": 540, "driving_break": [270, 45]},
}

Damage = Callable[[Json], object]


def put(*path: str | int, to: Any) -> Damage:
    """Set what stands at a path."""

    def damage(problem: Json) -> None:
        inside: Any = problem
        for step in path[:-1]:
            inside = inside[step]
        inside[path[-1]] = to

    return damage


def drop(*path: str | int) -> Damage:
    def damage(problem: Json) -> None:
        inside: Any = problem
        for step in path[:-1]:
            inside = inside[step]
        del inside[path[-1]]

    return damage


def refusal_of(text: str) -> str:
    with pytest.raises(Refused) as caught:
        problem_of(text)
    return str(caught.value)


def test_a_good_problem_is_read() -> None:
    problem = problem_of(json.dumps(GOOD))

    first, second = problem.visits
    assert (first.minutes, first.score, first.windows) == (600, 100, (((5400, 6000),),))
    assert (second.score, second.groups, second.slots) == (25, ("g", "h"), None)
    assert (problem.scale, problem.score_scale, problem.rounding) == (10, 10, 1)
    assert problem.travel == ((0, 120), (125, 0))
    assert (problem.limits.stretch, problem.limits.rest) == (2700, 450)


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (
            put("dayz", to=[]),
            "dayz: There is no such key. The keys here are days, visits",
        ),
        (drop("travel"), 'problem: The key "travel" is missing.'),
        (put("days", to=[]), "days: There must be at least one day."),
        (put("days", to={}), 'days: This must be a list, written in "[" and "]".'),
        (put("days", 0, to=7), 'days[0]: This must be an object, written in "{" and "}".'),
        (put("days", 0, "start", to=-1), "days[0].start: This must not be negative."),
        (put("days", 0, "start", to="8:00"), "days[0].start: This must be a number."),
        (put("days", 0, "end", to=True), "days[0].end: This must be a number."),
        (put("days", 0, "start", to=1e9), "days[0].start: This must be 144,000 at most."),
        (put("days", 0, "start", to=1081), "days[0].start: This lies after days[0].end."),
        (put("days", 0, "from", to="x"), 'days[0].from: There is no place "x" in travel.places.'),
        (put("visits", 1, "id", to="a"), 'visits[1].id: Another visit has the id "a".'),
        (put("visits", 1, "id", to=" "), "visits[1].id: This must be a text that is not empty."),
        (put("visits", 1, "place", to="x"), 'visits[1].place: There is no place "x" in travel'),
        (put("visits", 1, "minutes", to=-5), "visits[1].minutes: This must not be negative."),
        (put("visits", 1, "score", to=None), "visits[1].score: This must be a number."),
        (put("visits", 1, "must", to="no"), "visits[1].must: This must be true or false."),
        (put("visits", 1, "group", to=5), "visits[1].group: This must be null, a text or a list"),
        (put("visits", 1, "group", to=[5]), "visits[1].group[0]: This must be a text that is"),
        (put("visits", 1, "cost", to=1.5), "visits[1].cost: This must be a whole number."),
        (put("visits", 1, "colour", to=1), "visits[1].colour: There is no such key."),
        (
            put("visits", 0, "windows", 0, "day", to=1),
            "visits[0].windows[0].day: There is no day 1. The days are numbered from 0 to 0.",
        ),
        (
            put("visits", 0, "windows", 0, "day", to=0.5),
            "visits[0].windows[0].day: This must be a whole number.",
        ),
        (
            put("visits", 0, "windows", 0, "earliest", to=601),
            "visits[0].windows[0].earliest: This lies after visits[0].windows[0].latest.",
        ),
        (drop("visits", 0, "windows", 0, "latest"), 'visits[0].windows[0]: The key "latest" is'),
        (put("travel", "minutes", to=[[0]]), "travel.minutes: There are 1 entries for 2 places."),
        (put("travel", "minutes", 1, to=[1]), "travel.minutes[1]: There are 1 entries for 2"),
        (put("travel", "minutes", 1, 0, to=-3), "travel.minutes[1][0]: This must not be negative."),
        (put("travel", "minutes", 1, 1, to=3), "travel.minutes[1][1]: From a place to itself"),
        (
            put("travel", "places", to=["p1", "p1"]),
            'travel.places[1]: The place "p1" stands',
        ),
        (put("meals", 0, "day", to=3), "meals[0].day: There is no day 3."),
        (
            put("meals", 0, "earliest", to=900),
            "meals[0].earliest: This lies after meals[0]",
        ),
        (put("meals", to=GOOD["meals"] * 5), "meals[4].day: A day can have 4 meals at most."),
        (put("limits", "driving_break", to=[270]), "limits.driving_break: This must be two"),
        (put("limits", "driving_break", to=[1, 2, 3]), "limits.driving_break: There are 3 numbers"),
        (put("limits", "speed", to=80), "limits.speed: There is no such key."),
        (put("limits", "seconds", to=-1), "limits.seconds: This must not be negative."),
        (put("limits", "budget", to=-1), "limits.budget: This must not be negative."),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(damage: Damage, sentence: str) -> None:
    problem = copy.deepcopy(GOOD)
    damage(problem)

    assert refusal_of(json.dumps(problem)).startswith(sentence)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "line 1: This is not JSON."),
        ("{\n\n'a': 1}", "line 3: This is not JSON."),
        ("[" * 100_000, "problem: This is not JSON."),
        ("[1, 2]", 'problem: This must be an object, written in "{" and "}".'),
        ('{"days": 1, "days": 2}', 'problem: The key "days" stands twice in one object.'),
        ("1" * 5000, "problem: A number here is too long."),
        (
            r'{"days": ["\ud800"]}',
            r"problem: A text here holds half a letter (\ud800) and cannot be shown.",
        ),
        (
            r'{"\udc00": 1, "\udc00": 2}',
            r'problem: The key "\udc00" stands twice in one object.',
        ),
    ],
)
def test_what_is_no_problem_is_refused(text: str, sentence: str) -> None:
    assert refusal_of(text) == sentence


def test_a_letter_spelt_in_two_halves_is_whole() -> None:
    problem = copy.deepcopy(GOOD)
    problem["visits"][0]["id"] = "\N{FIRE ENGINE}"
    text = json.dumps(problem)

    assert r"\ud83d\ude92" in text
    assert problem_of(text).visits[0].id == "\N{FIRE ENGINE}"


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_are_none_are_refused(word: str) -> None:
    text = json.dumps(GOOD).replace('"score": 10', f'"score": {word}')

    assert refusal_of(text) == f"visits[0].score: {word} is not a number."


def test_huge_decimals_are_refused() -> None:
    text = json.dumps(GOOD).replace('"score": 10', '"score": 1e999999')

    assert refusal_of(text) == "visits[0].score: This must be 1,000,000 at most."


def test_a_hundred_thousand_visits_are_refused() -> None:
    visits = [
        {"id": str(number), "place": "p1", "minutes": 5, "score": 1} for number in range(10**5)
    ]

    said = refusal_of(json.dumps({**GOOD, "visits": visits}))

    assert said == ("visits: There are 100000 visits here. The planner takes 1000 at most.")


@pytest.mark.parametrize("group", [None, "g", ["g"], []])
def test_a_group_may_be_written_in_each_way(group: Any) -> None:
    problem = copy.deepcopy(GOOD)
    problem["visits"][1]["group"] = group

    assert problem_of(json.dumps(problem)).visits[1].groups in ((), ("g",))


@pytest.mark.parametrize("missing", ["meals", "limits"])
@pytest.mark.parametrize("null", [True, False])
def test_what_is_optional_may_be_missing_or_null(missing: str, null: bool) -> None:
    problem = copy.deepcopy(GOOD)
    damage = put(missing, to=None) if null else drop(missing)
    damage(problem)

    read = problem_of(json.dumps(problem))

    assert (read.meals, read.limits.seconds) == ((), 5) if missing == "meals" else read.meals


def test_noise_of_floating_numbers_is_no_decimal() -> None:
    problem = copy.deepcopy(GOOD)
    problem["travel"]["minutes"][1][0] = 0.1 + 0.2

    read = problem_of(json.dumps(problem))

    assert (read.scale, read.travel[1][0]) == (10, 3)


def test_travel_finer_than_a_millionth_is_rounded_up() -> None:
    problem = copy.deepcopy(GOOD)
    problem["travel"]["minutes"][1][0] = 12.00000005

    assert problem_of(json.dumps(problem)).travel[1][0] == 12_000_001
