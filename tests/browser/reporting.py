"""Tells at the end of a run which browser tests did not run, and how they would."""

import pytest

from tests.browser import chromium, validity

FOLDER = "tests/browser/"
UNCHECKED = "pages whose HTML was not checked"


def summarize(terminal: pytest.TerminalReporter) -> None:
    skipped = [
        report.nodeid.removeprefix(FOLDER)
        for report in terminal.stats.get("skipped", [])
        if report.nodeid.startswith(FOLDER)
    ]
    if skipped:
        terminal.write_line(
            f"{len(skipped)} browser tests were skipped ({', '.join(sorted(skipped))}):"
            f" to run them, {chromium.HOW}.",
            yellow=True,
        )
    pages = sum(
        number
        for report in terminal.stats.get("", [])
        if report.when == "teardown"
        for name, number in report.user_properties
        if name == UNCHECKED
    )
    if pages:
        terminal.write_line(
            f"The HTML of {pages} pages was not checked: to check it, {validity.HOW}.", yellow=True
        )
