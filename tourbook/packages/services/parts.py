"""The days, objectives and prices of a draft. Every change is recorded, so it can be undone."""

from collections.abc import Collection, Sequence
from datetime import datetime

from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.money import CURRENCY
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.packages import queries
from tourbook.packages.models import Day, Objective, PriceTier, Version
from tourbook.packages.queries import edits
from tourbook.packages.rules import programme
from tourbook.packages.rules.costing import pricing
from tourbook.packages.rules.drafting.merging import NO_CHOICE, Choice, Merge
from tourbook.packages.services.history import Gone, change_row, recording
from tourbook.packages.services.undoing import remove_row


def day_name(day: Day) -> Texts:
    """What the history calls a day: its title, else its number."""
    number = f"{day.number}."
    return day.title if day.title else Texts(en=number)


def add_day(version: Version, *, at: datetime, actor: Actor) -> Day:
    """A new day after the last."""
    with recording(version, "day_add", subject=Texts(), at=at, actor=actor):
        programme.check_days(len(version.days) + 1)
        day = Day(number=len(version.days) + 1, title=Texts())
        version.days.append(day)
    return day


def change_day(
    day: Day,
    *,
    title: Texts,
    hours: tuple[int, int],
    revision: int,
    at: datetime,
    actor: Actor,
    choice: Choice = NO_CHOICE,
) -> Merge:
    """Name a day and give it hours, seen at this revision of the day."""
    version = day.version
    with recording(version, "day_change", subject=day_name(day), at=at, actor=actor):
        wanted = {"title": title.as_dict(), "starts_minute": hours[0], "ends_minute": hours[1]}
        merge = change_row(version, "day", present_day(day), wanted, seen=revision, choice=choice)
        programme.check_day_minutes(day.starts_minute, day.ends_minute)
    return merge


def present_day(day: Day) -> Day:
    if day not in day.version.days:
        raise Gone("This day is no longer part of the draft. Choose another.")
    return day


def remove_day(day: Day, *, at: datetime, actor: Actor) -> None:
    """Take out a day with all its items; the days after it come one earlier."""
    version = day.version
    with recording(version, "day_remove", subject=day_name(day), at=at, actor=actor):
        programme.check_days(len(version.days) - 1)
        for item in list(present_day(day).items):
            remove_row(version, item)
        remove_row(version, day)
        close_ranks(version)


def close_ranks(version: Version) -> None:
    """Number the days from 1 without gaps; each is written before the next takes its number."""
    db.session.flush()
    for number, later in enumerate(sorted(version.days, key=lambda day: day.number), 1):
        later.number = number
        db.session.flush()


def add_objective(
    version: Version,
    *,
    text: Texts,
    anchors: tuple[Texts, Texts, Texts] = (Texts(), Texts(), Texts()),
    at: datetime,
    actor: Actor,
) -> Objective:
    """A new objective, with a code that no version of this package has used.

    `anchors` say what 1, 3 and 5 on its scale mean.
    """
    with recording(version, "objective_add", subject=text, at=at, actor=actor):
        objective = Objective(
            code=programme.next_code(queries.codes_of(version.package_id)),
            position=max((each.position for each in version.objectives), default=0) + 1,
            text=text,
            anchor_low=anchors[0],
            anchor_middle=anchors[1],
            anchor_high=anchors[2],
        )
        version.objectives.append(objective)
    return objective


def present_objective(objective: Objective) -> Objective:
    if objective not in objective.version.objectives:
        raise Gone("This objective is no longer part of the draft.")
    return objective


def remove_objective(objective: Objective, *, at: datetime, actor: Actor) -> None:
    version = objective.version
    with recording(version, "objective_remove", subject=objective.text, at=at, actor=actor):
        remove_row(version, present_objective(objective))


def cover(
    version: Version,
    pairs: Collection[tuple[int, int]],
    *,
    seen: Collection[tuple[int, int]] | None = None,
    at: datetime,
    actor: Actor,
) -> None:
    """Say which items serve which objective, all at once: pairs of objective and item keys.

    `seen` are the ticks that the person started from: those that others have set or taken away
    since stay as they are. Without it the pairs are all there is.
    """
    with recording(version, "coverage", subject=Texts(), at=at, actor=actor):
        standing = {
            (objective.id, item.id) for objective in version.objectives for item in objective.items
        }
        base = standing if seen is None else set(seen)
        wanted = (standing - (base - set(pairs))) | (set(pairs) - base)
        items = {item.id: item for day in version.days for item in day.items}
        for objective in version.objectives:
            served = [
                items[item_id]
                for objective_id, item_id in sorted(wanted)
                if objective_id == objective.id and item_id in items
            ]
            if {item.id for item in served} != {item.id for item in objective.items}:
                objective.items = served


def price(
    version: Version,
    tiers: Sequence[tuple[int, int, int]],
    *,
    revision: int,
    at: datetime,
    actor: Actor,
) -> None:
    """Set all price rows at once: smallest group, largest group, cents per person.

    `revision` is the draft's as the person has seen it; prices that somebody else has set since
    are not overwritten.
    """
    pricing.check_rows(tiers)
    with recording(version, "prices", subject=Texts(), at=at, actor=actor):
        check_prices_seen(version, revision)
        keep_tiers(version, {first: (last, cents) for first, last, cents in tiers})


def check_prices_seen(version: Version, revision: int) -> None:
    for edit in edits.after(version.id, revision):
        if any(change.table == "tier" for change in edits.changes_of(edit)):
            raise Refused(
                "%(person)s has set the prices after you opened the page, so nothing was saved."
                " What you typed is kept: look at the prices as they are now, then save again.",
                person=edit.by,
            )


def keep_tiers(version: Version, wanted: dict[int, tuple[int, int]]) -> None:
    """Rows keep their place by their smallest group."""
    for tier in [tier for tier in version.tiers if tier.pax_from not in wanted]:
        remove_row(version, tier)
    standing = {tier.pax_from: tier for tier in version.tiers}
    for first, (last, cents) in sorted(wanted.items()):
        if first in standing:
            standing[first].pax_to, standing[first].person_cents = last, cents
        else:
            version.tiers.append(
                PriceTier(pax_from=first, pax_to=last, person_cents=cents, currency=CURRENCY)
            )
