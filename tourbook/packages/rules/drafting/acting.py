"""What the builder's buttons do to an item: each act as new values of its fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tourbook.core.refused import Refused
from tourbook.packages.rules.outline import DAY_MINUTES

#: A press of "Earlier", "Later", "Shorter" or "Longer" is so many minutes.
NUDGE = 15
#: An item is at least as long as this.
SHORTEST = 5

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """What a press or a small form says, beside the act itself."""

    title: str | None = None
    language: str = ""
    #: Minutes after midnight.
    starts: int | None = None
    ends: int | None = None
    day_id: int | None = None
    #: The days of the draft in their order, by key.
    days: tuple[int, ...] = ()


@dataclass(frozen=True)
class Act:
    """New values (plain, by column), and the verb that the history knows them by."""

    verb: str
    values: Mapping[str, Any]


def act_of(name: str, row: Row, asked: Asked) -> Act:
    """The act on the item as the person has seen it: `row` is what it was then."""
    if name in ("earlier", "later"):
        return Act("item_move", shifted(row, -NUDGE if name == "earlier" else NUDGE))
    if name in ("shorter", "longer"):
        return Act("item_stretch", stretched(row, -NUDGE if name == "shorter" else NUDGE))
    if name in ("day_before", "day_after"):
        return Act("item_move", {"day_id": neighbour(row, asked, -1 if "before" in name else 1)})
    if name == "move":
        return Act("item_move", moved(row, asked))
    if name == "stretch":
        return Act("item_stretch", {"ends_minute": end_after(row["starts_minute"], row, asked)})
    if name == "interpret":
        spoken = sorted({*row["interpreters"], asked.language})
        return Act("item_interpret", {"interpreters": spoken})
    if name == "save":
        return saved(row, asked)
    return switched(name)


def switched(name: str) -> Act:
    switches = {
        "pin": Act("item_pin", {"pinned": True}),
        "unpin": Act("item_pin", {"pinned": False}),
        "optional": Act("item_optional", {"optional": True}),
        "required": Act("item_optional", {"optional": False}),
    }
    if name not in switches:
        raise Refused("This cannot be done to an item.")
    return switches[name]


def shifted(row: Row, minutes: int) -> dict[str, int]:
    """The same length at another time of the same day."""
    starts = min(max(row["starts_minute"] + minutes, 0), DAY_MINUTES - SHORTEST)
    return placed(row, starts)


def placed(row: Row, starts: int) -> dict[str, int]:
    length = row["ends_minute"] - row["starts_minute"]
    return {"starts_minute": starts, "ends_minute": min(starts + length, 2 * DAY_MINUTES)}


def stretched(row: Row, minutes: int) -> dict[str, int]:
    least = row["starts_minute"] + SHORTEST
    ends = min(max(row["ends_minute"] + minutes, least), 2 * DAY_MINUTES)
    return {"ends_minute": ends}


def neighbour(row: Row, asked: Asked, step: int) -> int:
    """The day before or after; at the edge the same day."""
    place = asked.days.index(row["day_id"]) if row["day_id"] in asked.days else 0
    return asked.days[min(max(place + step, 0), len(asked.days) - 1)]


def moved(row: Row, asked: Asked) -> dict[str, int]:
    values = {} if asked.starts is None else placed(row, asked.starts)
    if asked.day_id is not None:
        if asked.day_id not in asked.days:
            raise Refused("This day is no longer part of the draft. Choose another.")
        values["day_id"] = asked.day_id
    return values


def end_after(starts: int, row: Row, asked: Asked) -> int:
    """The end that is meant: of what lies over midnight the one on the next day."""
    if asked.ends is None:
        return int(row["ends_minute"])
    crosses = row["kind"] == "lodging" or row["ends_minute"] > DAY_MINUTES
    if asked.ends <= starts and (crosses or asked.ends == 0):
        return asked.ends + DAY_MINUTES
    return asked.ends


def saved(row: Row, asked: Asked) -> Act:
    """A small form with title, times and day. A new start alone keeps the length."""
    values: dict[str, Any] = moved(row, Asked(day_id=asked.day_id, days=asked.days))
    starts = row["starts_minute"] if asked.starts is None else asked.starts
    ends = end_after(starts, row, asked)
    same_end = asked.ends is None or asked.ends == row["ends_minute"] % DAY_MINUTES
    if starts != row["starts_minute"] and same_end:
        values |= placed(row, starts)
    else:
        values |= {"starts_minute": starts, "ends_minute": ends}
    if asked.title:
        values["title"] = {**row["title"], asked.language: asked.title}
    moves = any(
        values.get(name, row[name]) != row[name]
        for name in ("starts_minute", "ends_minute", "day_id")
    )
    renames = "title" in values and values["title"] != row["title"]
    return Act("item_change" if renames or not moves else "item_move", values)
