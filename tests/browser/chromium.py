"""Finds the browser in which the journeys are made, and says how to get one."""

import os
import shutil
from pathlib import Path

from playwright.sync_api import Playwright

OWN = "TOURBOOK_TEST_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW = f"get a Chromium (Debian: `apt-get install chromium`) or name one in {OWN}"

#: A browser that asks nobody on the internet for anything.
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find(playwright: Playwright) -> str | None:
    """The path of a Chromium, if this machine has one."""
    given = os.environ.get(OWN)
    if given:
        return given
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    bundled = playwright.chromium.executable_path
    return bundled if Path(bundled).is_file() else None


def arguments() -> list[str]:
    """Chromium's own cage does not work for root, who runs bare build machines."""
    return [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def all_must_run() -> bool:
    """Whether a test that would be skipped shall fail instead."""
    return bool(os.environ.get("TOURBOOK_TEST_ALL"))
