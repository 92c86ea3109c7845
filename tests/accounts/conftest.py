"""Counts of tries start afresh for each test."""

import pytest

from tourbook.web.limits import limiter


@pytest.fixture(autouse=True)
def fresh_counts(request: pytest.FixtureRequest) -> None:
    if "app" in request.fixturenames:
        request.getfixturevalue("app")
        limiter.reset()
