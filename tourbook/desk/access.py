"""The links around every page, by what the person may be."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import lazy_gettext as _l

from tourbook.accounts.access import me_or_none
from tourbook.accounts.models import User
from tourbook.core.roles import Role
from tourbook.web.navigation import NavItem, Place


@dataclass(frozen=True)
class Link:
    label: Any
    endpoint: str
    #: Pages of these blueprints belong under this link.
    blueprints: frozenset[str]


def link(label: Any, endpoint: str, *blueprints: str) -> Link:
    return Link(label, endpoint, frozenset(blueprints))


ORGANISER = (
    link(_l("Desk"), "desk.index", "desk"),
    link(
        _l("Packages"),
        "packages.index",
        "packages",
        "package_versions",
        "package_builder",
        "package_library",
        "package_costing",
        "package_plans",
        "package_items",
        "package_parts",
        "package_papers",
        "package_starts",
        "package_objectives",
        "package_travel",
        "package_limits",
        "package_leads",
        "feedback_questions",
    ),
    link(
        _l("Departures"),
        "departures.index",
        "departures",
        "departure_requests",
        "departure_asking",
        "changes",
        "late_bookings",
        "deadlines",
        "duty_contacts",
        "run_sheets",
        "roll_calls",
        "feedback_desk",
    ),
    link(
        _l("Bookings"),
        "desk_bookings.index",
        "desk_bookings",
        "bookings",
        "delegations",
        "participants",
        "papers",
    ),
    link(
        _l("Hosts"),
        "components.index",
        "components",
        "sites",
        "slots",
        "series",
        "timetable",
        "away",
        "busy",
        "calendars",
        "rates",
        "supplements",
        "imports",
        "vat",
    ),
    link(
        _l("Directory"),
        "directory.index",
        "directory",
        "organisations",
        "places",
        "municipalities",
        "regions",
        "themes",
    ),
    link(_l("Reports"), "learning.index", "learning"),
    link(_l("Messages"), "messages.index", "messages"),
    link(_l("People"), "people.index", "people", "audit", "feed_rights"),
)
EVALUATOR = (
    link(_l("Desk"), "desk.index", "desk"),
    link(_l("Reports"), "learning.index", "learning"),
)
HOST = (
    link(_l("Start"), "host_desk.index", "host_desk"),
    link(_l("Requests"), "host_requests.index", "host_requests"),
    link(
        _l("Components"),
        "host_components.index",
        "host_components",
        "host_rates",
        "host_supplements",
        "host_imports",
        "host_sites",
    ),
    link(
        _l("Slots"),
        "host_slots.index",
        "host_slots",
        "host_series",
        "host_timetable",
        "host_away",
        "host_busy",
        "host_calendars",
    ),
    link(_l("Visitors"), "visit_lists.index", "visit_lists"),
)
LEADER = (
    link(_l("Bookings"), "bookings.index", "bookings", "participants", "papers", "visit_reads"),
    link(_l("Catalogue"), "catalogue.index", "catalogue"),
)
VISITOR = (link(_l("Packages"), "catalogue.index", "catalogue"),)


def links_of(user: User | None) -> list[Link]:
    """The links of all that a person is, the widest part first, each once."""
    if user is None:
        return list(VISITOR)
    roles = user.roles
    found: list[Link] = []
    if Role.ORGANISER in roles:
        found.extend(ORGANISER)
    elif roles & {Role.EVALUATOR, Role.ADMIN}:
        found.extend(EVALUATOR)
    if Role.HOST in roles:
        found.extend(HOST)
    if Role.LEADER in roles:
        found.extend(LEADER)
    seen: dict[str, Link] = {}
    for one in found:
        seen.setdefault(one.endpoint, one)
    return list(seen.values())


def account_items(user: User | None) -> list[NavItem]:
    if user is None:
        return [item(_l("Sign in"), "accounts.sign_in", place=Place.ACCOUNT)]
    return [
        item(user.name, "own_account.show", place=Place.ACCOUNT),
        item(_l("Sign out"), "accounts.sign_out", place=Place.ACCOUNT, post=True),
    ]


def footer_items(user: User | None) -> list[NavItem]:
    accessibility = item(
        _l("Accessibility and your data"), "catalogue.accessibility", place=Place.FOOTER
    )
    if user is not None:
        return [accessibility]
    return [
        item(_l("Ask for access for your delegation"), "joining.ask", place=Place.FOOTER),
        accessibility,
    ]


def item(label: Any, endpoint: str, *, place: Place, post: bool = False) -> NavItem:
    return NavItem(
        str(label), url_for(endpoint), request.endpoint == endpoint, place=place, post=post
    )


def navigation() -> list[NavItem]:
    user = me_or_none()
    items = [
        NavItem(str(one.label), url_for(one.endpoint), request.blueprint in one.blueprints)
        for one in links_of(user)
    ]
    return [*items, *account_items(user), *footer_items(user)]
