"""Browsers of people on a system that is really served; skipped and told where there is none."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import databases
from tests.browser import chromium, validity
from tests.browser.looking import DESKTOP, PHONE, Looks
from tests.browser.person import Person
from tests.browser.reporting import UNCHECKED
from tests.browser.site import Site, running_site

LONGEST = "test_whole_arc.py"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest test begins first, so that no core waits for it in the end."""
    items.sort(key=lambda item: LONGEST not in item.nodeid)


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """A Chromium for the tests of one file."""
    with sync_playwright() as playwright:
        path = chromium.find(playwright)
        if path is None:
            missing = f"there is no Chromium: {chromium.HOW}"
            (pytest.fail if chromium.all_must_run() else pytest.skip)(missing)
        browser = playwright.chromium.launch(executable_path=path, args=chromium.arguments())
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def looks(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Looks]:
    """The pages that a file's tests open; their HTML is checked when all have been."""
    looks = Looks(Path(request.node.name).stem)
    yield looks
    command = validity.checker()
    if not looks.html:
        return
    if command is None and chromium.all_must_run():
        pytest.fail(f"The pages' HTML cannot be checked: {validity.HOW}")
    if command is None:
        return
    faults = validity.faults(command, looks.html, tmp_path_factory.mktemp("html"))
    assert faults == "", f"These pages are not valid HTML:\n{faults}"


@pytest.fixture
def site(tmp_path: Path, chrome: Browser, request: pytest.FixtureRequest) -> Iterator[Site]:
    """A fresh system, served; asks for the browser first, so that nothing starts without one."""
    kind, url = getattr(request, "param", "sqlite"), f"sqlite:///{tmp_path / 'journey.sqlite3'}"
    if kind == "postgresql":
        url = databases.new_database(request.getfixturevalue("postgres"))
    with running_site(tmp_path, url) as running:
        yield running
    if kind == "postgresql":
        databases.drop_database(request.getfixturevalue("postgres"), url)


Somebody = Callable[..., Person]


@pytest.fixture
def somebody(
    site: Site, chrome: Browser, looks: Looks, request: pytest.FixtureRequest
) -> Iterator[Somebody]:
    """`somebody()`: a person at a new browser; `phone`, `script` and `locale` as given."""
    contexts, looked_at = [], len(looks.html)

    def sits_down(*, phone: bool = False, script: bool = True, locale: str = "en-GB") -> Person:
        width, height = PHONE if phone else DESKTOP
        choices: dict[str, Any] = {"has_touch": True, "is_mobile": True} if phone else {}
        context = chrome.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=script,
            locale=locale,
            timezone_id="Europe/Helsinki",
            reduced_motion="reduce",
            **choices,
        )
        contexts.append(context)
        return Person(context, site.address, looks, script=script)

    yield sits_down
    for context in contexts:
        context.close()
    if validity.checker() is None:
        request.node.user_properties.append((UNCHECKED, len(looks.html) - looked_at))
