"""The same page twice: for the organiser under /desk, for a host's own people under /host.

Each has its own endpoint and its own rule of access; the loaders in `access` tell them apart.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from tourbook.core.roles import Role
from tourbook.hosts.access import HOST_PAGES, at_desk
from tourbook.hosts.forms import CATEGORIES, KINDS, STATES, SUPPLEMENTS, UNITS, WEEKDAYS
from tourbook.web.access import roles

View = Callable[..., ResponseReturnValue]


def side_url(endpoint: str, **values: Any) -> str:
    """The address of a page on the side where the reader is."""
    return url_for(endpoint if at_desk() else f"{HOST_PAGES}{endpoint}", **values)


def words() -> dict[str, object]:
    """What all these pages say."""
    return {
        "side_url": side_url,
        "at_desk": at_desk(),
        "kinds": KINDS,
        "units": UNITS,
        "states": STATES,
        "categories": CATEGORIES,
        "supplement_kinds": SUPPLEMENTS,
        "weekdays": WEEKDAYS,
    }


class Sides:
    """Two blueprints with the same views."""

    def __init__(self, name: str, import_name: str) -> None:
        self.desk = Blueprint(name, import_name, url_prefix="/desk")
        self.host = Blueprint(f"{HOST_PAGES}{name}", import_name, url_prefix="/host")
        for blueprint in (self.desk, self.host):
            blueprint.context_processor(words)

    def page(self, rule: str, methods: Sequence[str] = ("GET",)) -> Callable[[View], View]:
        def register(view: View) -> View:
            for blueprint, role in ((self.desk, Role.ORGANISER), (self.host, Role.HOST)):
                blueprint.add_url_rule(
                    rule, view.__name__, roles(role)(apart(view)), methods=list(methods)
                )
            return view

        return register


def apart(view: View) -> View:
    """The view as a function of its own, so that it can carry a rule of its own."""

    @wraps(view)
    def on_one_side(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        return view(*args, **kwargs)

    return on_one_side
