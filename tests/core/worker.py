"""A worker process for tests: notes in a file each job that it begins and each that it did."""

import sys
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tourbook.app import create_app
from tourbook.core import jobs


def note(line: str) -> None:
    with Path(sys.argv[1]).open("a", encoding="utf-8") as file:
        file.write(line + "\n")


@jobs.handler("test.work", slow=True)
def work(payload: dict[str, Any], at: datetime) -> jobs.Finish:
    note(f"begin {payload['n']}")
    time.sleep(float(payload["seconds"]))
    return lambda: note(f"done {payload['n']}")


if __name__ == "__main__":
    jobs._periodic.clear()
    with create_app().app_context():
        jobs.work(threading.Event(), lease=timedelta(seconds=float(sys.argv[2])))
