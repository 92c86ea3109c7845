"""Running the program: web processes and a worker, watched by one that restarts the worker."""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from datetime import timedelta
from types import FrameType

from flask import Flask

from tourbook.config import Settings
from tourbook.core import jobs
from tourbook.core.refused import Refused

log = logging.getLogger(__name__)

#: How long each part is given to finish what it does, in seconds.
GRACE = 30
APPLICATION = "tourbook.app:create_app()"
#: What gunicorn does in each of its web processes.
WEB_PROCESS = "python:tourbook.cli.web_process"


def web_command(host: str, port: int, *, workers: int, threads: int) -> list[str]:
    """Gunicorn without an access log: addresses of personal links are secrets."""
    return [
        sys.executable, "-m", "gunicorn", APPLICATION, "--config", WEB_PROCESS,
        "--bind", f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads),
        "--keep-alive", "30", "--graceful-timeout", str(GRACE),
        "--no-control-socket", "--log-level", "warning",
    ]  # fmt: skip


def worker_command() -> list[str]:
    return [sys.executable, "-m", "tourbook.cli.main", "worker", "--while-parent-lives"]


def check_port(host: str, port: int) -> None:
    """Say so at once if somebody else listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(
                "Cannot listen on %(host)s port %(port)d: %(why)s. Choose another with --port.",
                host=host,
                port=port,
                why=error.strerror or str(error),
            ) from None


def on_signals(stop: threading.Event) -> None:
    def told(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, told)


def work(app: Flask, *, while_parent_lives: bool) -> None:
    """Do jobs until told to stop; the job at hand is finished first."""
    stop = threading.Event()
    on_signals(stop)
    if while_parent_lives:
        threading.Thread(target=watch_parent, args=(os.getppid(), stop), daemon=True).start()
    settings: Settings = app.extensions["tourbook.settings"]
    with app.app_context():
        jobs.work(stop, lease=timedelta(seconds=settings.lease_seconds))


def watch_parent(parent: int, stop: threading.Event) -> None:
    while os.getppid() == parent and not stop.wait(1):
        continue
    stop.set()


def web_alone(command: list[str], environ: Mapping[str, str]) -> None:
    """Become the web server; does not return."""
    os.execve(command[0], command, dict(environ))  # noqa: S606  # our own program, no shell


def web_and_worker(command: list[str], environ: Mapping[str, str]) -> int:
    """Run both until told to stop or until the web server ends; its exit status."""
    stop = threading.Event()
    on_signals(stop)
    web = subprocess.Popen(command, env=dict(environ))  # noqa: S603  # our own program
    worker = start_worker(environ)
    while not stop.wait(0.5) and web.poll() is None:
        if worker.poll() is not None:
            log.warning("The worker ended with status %s; starting another.", worker.returncode)
            time.sleep(2)
            worker = start_worker(environ)
    for process in (web, worker):
        end(process)
    return 0 if stop.is_set() else web.returncode


def start_worker(environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(worker_command(), env=dict(environ))  # noqa: S603  # our own program


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask it to end, then end it."""
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(GRACE + 5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
