"""The table of the ladder as text, for documents and for those who read a change to it."""

from tourbook.bookings.rules.ladder import TABLE, Move, Who

HEADINGS = ("from", "to", "verb", "who", "reason from", "places")


def drawing() -> str:
    """The table as text, one move on a line."""
    rows = [HEADINGS, *(cells(one) for one in TABLE)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def cells(one: Move) -> tuple[str, ...]:
    start = one.start.value if one.start else "(new)"
    return start, one.end.value, one.verb, names(one.by), names(one.reason), one.effect.value


def names(people: frozenset[Who]) -> str:
    return ", ".join(who.value for who in Who if who in people) or "-"
