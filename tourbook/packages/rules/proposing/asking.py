"""What an organiser asks of a programme that is to be proposed, as plain values and as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

#: A component counts so much where nobody says otherwise; 1 is a little, 5 very much.
USUAL_WEIGHT = 3
LEAST_WEIGHT, MOST_WEIGHT = 1, 5


class Wish(StrEnum):
    MUST = "must"
    MAY = "may"
    NEVER = "never"


class Eating(StrEnum):
    """Where a meal is eaten that the draft does not hold yet."""

    #: No time is kept for it.
    NONE = "none"
    #: Wherever the group is then.
    ANYWHERE = "anywhere"
    #: At a meal of the library.
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class MealAsk:
    eating: Eating = Eating.ANYWHERE
    component_id: int | None = None


@dataclass(frozen=True, slots=True)
class DayAsk:
    """Minutes after midnight; a place that is not said is wherever the first or last visit is."""

    number: int
    starts: int
    ends: int
    from_place: int | None = None
    to_place: int | None = None
    lunch: MealAsk = MealAsk()
    dinner: MealAsk = MealAsk()
    #: Lodging of the library for the night after the day, where the draft has none.
    lodging_id: int | None = None


@dataclass(frozen=True, slots=True)
class Want:
    wish: Wish = Wish.MAY
    weight: int = USUAL_WEIGHT


USUAL_WANT = Want()


@dataclass(frozen=True)
class Ask:
    days: tuple[DayAsk, ...]
    #: Persons, escorts included.
    group: int
    #: One of them must be had at each visit.
    languages: frozenset[str] = frozenset({"en"})
    #: Net cents for the whole programme at that size; None: no limit.
    budget_cents: int | None = None
    #: The candidates, by the component's key.
    wants: Mapping[int, Want] = field(default_factory=dict)
    #: What the candidates were narrowed by; empty: nothing.
    themes: frozenset[int] = frozenset()
    towns: frozenset[int] = frozenset()
    kinds: frozenset[str] = frozenset()

    def want(self, component_id: int) -> Want:
        return self.wants.get(component_id, USUAL_WANT)

    def day(self, number: int) -> DayAsk:
        return next(day for day in self.days if day.number == number)


def as_json(ask: Ask) -> dict[str, Any]:
    return {
        "days": [day_as_json(day) for day in ask.days],
        "group": ask.group,
        "languages": sorted(ask.languages),
        "budget_cents": ask.budget_cents,
        "wants": [
            [component_id, want.wish.value, want.weight]
            for component_id, want in sorted(ask.wants.items())
        ],
        "themes": sorted(ask.themes),
        "towns": sorted(ask.towns),
        "kinds": sorted(ask.kinds),
    }


def day_as_json(day: DayAsk) -> dict[str, Any]:
    return {
        "number": day.number,
        "starts": day.starts,
        "ends": day.ends,
        "from": day.from_place,
        "to": day.to_place,
        "lunch": [day.lunch.eating.value, day.lunch.component_id],
        "dinner": [day.dinner.eating.value, day.dinner.component_id],
        "lodging": day.lodging_id,
    }


def from_json(kept: Mapping[str, Any]) -> Ask:
    return Ask(
        days=tuple(day_from_json(day) for day in kept["days"]),
        group=kept["group"],
        languages=frozenset(kept["languages"]),
        budget_cents=kept["budget_cents"],
        wants={
            component_id: Want(Wish(wish), weight) for component_id, wish, weight in kept["wants"]
        },
        themes=frozenset(kept["themes"]),
        towns=frozenset(kept["towns"]),
        kinds=frozenset(kept["kinds"]),
    )


def day_from_json(kept: Mapping[str, Any]) -> DayAsk:
    lunch, dinner = (MealAsk(Eating(kept[meal][0]), kept[meal][1]) for meal in ("lunch", "dinner"))
    return DayAsk(
        number=kept["number"],
        starts=kept["starts"],
        ends=kept["ends"],
        from_place=kept["from"],
        to_place=kept["to"],
        lunch=lunch,
        dinner=dinner,
        lodging_id=kept["lodging"],
    )
