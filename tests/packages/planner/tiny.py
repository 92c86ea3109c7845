"""Tiny problems with everything in them, for trying all plans."""

from typing import Any

from hypothesis import strategies as st

Json = dict[str, Any]
PLACES = ("a", "b", "c", "d")
#: Days are this long, so that minutes can be tried one by one.
LENGTH = 20


@st.composite
def problems(draw: st.DrawFn, *, most_visits: int = 5, days: int = 2, musts: int = 0) -> Json:
    count = draw(st.integers(1, days))
    musts = max(musts, draw(st.sampled_from((0, 0, 1))))
    return {
        "days": [day(draw) for _ in range(count)],
        "visits": [
            visit(draw, number, count, must=number < musts)
            for number in range(draw(st.integers(1, most_visits)))
        ],
        "travel": {
            "places": list(PLACES),
            "minutes": [
                [0 if row == column else draw(st.integers(1, 9)) for column in PLACES]
                for row in PLACES
            ],
        },
        "meals": [meal(draw, number % count) for number in range(draw(st.integers(0, 2)))],
        "limits": limits(draw),
    }


def day(draw: st.DrawFn) -> Json:
    start = draw(st.integers(0, 3))
    return {
        "start": start,
        "end": start + draw(st.integers(8, LENGTH)),
        "from": draw(st.sampled_from(PLACES)),
        "to": draw(st.sampled_from(PLACES)),
    }


def visit(draw: st.DrawFn, number: int, days: int, *, must: bool) -> Json:
    made: Json = {
        "id": f"v{number}",
        "place": draw(st.sampled_from(PLACES)),
        "minutes": draw(st.integers(1, 7)),
        "score": draw(st.integers(0, 6)),
        "must": must,
        "group": draw(st.sampled_from((None, None, None, "g", ["g", "h"], "h"))),
        "cost": draw(st.integers(0, 3)),
    }
    if draw(st.integers(0, 4)):
        made["windows"] = [window(draw, days) for _ in range(draw(st.integers(1, 3)))]
    return made


def window(draw: st.DrawFn, days: int) -> Json:
    earliest = draw(st.integers(0, LENGTH - 2))
    return {
        "day": draw(st.integers(0, days - 1)),
        "earliest": earliest,
        "latest": earliest + draw(st.integers(0, 9)),
    }


def meal(draw: st.DrawFn, day: int) -> Json:
    earliest = draw(st.integers(2, 11))
    made: Json = {
        "day": day,
        "earliest": earliest,
        "latest": earliest + draw(st.integers(0, 8)),
        "minutes": draw(st.integers(1, 4)),
    }
    if draw(st.integers(0, 3)) == 0:
        made["place"] = draw(st.sampled_from(PLACES))
    return made


def limits(draw: st.DrawFn) -> Json:
    made: Json = {"seconds": 10}
    if draw(st.booleans()):
        made["driving_minutes_per_day"] = draw(st.integers(4, 24))
    if draw(st.integers(0, 2)):
        made["driving_break"] = [draw(st.integers(4, 12)), draw(st.integers(2, 6))]
    if draw(st.booleans()):
        made["budget"] = draw(st.integers(0, 8))
    return made
