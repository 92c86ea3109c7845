"""Who may see a page. Each view says so itself; a view that says nothing is closed."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user

from tourbook.core.roles import Role
from tourbook.web.redirects import local_target

SIGN_IN = "accounts.sign_in"

ViewT = TypeVar("ViewT", bound=Callable[..., Any])


class Kind(StrEnum):
    PUBLIC = "public"
    TOKEN = "token"
    SIGNED_IN = "signed_in"
    ROLES = "roles"


@dataclass(frozen=True)
class Rule:
    kind: Kind
    roles: frozenset[Role] = frozenset()

    @property
    def open(self) -> bool:
        return self.kind in (Kind.PUBLIC, Kind.TOKEN)


def declared(view: ViewT, rule: Rule) -> ViewT:
    view.access_rule = rule  # type: ignore[attr-defined]  # read back by rule_of
    return view


def public(view: ViewT) -> ViewT:
    """Anybody."""
    return declared(view, Rule(Kind.PUBLIC))


def by_token(view: ViewT) -> ViewT:
    """Whoever holds the link; the view looks its token up and answers 404 to a wrong one."""
    return declared(view, Rule(Kind.TOKEN))


def signed_in(view: ViewT) -> ViewT:
    """Any person with an account."""
    return declared(view, Rule(Kind.SIGNED_IN))


def roles(*allowed: Role) -> Callable[[ViewT], ViewT]:
    """A person with one of these roles."""

    def declare(view: ViewT) -> ViewT:
        return declared(view, Rule(Kind.ROLES, frozenset(allowed)))

    return declare


def rule_of(view: Callable[..., Any]) -> Rule | None:
    rule: Rule | None = getattr(view, "access_rule", None)
    return rule


def current_rule() -> Rule | None:
    """The rule of the page that this request asks for."""
    if request.endpoint is None:
        return None
    return rule_of(current_app.view_functions[request.endpoint])


def guard() -> ResponseReturnValue | None:
    """Let the request through, send it to sign in, or answer 403."""
    if request.endpoint is None:
        return None
    rule = current_rule()
    if rule is None:
        abort(403)
    if rule.open:
        return None
    if not current_user.is_authenticated:
        return to_sign_in()
    if rule.kind is Kind.ROLES and rule.roles.isdisjoint(current_user.roles):
        abort(403)
    return None


def to_sign_in() -> ResponseReturnValue:
    """Send an unknown person to sign in and bring them back to where they were."""
    if request.method in ("GET", "HEAD"):
        back = local_target(request.full_path.removesuffix("?"), "/")
    else:
        back = local_target(request.referrer, "/")
    response = redirect(url_for(SIGN_IN, next=back), 303)
    if "HX-Request" in request.headers:
        response.status_code = 200
        response.headers["HX-Redirect"] = response.headers.pop("Location")
    return response


def init_app(app: Flask) -> LoginManager:
    """Guard every page; `accounts` registers how a person is loaded (`app.login_manager`)."""
    manager = LoginManager(app)
    manager.session_protection = None
    app.before_request(guard)
    public(app.view_functions["static"])
    return manager
