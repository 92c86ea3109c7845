"""Parts of a page that a slice above it adds. The application says which.

    app.extensions[panels.EXTENSION] = {"booking": [function, ...]}
    {{ panels("booking", booking) }}      in the template of the page

Each function gets what the page hands over and answers finished HTML, empty where it has nothing.
"""

from collections.abc import Callable, Mapping, Sequence

from flask import Flask, current_app
from markupsafe import Markup

EXTENSION = "tourbook.panels"

Panel = Callable[..., str]


def panels(page: str, *facts: object) -> Markup:
    """The panels of a page, in their order."""
    listed: Mapping[str, Sequence[Panel]] = current_app.extensions.get(EXTENSION, {})
    return Markup("").join(Markup(panel(*facts)) for panel in listed.get(page, ()))  # noqa: S704


def init_app(app: Flask) -> None:
    app.jinja_env.globals["panels"] = panels
