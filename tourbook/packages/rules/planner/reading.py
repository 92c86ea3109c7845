"""The JSON format of a problem, and every way in which it can be wrong.

Times are in minutes and may have decimals, as may scores. All numbers are read exactly, to the
millionth (what is finer is rounded: travel up, the rest to the nearest), and scaled to whole
numbers once. A refusal names the place in the file, such as `visits[3].windows[0].day`.

Besides what the format needs it takes, where given: `place` of a meal; `cost` of a visit in cents
and `limits.budget`; `previous` of a visit, `{"day": 0, "start": 540}`, where it stood before.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from tourbook.core.refused import Refused
from tourbook.packages.rules.planner.json_values import At, parsed
from tourbook.packages.rules.planner.problem import (
    Day,
    Limits,
    Meal,
    Problem,
    Slot,
    Visit,
    windows_by_day,
)

MOST_CHARACTERS = 100_000_000
MOST_VISITS = 1000
MOST_DAYS = 60
MOST_PLACES = 2000
MOST_WINDOWS = 500
#: Every order of a day's meals is tried.
MOST_MEALS_OF_A_DAY = 4
MOST_SECONDS = 24 * 3600
#: A hundred days of minutes; longer times are slips.
MOST_MINUTES = 144_000
MOST_SCORE = 1_000_000
MOST_CENTS = 10**12
#: Digits after the point that count.
DIGITS = 6
FINEST = Decimal(1).scaleb(-DIGITS)
#: A float's noise, which is not rounded up.
NOISE = Decimal("1e-9")


@dataclass(frozen=True)
class Scales:
    """How many units a minute and a point have."""

    minute: int
    point: int
    #: Units that rounding may have taken from each travel time.
    rounding: int

    def time(self, at: At) -> int:
        return int(exact(at.number(most=MOST_MINUTES)) * self.minute)

    def score(self, at: At) -> int:
        return int(exact(at.number(most=MOST_SCORE)) * self.point)


def exact(value: Decimal) -> Decimal:
    return value.quantize(FINEST)


def up(value: Decimal) -> Decimal:
    return (value - NOISE).quantize(FINEST, rounding=ROUND_CEILING) if value else value


def problem_of(text: str) -> Problem:
    """The problem that the JSON text states; refused with the place where it does not."""
    if len(text) > MOST_CHARACTERS:
        raise Refused("%(at)s: The file is too long.", at="problem")
    fields = parsed(text).fields(("days", "visits", "travel"), ("meals", "limits"))
    given_days = fields["days"].items(most=MOST_DAYS, name="days")
    if not given_days:
        fields["days"].refuse("%(at)s: There must be at least one day.")
    given_visits = fields["visits"].items(most=MOST_VISITS, name="visits")
    places, travel = travel_of(fields["travel"])
    scales = scales_of(fields, travel)
    days = tuple(day_of(at, places, scales) for at in given_days)
    return Problem(
        days=days,
        visits=tuple(visits_of(given_visits, days, places, scales)),
        places=tuple(places),
        travel=tuple(tuple(int(entry * scales.minute) for entry in row) for row in travel),
        meals=tuple(meals_of(fields.get("meals"), days, places, scales)),
        limits=limits_of(fields.get("limits"), scales),
        scale=scales.minute,
        score_scale=scales.point,
        rounding=scales.rounding,
    )


def scales_of(fields: Mapping[str, At], travel: list[list[Decimal]]) -> Scales:
    """As many decimals as the file has."""
    others = {key: at.value for key, at in fields.items() if key != "travel"}
    times = digits_in(others, without="score")
    driven = max((digits(entry) for row in travel for entry in row), default=0)
    scores = digits_in([scores_in(fields["visits"].value)], without="")
    most = max(times, driven)
    return Scales(
        minute=10**most, point=10**scores, rounding=10 ** (most - driven) if driven else 0
    )


def scores_in(visits: object) -> list[object]:
    listed = visits if isinstance(visits, list) else []
    return [visit.get("score") for visit in listed if isinstance(visit, Mapping)]


def digits_in(value: object, *, without: str) -> int:
    """The most decimals of any number inside, leaving out what stands under a key."""
    if isinstance(value, Decimal):
        return digits(exact(value)) if value.is_finite() and value < MOST_CENTS else 0
    if isinstance(value, Mapping):
        inside = [member for key, member in value.items() if key not in (without, "seconds")]
    else:
        inside = value if isinstance(value, list) else []
    return max((digits_in(member, without=without) for member in inside), default=0)


def digits(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def travel_of(at: At) -> tuple[dict[str, int], list[list[Decimal]]]:
    fields = at.fields(("places", "minutes"))
    listed = fields["places"].items(most=MOST_PLACES, name="places")
    places: dict[str, int] = {}
    for place in listed:
        if place.text() in places:
            place.refuse('%(at)s: The place "%(place)s" stands twice.', place=place.value)
        places[place.value] = len(places)
    rows = fields["minutes"].items(most=MOST_PLACES, name="rows")
    check_size(fields["minutes"], len(rows), len(places))
    return places, [row_of(row, number, len(places)) for number, row in enumerate(rows)]


def check_size(at: At, found: int, wanted: int) -> None:
    if found != wanted:
        at.refuse(
            "%(at)s: There are %(found)d entries for %(wanted)d places.",
            found=found,
            wanted=wanted,
        )


def row_of(at: At, number: int, size: int) -> list[Decimal]:
    entries = at.items(most=MOST_PLACES, name="entries")
    check_size(at, len(entries), size)
    row = [up(entry.number(most=MOST_MINUTES)) for entry in entries]
    if row[number]:
        entries[number].refuse("%(at)s: From a place to itself it takes no time: write 0.")
    return row


def place_of(at: At, places: Mapping[str, int]) -> int:
    name = at.text()
    if name not in places:
        at.refuse('%(at)s: There is no place "%(place)s" in travel.places.', place=name)
    return places[name]


def day_of(at: At, places: Mapping[str, int], scales: Scales) -> Day:
    fields = at.fields(("start", "end", "from", "to"))
    start, end = ordered(fields["start"], fields["end"], scales)
    return Day(start, end, place_of(fields["from"], places), place_of(fields["to"], places))


def ordered(first: At, last: At, scales: Scales) -> tuple[int, int]:
    begins, ends = scales.time(first), scales.time(last)
    if begins > ends:
        first.refuse("%(at)s: This lies after %(other)s.", other=last.path)
    return begins, ends


def day_number(at: At, days: tuple[Day, ...]) -> int:
    number = at.whole(most=MOST_MINUTES)
    if number >= len(days):
        at.refuse(
            "%(at)s: There is no day %(number)d. The days are numbered from 0 to %(last)d.",
            number=number,
            last=len(days) - 1,
        )
    return number


def visits_of(
    listed: list[At], days: tuple[Day, ...], places: Mapping[str, int], scales: Scales
) -> Iterator[Visit]:
    seen: Counter[str] = Counter()
    for at in listed:
        visit = visit_of(at, days, places, scales)
        seen[visit.id] += 1
        if seen[visit.id] > 1:
            at.member("id").refuse('%(at)s: Another visit has the id "%(id)s".', id=visit.id)
        yield visit


def visit_of(at: At, days: tuple[Day, ...], places: Mapping[str, int], scales: Scales) -> Visit:
    fields = at.fields(
        ("id", "place", "minutes", "score"), ("must", "group", "windows", "cost", "previous")
    )
    minutes = scales.time(fields["minutes"])
    slots = slots_of(fields.get("windows"), days, scales)
    return Visit(
        id=fields["id"].text(),
        place=place_of(fields["place"], places),
        minutes=minutes,
        score=scales.score(fields["score"]),
        windows=windows_by_day(days, slots, minutes),
        must="must" in fields and fields["must"].flag(),
        groups=groups_of(fields.get("group")),
        slots=slots,
        cost=fields["cost"].whole(most=MOST_CENTS) if "cost" in fields else 0,
        previous=previous_of(fields.get("previous"), days, scales),
    )


def groups_of(at: At | None) -> tuple[str, ...]:
    if at is None:
        return ()
    if isinstance(at.value, str):
        return (at.text(),)
    if not isinstance(at.value, list):
        at.refuse("%(at)s: This must be null, a text or a list of texts.")
    return tuple(dict.fromkeys(group.text() for group in at.items(most=100, name="groups")))


def slots_of(at: At | None, days: tuple[Day, ...], scales: Scales) -> tuple[Slot, ...] | None:
    """None for any time: nothing given, or an empty list."""
    windows = [] if at is None else at.items(most=MOST_WINDOWS, name="windows")
    if not windows:
        return None
    slots: list[Slot] = []
    for key, window in enumerate(windows):
        fields = window.fields(("day", "earliest", "latest"))
        earliest, latest = ordered(fields["earliest"], fields["latest"], scales)
        slots.append(Slot(day_number(fields["day"], days), earliest, latest, key))
    return tuple(slots)


def previous_of(at: At | None, days: tuple[Day, ...], scales: Scales) -> tuple[int, int] | None:
    if at is None:
        return None
    fields = at.fields(("day", "start"))
    return day_number(fields["day"], days), scales.time(fields["start"])


def meals_of(
    at: At | None, days: tuple[Day, ...], places: Mapping[str, int], scales: Scales
) -> Iterator[Meal]:
    if at is None:
        return
    count: Counter[int] = Counter()
    for meal in at.items(most=MOST_DAYS * MOST_MEALS_OF_A_DAY, name="meals"):
        fields = meal.fields(("day", "earliest", "latest", "minutes"), ("place",))
        day = day_number(fields["day"], days)
        count[day] += 1
        if count[day] > MOST_MEALS_OF_A_DAY:
            fields["day"].refuse(
                "%(at)s: A day can have %(most)d meals at most.", most=MOST_MEALS_OF_A_DAY
            )
        earliest, latest = ordered(fields["earliest"], fields["latest"], scales)
        place = place_of(fields["place"], places) if "place" in fields else None
        yield Meal(day, earliest, latest, scales.time(fields["minutes"]), place)


def limits_of(at: At | None, scales: Scales) -> Limits:
    if at is None:
        return Limits()
    fields = at.fields((), ("seconds", "driving_minutes_per_day", "driving_break", "budget"))
    limits = Limits()
    if "driving_break" in fields:
        pair = fields["driving_break"].items(most=2, name="numbers")
        check_pair(fields["driving_break"], len(pair))
        limits = Limits(stretch=scales.time(pair[0]), rest=scales.time(pair[1]))
    return Limits(
        seconds=float(fields["seconds"].number(most=MOST_SECONDS))
        if "seconds" in fields
        else limits.seconds,
        driving=scales.time(fields["driving_minutes_per_day"])
        if "driving_minutes_per_day" in fields
        else None,
        stretch=limits.stretch,
        rest=limits.rest,
        budget=fields["budget"].whole(most=MOST_CENTS) if "budget" in fields else None,
    )


def check_pair(at: At, found: int) -> None:
    if found != 2:
        at.refuse("%(at)s: This must be two numbers: the driving and the break after it.")
