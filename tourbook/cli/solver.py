"""The planner as a process of its own: `python -m tourbook.cli.solver [NICENESS]`.

A search may take hundreds of megabytes and all of a core, which neither a web process nor the
worker shall ever hold. Each line of standard input is a problem, or the word `stop`; each line of
standard output is progress, or the answers. It ends when its input does, so it never outlives
whoever started it, however they ended. A word to end that the whole group of processes is given
is for whoever started it to answer: they may want the best so far.
"""

import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any, TextIO

from tourbook.packages.rules.planner import solve
from tourbook.packages.rules.planner.answer import Progress
from tourbook.packages.rules.proposing import carrying

STOP = "stop"


class Listener:
    """Hears the next problem, a stop, and the end of the input while a search runs."""

    def __init__(self, lines: TextIO) -> None:
        self.lines = lines
        self.problems: queue.Queue[dict[str, Any]] = queue.Queue()
        self.stopped = threading.Event()
        threading.Thread(target=self.listen, name="listener", daemon=True).start()

    def listen(self) -> None:
        for line in self.lines:
            if line.strip() == STOP:
                self.stopped.set()
            else:
                self.problems.put(json.loads(line))
        os._exit(0)


def say(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def tell_of(listener: Listener) -> Callable[[Progress], bool]:
    def tell(progress: Progress) -> bool:
        say({"progress": carrying.progress_to_json(progress)})
        return not listener.stopped.is_set()

    return tell


def answer(asked: dict[str, Any], listener: Listener) -> None:
    problem = carrying.problem_from_json(asked["problem"])
    answers = solve.propose(problem, count=asked["count"], progress=tell_of(listener))
    say({"answers": [carrying.answer_to_json(each) for each in answers]})


def main() -> None:
    os.nice(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    listener = Listener(sys.stdin)
    while True:
        answer(listener.problems.get(), listener)


if __name__ == "__main__":
    main()
