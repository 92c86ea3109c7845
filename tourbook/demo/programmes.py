"""The demonstration's packages, assembled from the hosts' components and published."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from tourbook.core.audit import Actor
from tourbook.core.clock import HELSINKI
from tourbook.core.db import db
from tourbook.core.texts import Texts
from tourbook.demo.land import Land, read, texts
from tourbook.demo.offers import Offers
from tourbook.hosts.models import ComponentKind
from tourbook.packages import services as packages
from tourbook.packages.models import (
    Day,
    Item,
    Objective,
    Package,
    PriceTier,
    Sharing,
    Version,
)
from tourbook.packages.services import checking

#: Components that a group may leave out.
OPTIONAL = ("sauna", "lake-cruise")
EARLIEST, LATEST = 7 * 60, 24 * 60
#: How far ahead the draft in the making is tried.
TRIAL = timedelta(weeks=10)


@dataclass(frozen=True)
class Programme:
    version: Version
    #: The weekday of its first day, 0 is Monday: the hosts' slots lie so.
    weekday: int


def make_programmes(
    land: Land, offers: Offers, chance: Random, *, at: datetime, actor: Actor
) -> dict[str, Programme]:
    """Four published packages by their slug."""
    made = {}
    for slug, facts in read("packages").items():
        if "draft" in facts:
            continue
        version = kept(draft(slug, facts, land, offers, chance, at=at))
        accept(version, facts.get("accepted", {}), at=at, actor=actor)
        packages.publish(version, revision=version.revision, at=at, actor=actor)
        made[slug] = Programme(version, facts["weekday"])
    return made


def make_draft(land: Land, offers: Offers, chance: Random, *, today: date, at: datetime) -> Version:
    """A package in the making, with gaps, and a Monday on trial some weeks ahead."""
    slug, facts = next(
        (slug, facts) for slug, facts in read("packages").items() if "draft" in facts
    )
    version = draft(slug, facts, land, offers, chance, at=at)
    day = today + TRIAL
    version.trial_day = day + timedelta(days=(facts["weekday"] - day.weekday()) % 7)
    return kept(version)


def kept(version: Version) -> Version:
    db.session.add(version)
    db.session.flush()
    return version


def accept(version: Version, reasons: Mapping[str, str], *, at: datetime, actor: Actor) -> None:
    """Let the warnings of these codes stand, each with its reason."""
    if not reasons:
        return
    found = checking.look(version, today=at.astimezone(HELSINKI).date())
    for problem in found.problems:
        if problem.code in reasons:
            checking.accept(version, problem.key, reason=reasons[problem.code], at=at, actor=actor)


def draft(
    slug: str, facts: dict[str, Any], land: Land, offers: Offers, chance: Random, *, at: datetime
) -> Version:
    season_from, season_to = facts["season"]
    party_min, party_max = facts["party"]
    package = Package(
        slug=slug,
        name=texts(facts["name"]),
        summary=texts(facts["text"]),
        season_from=season_from,
        season_to=season_to,
        themes=[land.themes[theme] for theme in facts["themes"]],
    )
    version = Version(
        package=package,
        number=1,
        party_min=party_min,
        party_max=party_max,
        included=texts(facts["included"]),
        not_included=texts(facts["not_included"]),
        created_at=at,
        sharing=Sharing(facts.get("sharing", "twin")),
    )
    version.objectives = [
        objective(position, words) for position, words in enumerate(facts["objectives"], 1)
    ]
    version.tiers = [
        PriceTier(pax_from=low, pax_to=high, person_cents=cents)
        for low, high, cents in facts["prices"]
    ]
    objectives = {objective.code: objective for objective in version.objectives}
    version.days = [
        day(number, words, offers, objectives, chance)
        for number, words in enumerate(facts["days"], 1)
    ]
    return version


def objective(position: int, words: list[list[str]]) -> Objective:
    """From its text and its three anchors."""
    text, low, middle, high = map(texts, words)
    return Objective(
        code=f"LO{position}",
        position=position,
        text=text,
        anchor_low=low,
        anchor_middle=middle,
        anchor_high=high,
    )


def day(
    number: int,
    facts: dict[str, Any],
    offers: Offers,
    objectives: dict[str, Objective],
    chance: Random,
) -> Day:
    made = Day(
        number=number,
        title=texts(facts["title"]),
        starts_minute=EARLIEST,
        ends_minute=facts.get("ends", LATEST),
    )
    for row in facts["items"]:
        new = item(row, offers, chance)
        made.items.append(new)
        for code in row[3] if isinstance(row[3], list) else []:
            objectives[code].items.append(new)
    return made


def item(row: list[Any], offers: Offers, chance: Random) -> Item:
    """From `[start, minutes, component, objectives]` or `[start, minutes, kind, en, fi, sv]`.

    What is special about it may follow as a table.
    """
    special = row[-1] if isinstance(row[-1], dict) else {}
    clock, minutes, what, *rest = row[: len(row) - bool(special)]
    hours, past = clock.split(":")
    starts = int(hours) * 60 + int(past)
    made = Item(
        starts_minute=starts,
        ends_minute=starts + minutes,
        optional=what in OPTIONAL,
        lineage=f"{chance.getrandbits(64):016x}",
        text=Texts(),
        **special,
    )
    if len(rest) > 1:
        made.kind = ComponentKind(what)
        made.title = texts(rest)
        return made
    component = offers.components[what]
    made.component = component
    made.place = component.place
    made.kind = component.kind
    made.title = component.name
    made.text = component.summary
    return made
