"""Every endpoint with who may open it; every URL asked as every role and as a stranger."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask, url_for
from werkzeug.test import TestResponse

import tests
from tests.browser_client import Browser
from tests.world import EVERYBODY, PEOPLE, Page, World, make_world


def pages() -> Iterator[Page]:
    """The pages of each slice stand in `tests/<slice>/pages.py`."""
    for module in pkgutil.walk_packages(tests.__path__, "tests."):
        if module.name.endswith(".pages") and module.name != "tests.benchmarks.pages":
            yield from importlib.import_module(module.name).PAGES


PAGES = tuple(sorted(pages(), key=lambda page: page.endpoint))


@pytest.fixture
def world(app: Flask) -> World:
    return make_world()


@dataclass(frozen=True)
class Asked:
    """A page of the world: the same address and form for everybody."""

    url: str
    method: str
    data: dict[str, object]


def prepare(app: Flask, world: World, page: Page) -> Asked:
    with app.test_request_context():
        url = url_for(page.endpoint, **dict[str, Any](page.args(world)))
    return Asked(url, page.methods[0], dict(page.data(world)))


def ask(app: Flask, world: World, asked: Asked, person: str) -> TestResponse:
    client = app.test_client()
    assert isinstance(client, Browser)
    if person != "visitor":
        client.sign_in(world.people[person])
    response = client.open(asked.url, method=asked.method, data=asked.data)
    response.close()
    return response


def is_refusal(response: TestResponse, person: str) -> bool:
    """A visitor is sent to sign in or refused; anybody else gets 403, or 404 for others' rows."""
    if response.status_code in (403, 404):
        return True
    return person == "visitor" and "/sign-in" in response.headers.get("Location", "")


def test_every_endpoint_is_listed(app: Flask) -> None:
    assert set(app.view_functions) == {page.endpoint for page in PAGES}


def test_every_method_is_listed(app: Flask) -> None:
    asked = {(page.endpoint, method) for page in PAGES for method in page.methods}
    served = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert served == asked


def cases() -> Iterator[tuple[Page, tuple[str, ...]]]:
    """A page that is only read may be asked by everybody in turn; one that acts, by one alone."""
    for page in PAGES:
        if page.methods[0] == "GET":
            yield page, PEOPLE
        else:
            yield from ((page, (person,)) for person in PEOPLE)


CASES = {f"{page.endpoint} {' '.join(people)}": (page, people) for page, people in cases()}


@pytest.mark.parametrize("name", CASES)
def test_page_opens_for_those_listed_and_nobody_else(app: Flask, world: World, name: str) -> None:
    page, people = CASES[name]

    asked = prepare(app, world, page)
    responses = {person: ask(app, world, asked, person) for person in people}

    opened = {person for person in people if not is_refusal(responses[person], person)}
    assert opened == page.who & set(people)
    assert [response.status for response in responses.values() if response.status_code >= 500] == []


def test_a_public_page_is_public_for_everybody() -> None:
    assert all(page.who == EVERYBODY for page in PAGES if "visitor" in page.who)
