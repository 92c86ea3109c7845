"""Planning from a file: `tourbook plan PROBLEM.json`. Needs no database."""

import json
import sys
from pathlib import Path

from tourbook.cli.saying import complain, say
from tourbook.core.refused import Refused
from tourbook.packages.rules.planner.answer import Status
from tourbook.packages.rules.planner.reading import problem_of
from tourbook.packages.rules.planner.solve import prepare, solve
from tourbook.packages.rules.planner.writing import written

STANDARD_INPUT = "-"
NOTHING_TO_SAY = 1
WRONG_INPUT = 2


def plan(file: str, *, pretty: bool) -> int:
    """Say the answer as JSON.

    The exit status is 0 for any answer, also that there is no plan; 1 when the time was over
    before there was one; 2 when the problem cannot be read, with the place and a sentence.
    """
    try:
        problem = problem_of(text_of(file))
    except Refused as refusal:
        complain(str(refusal))
        return WRONG_INPUT
    except OSError as error:
        complain(f"{file}: {error.strerror}")
        return WRONG_INPUT
    answer = solve(problem)
    say(json.dumps(written(problem, answer), ensure_ascii=False, indent=2 if pretty else None))
    return NOTHING_TO_SAY if answer.status is Status.UNKNOWN else 0


def make_ready() -> int:
    prepare()
    say("Searches of wide problems are ready.")
    return 0


def text_of(file: str) -> str:
    raw = sys.stdin.buffer.read() if file == STANDARD_INPUT else Path(file).read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("%(at)s: This is not a text in UTF-8.", at="problem") from error
