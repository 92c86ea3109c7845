"""Asking the planner, which runs in a process of its own that ends with whoever asks."""

import json
import logging
import selectors
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from tourbook.packages.rules.planner.answer import Answer
from tourbook.packages.rules.planner.problem import Problem
from tourbook.packages.rules.proposing import carrying

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "tourbook.cli.solver")
#: Seconds beyond its time that an answer is waited for: it must load, and give its reasons.
GRACE = 60.0
#: How often the asker is told that time passes, though the planner says nothing.
TICK = 0.2
READ_BYTES = 1 << 16

#: Told how the search goes, or None while there is nothing new; False stops it.
Tell = Callable[[dict[str, Any] | None], bool]


class SolverDied(Exception):
    """The planner's process ended, or gave no answer in its time."""


class Solver:
    """One process for several problems, one after the other. Use as a context.

    `niceness` as the system knows it: how readily the process lets others go first.
    """

    def __init__(self, *, niceness: int = 0) -> None:
        self.process = subprocess.Popen(  # noqa: S603
            (*COMMAND, str(niceness)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=False
        )
        self.unread = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def propose(self, problem: Problem, *, count: int, tell: Tell) -> Sequence[Answer]:
        """The best answers, the best first.

        Raises:
            SolverDied: there will be none.
        """
        asked = {"problem": carrying.problem_to_json(problem), "count": count}
        self.say(json.dumps(asked))
        deadline = time.monotonic() + problem.limits.seconds + GRACE
        stopped = False
        while True:
            told = self.next_line()
            if told is not None and "answers" in told:
                return [carrying.answer_from_json(each) for each in told["answers"]]
            if time.monotonic() > deadline:
                raise SolverDied("The planner gave no answer in its time.")
            if not tell(told["progress"] if told else None) and not stopped:
                self.say("stop")
                stopped = True

    def say(self, line: str) -> None:
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(line.encode() + b"\n")
            self.process.stdin.flush()
        except OSError as error:
            raise SolverDied("The planner's process has ended.") from error

    def next_line(self) -> dict[str, Any] | None:
        """What the planner says next; None when it says nothing for a moment."""
        assert self.process.stdout is not None
        if b"\n" not in self.unread:
            with selectors.DefaultSelector() as selector:
                selector.register(self.process.stdout, selectors.EVENT_READ)
                if not selector.select(TICK):
                    return None
            read = self.process.stdout.read1(READ_BYTES)  # type: ignore[attr-defined]
            if not read:
                raise SolverDied("The planner's process has ended.")
            self.unread += read
        line, newline, rest = self.unread.partition(b"\n")
        if not newline:
            return None
        self.unread = rest
        told: dict[str, Any] = json.loads(line)
        return told
