"""A crowd: each person is a process of its own, and all press at the same moment.

Called as a program, so that the people are forked from a process that holds no threads and none
of the test's connections: `python -m tests.races.crowd PORT`, a JSON list of people on standard
input, a JSON list of what each saw on standard output.
"""

import json
import multiprocessing
import multiprocessing.synchronize
import subprocess
import sys
from dataclasses import asdict, dataclass
from http.client import HTTPConnection

from tests.servers import ask, cookie_after, hidden_fields

#: Forms fetched at the same time; the presses come all at once.
ARRIVING = 16


@dataclass(frozen=True)
class Person:
    """Opens `page`, fills in `form` and sends it to `target` (the page itself if empty)."""

    page: str
    form: dict[str, str]
    cookie: str = ""
    target: str = ""


@dataclass(frozen=True)
class Saw:
    status: int
    location: str
    body: str


def press(
    port: int,
    person: Person,
    arriving: multiprocessing.synchronize.Semaphore,
    everybody: multiprocessing.synchronize.Barrier,
    seen: "multiprocessing.SimpleQueue[dict[str, object]]",
) -> None:
    headers = {"Cookie": person.cookie} if person.cookie else {}
    with arriving:
        opened = ask(HTTPConnection("127.0.0.1", port, timeout=120), "GET", person.page,
                     headers=headers)  # fmt: skip
    cookie = cookie_after(opened, person.cookie)
    form = hidden_fields(opened.body) | person.form
    everybody.wait(timeout=120)
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    answer = ask(
        connection, "POST", person.target or person.page, headers={"Cookie": cookie}, form=form
    )
    seen.put(asdict(Saw(answer.status, answer.location, answer.body)))


def together(port: int, people: list[Person]) -> list[Saw]:
    """Let these people press at once; what each saw, in no order.

    Raises:
        subprocess.CalledProcessError: somebody saw nothing at all.
    """
    told = subprocess.run(
        [sys.executable, "-m", "tests.races.crowd", str(port)],
        input=json.dumps([asdict(person) for person in people]),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if told.returncode:
        raise RuntimeError(told.stderr)
    return [Saw(**saw) for saw in json.loads(told.stdout)]


def main() -> None:
    port = int(sys.argv[1])
    people = [Person(**person) for person in json.load(sys.stdin)]
    context = multiprocessing.get_context("fork")
    arriving = context.Semaphore(ARRIVING)
    everybody = context.Barrier(len(people))
    seen: multiprocessing.SimpleQueue[dict[str, object]] = context.SimpleQueue()
    processes = [
        context.Process(target=press, args=(port, person, arriving, everybody, seen))
        for person in people
    ]
    for process in processes:
        process.start()
    told = [seen.get() for _person in people]
    for process in processes:
        process.join()
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
