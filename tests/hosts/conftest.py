"""A component, a browser of its host, and a clock that stands still."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from flask import Flask

from tests import making
from tests.browser_client import Browser
from tests.making import NOON
from tourbook.accounts.models import User
from tourbook.hosts.models import (
    Component,
)


@pytest.fixture
def at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def component(app: Flask) -> Component:
    return making.make_component()


@pytest.fixture
def host(component: Component, sign_in: Callable[[User], Browser]) -> Browser:
    return sign_in(making.make_user(organisation=component.organisation))
