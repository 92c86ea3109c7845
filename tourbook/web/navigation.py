"""The links around every page. The application says which; the web floor draws them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask import Flask, current_app

EXTENSION = "tourbook.navigation"


class Place(StrEnum):
    MAIN = "main"
    ACCOUNT = "account"
    FOOTER = "footer"


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    active: bool = False
    place: Place = Place.MAIN
    #: A button that posts, such as signing out.
    post: bool = False


def nothing() -> Sequence[NavItem]:
    return ()


def navigation() -> dict[Place, list[NavItem]]:
    items: Callable[[], Sequence[NavItem]] = current_app.extensions.get(EXTENSION, nothing)
    placed: dict[Place, list[NavItem]] = {place: [] for place in Place}
    for item in items():
        placed[item.place].append(item)
    return placed


def init_app(app: Flask) -> None:
    app.jinja_env.globals["navigation"] = navigation
