"""Programmes as plain values, for the rules: no database, keys counted by hand."""

import itertools
from dataclasses import replace
from datetime import date
from typing import Any

from tourbook.core.texts import Texts
from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules import feasibility, limits
from tourbook.packages.rules.checks.problems import Problem
from tourbook.packages.rules.outline import Frame, Goal, Offer, Outline, Spot, Stop

MEAL, LODGING = ComponentKind.MEAL, ComponentKind.LODGING
TRANSPORT, PROGRAMME = ComponentKind.TRANSPORT, ComponentKind.PROGRAMME
SIDE = ComponentKind.SIDE
#: A Tuesday, and a Tuesday half a year later.
TODAY = date(2026, 12, 1)
JUNE = date(2027, 6, 1)
LIMITS = limits.on(JUNE)

_keys = itertools.count(1)


def stop(starts: int, ends: int, kind: ComponentKind = PROGRAMME, **more: Any) -> Stop:
    """A stop of the first day, where nothing else is said."""
    key = next(_keys)
    face: dict[str, Any] = {"lineage": f"line{key}", "day": 1, "title": Texts(en="Stop"), **more}
    return Stop(id=key, starts=starts, ends=ends, kind=kind, **face)


def night(day: int = 1, **more: Any) -> Stop:
    return stop(1260, 1920, LODGING, day=day, **more)


def offer(**more: Any) -> Offer:
    """A component that takes anybody at any time."""
    key = next(_keys)
    face: dict[str, Any] = {
        "name": Texts(en="Component"),
        "kind": PROGRAMME,
        "host_id": key,
        "host": f"Host {key}",
        "duration": 60,
        "languages": frozenset({"en"}),
        **more,
    }
    return Offer(id=key, **face)


def spot(lat: float = 61.69, lon: float = 27.27, **more: Any) -> Spot:
    key = next(_keys)
    return Spot(id=key, name=f"Place {key}", lat=lat, lon=lon, **more)


def outline(*stops: Stop, days: int = 0, **more: Any) -> Outline:
    """As many days as the stops need, from 8 to 21, all serving one objective."""
    count = max([days, 1, *(each.day for each in stops)])
    face: dict[str, Any] = {
        "frames": tuple(Frame(number) for number in range(1, count + 1)),
        "limits": LIMITS,
        "today": TODAY,
        "goals": (Goal("LO1", frozenset(each.id for each in stops)),),
        "party_min": 5,
        "party_max": 20,
        **more,
    }
    return Outline(stops=stops, **face)


def problems(made: Outline, *codes: str) -> list[Problem]:
    """What the checks find, of these codes where some are named."""
    return [each for each in feasibility.problems_of(made) if not codes or each.code in codes]


def codes(made: Outline) -> list[str]:
    return [each.code for each in feasibility.problems_of(made)]


def has(made: Outline, code: str) -> bool:
    return code in codes(made)


def only(made: Outline, code: str) -> Problem:
    """The one problem of this code."""
    (problem,) = problems(made, code)
    return problem


def changed(made: Outline, which: Stop, **values: Any) -> Outline:
    """The programme with one of its stops changed."""
    stops = tuple(replace(each, **values) if each.id == which.id else each for each in made.stops)
    return replace(made, stops=stops)
