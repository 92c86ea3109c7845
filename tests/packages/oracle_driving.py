"""The law of the coach driver's day told again, minute by minute on a strip of time.

A strip has one letter for each minute: `d` drives, `w` works, `.` is the driver's own. Written from
the text of Regulation (EC) No 561/2006 and (EU) 2024/1258; it shares no line with the rules.
"""

import re

DAY = 1440


def strip(tasks: list[tuple[int, int, bool]]) -> str:
    minutes = ["."] * max((ends for _starts, ends, _drives in tasks), default=0)
    for starts, ends, drives in tasks:
        for minute in range(starts, ends):
            minutes[minute] = "d" if drives else "w"
    return "".join(minutes)


def too_long_without_break(minutes: str) -> bool:
    """Article 7: somewhere more than 270 minutes are driven since the last whole break.

    A whole break is 45 minutes at once, or two of at least 15 that together make 45.
    """
    driven = 0
    first = 0
    for part in re.finditer(r"\.+|[dw]+", minutes.lstrip(".")):
        length = len(part.group())
        if part.group()[0] != ".":
            for letter in part.group():
                driven += letter == "d"
                if driven > 270:
                    return True
        elif length >= 45 or (length >= 15 and first >= 15 and first + length >= 45):
            driven, first = 0, 0
        elif length >= 15:
            first = max(first, length)
    return False


def days(minutes: str) -> list[tuple[int, str, int]]:
    """Start, strip and rest after it, of each piece between rests of nine hours or more."""
    found = []
    for part in re.finditer(r"[dw](?:[dw]|\.{1,539}(?=[dw]))*", minutes):
        after = re.match(r"\.*", minutes[part.end() :])
        rest = len(after.group()) if after and part.end() < len(minutes) else 10**6
        found.append((part.start(), part.group(), rest))
    return found


def driven_too_much(minutes: str) -> set[tuple[str, int]]:
    """Article 6(1), with the week beginning at minute 0."""
    found = set()
    long_days: dict[int, int] = {}
    for start, work, _rest in days(minutes):
        driven = work.count("d")
        if driven > 600:
            found.add(("day", start))
        elif driven > 540:
            week = start // (7 * DAY)
            long_days[week] = long_days.get(week, 0) + 1
            if long_days[week] > 2:
                found.add(("long_days", start))
    return found


def weeks_too_much(minutes: str) -> set[tuple[str, int]]:
    """Articles 6(2) and (3)."""
    driven = [
        minutes[start : start + 7 * DAY].count("d") for start in range(0, len(minutes), 7 * DAY)
    ]
    found = {("week", number) for number, each in enumerate(driven) if each > 3360}
    return found | {
        ("fortnight", number)
        for number, pair in enumerate(zip(driven, [*driven[1:], 0], strict=True))
        if sum(pair) > 5400 and driven[number]
    }


def rested_too_little(minutes: str) -> bool:
    """Article 8(2) and (4) for tours of up to five days, where nothing may be later.

    In the 24 hours from the start of each day's work there are eleven hours of rest at its end, or
    nine with three before; three times between weekly rests nine are enough.
    """
    short = 0
    for start, work, rest in days(minutes):
        left = min(rest, max(0, DAY - len(work)))
        halves = max((len(gap) for gap in re.findall(r"\.+", work)), default=0) >= 180
        if left < 540:
            return True
        if left < 660 and not halves:
            short += 1
            if short > 3:
                return True
        if rest >= DAY:
            short = 0
        assert start >= 0
    return False
