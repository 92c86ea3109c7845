"""Times operations over a few connections, and reads what the server's processes used."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection

from tests.servers import Server

CONNECTIONS = 4
#: Each process has read its templates and opened its connections before anything is counted.
WARM_UP = 24


@dataclass(frozen=True)
class Figure:
    """What one kind of operation cost."""

    name: str
    count: int
    seconds: float
    p50_ms: float
    p99_ms: float
    #: CPU of the server's processes per operation, user and system.
    cpu_ms: float

    @property
    def per_second(self) -> float:
        return self.count / self.seconds


def figure(name: str, taken: list[float], *, seconds: float, cpu: float) -> Figure:
    """From the seconds that each operation took."""
    ordered = sorted(taken)
    count = len(ordered)
    return Figure(
        name=name,
        count=count,
        seconds=seconds,
        p50_ms=1000 * ordered[count // 2],
        p99_ms=1000 * ordered[min(count - 1, count * 99 // 100)],
        cpu_ms=1000 * cpu / count,
    )


@dataclass
class Timing:
    seconds: list[float] = field(default_factory=list)
    wrong: list[int] = field(default_factory=list)


#: One operation on an open connection; returns the status that it ended with.
Operation = Callable[[HTTPConnection, int], int]


def measure(
    name: str,
    server: Server,
    operation: Operation,
    *,
    count: int,
    expected: int,
    connections: int = CONNECTIONS,
) -> Figure:
    """Do the operation `count` times over a few connections at once, after a warm-up.

    Raises:
        SystemExit: an answer had another status than `expected`.
    """
    given = {"expected": expected, "connections": connections}
    perform(name, server, operation, count=WARM_UP, **given)
    return perform(name, server, operation, count=count, **given)


def perform(
    name: str,
    server: Server,
    operation: Operation,
    *,
    count: int,
    expected: int,
    connections: int,
) -> Figure:
    numbers = iter(range(count))
    lock = threading.Lock()
    timing = Timing()

    def client() -> None:
        connection = server.connect()
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                connection.close()
                return
            start = time.perf_counter()
            status = operation(connection, number)
            took = time.perf_counter() - start
            with lock:
                timing.seconds.append(took)
                if status != expected:
                    timing.wrong.append(status)

    before, start = server.cpu_seconds(), time.perf_counter()
    threads = [threading.Thread(target=client) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed, cpu = time.perf_counter() - start, server.cpu_seconds() - before
    if timing.wrong:
        raise SystemExit(f"{name}: {len(timing.wrong)} answers of {count} were {timing.wrong[0]}.")
    return figure(name, timing.seconds, seconds=elapsed, cpu=cpu)
