"""Starts servers, asks them for pages, and reads what the processes themselves used."""

import http.client
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

MEGABYTE = 1024 * 1024
CONNECTIONS = 4


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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """A gunicorn of two workers with four threads each, and what it has used so far."""

    def __init__(self, application: str, environ: dict[str, str], folder: Path) -> None:
        self.port = free_port()
        self.log = folder / f"server-{self.port}.log"
        command = [
            sys.executable, "-m", "gunicorn", "--no-control-socket", "--worker-class", "gthread",
            "--workers", "2", "--threads", "4", "--keep-alive", "30",
            "--bind", f"127.0.0.1:{self.port}", application,
        ]  # fmt: skip
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
        self.wait()

    def wait(self) -> None:
        for _ in range(300):
            try:
                get(self.connect(), "/")
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
                continue
            return
        raise SystemExit(f"The server did not start:\n{self.log.read_text()}")

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def processes(self) -> list[psutil.Process]:
        master = psutil.Process(self.process.pid)
        return [master, *master.children(recursive=True)]

    def cpu_seconds(self) -> float:
        return used(self.processes())

    def largest_megabytes(self) -> float:
        return max(p.memory_info().rss for p in self.processes()[1:]) / MEGABYTE

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)


def used(processes: Sequence[psutil.Process]) -> float:
    return sum(sum(process.cpu_times()[:2]) for process in processes)


@contextmanager
def server(application: str, environ: dict[str, str], folder: Path) -> Iterator[Server]:
    started = Server(application, environ, folder)
    try:
        yield started
    finally:
        started.stop()


def get(
    connection: http.client.HTTPConnection, path: str, headers: dict[str, str] | None = None
) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection.request("GET", path, headers=headers or {})
    response = connection.getresponse()
    return response.status, response.headers, response.read()


@dataclass
class Timing:
    seconds: list[float] = field(default_factory=list)
    wrong: list[int] = field(default_factory=list)


#: One operation on an open connection; returns the status that it ended with.
Operation = Callable[[http.client.HTTPConnection, int], int]


def measure(
    name: str, server: Server, operation: Operation, *, count: int, expected: int
) -> Figure:
    """Do the operation `count` times over a few connections at once.

    Raises:
        SystemExit: an answer had another status than `expected`.
    """
    numbers = iter(range(count))
    lock = threading.Lock()
    timing = Timing()

    def client() -> None:
        connection = server.connect()
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            start = time.perf_counter()
            status = operation(connection, number)
            took = time.perf_counter() - start
            with lock:
                timing.seconds.append(took)
                if status != expected:
                    timing.wrong.append(status)

    before, start = server.cpu_seconds(), time.perf_counter()
    threads = [threading.Thread(target=client) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed, cpu = time.perf_counter() - start, server.cpu_seconds() - before
    if timing.wrong:
        raise SystemExit(f"{name}: {len(timing.wrong)} answers of {count} were {timing.wrong[0]}.")
    taken = sorted(timing.seconds)
    return Figure(
        name=name,
        count=count,
        seconds=elapsed,
        p50_ms=1000 * taken[len(taken) // 2],
        p99_ms=1000 * taken[min(len(taken) - 1, len(taken) * 99 // 100)],
        cpu_ms=1000 * cpu / count,
    )
