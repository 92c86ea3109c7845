"""What the figures say, in plain sentences of the reader's language.

Each sentence gives how many people it speaks of, and how sure it is.
"""

from collections.abc import Mapping
from typing import Any

from babel.numbers import format_decimal

from tourbook.core import formats
from tourbook.core.languages import in_language
from tourbook.core.texts import Texts
from tourbook.learning.rules.statistics import Status

Figures = Mapping[str, Any]


def decimal(value: float, language: str) -> str:
    return format_decimal(round(value, 1) + 0.0, "0.0", locale=formats.locale(language))


def signed(value: float, language: str) -> str:
    """With its sign: plus, or a true minus."""
    shown = round(value, 1) + 0.0
    pattern = "+0.0;\u22120.0" if shown else "0.0"
    return format_decimal(shown, pattern, locale=formats.locale(language))


def percent(value: float, language: str) -> str:
    return formats.percent(value, language)


def named(texts: Mapping[str, str], language: str) -> str:
    return Texts.of(texts).get(language)


def hidden(n: int, language: str) -> str:
    """Why a figure is not there."""
    if n == 0:
        return in_language(language, "No figure can be shown.")
    return in_language(language, "n = %(n)d, hidden to protect people", n=n)


def share(of: Figures, language: str) -> str:
    return in_language(
        language,
        "%(k)d of %(n)d (95 %% interval %(low)s to %(high)s)",
        k=of["k"],
        n=of["n"],
        low=percent(of["low"], language),
        high=percent(of["high"], language),
    )


def change(of: Figures, language: str) -> str:
    """How far people moved, in what interval, and how many each way."""
    if of["value"] is None:
        return hidden(of["n"], language)
    moved = in_language(
        language,
        "%(improved)d rated themselves higher, %(same)d the same, %(declined)d lower.",
        improved=of["improved"],
        same=of["same"],
        declined=of["declined"],
    )
    if of["status"] == Status.NO_SPREAD:
        alike = in_language(
            language,
            "All %(n)d moved by %(change)s: there is no spread to estimate an interval from.",
            n=of["n"],
            change=signed(of["value"], language),
        )
        return f"{alike} {moved}"
    size = in_language(
        language,
        "Mean change %(change)s points (95 %% interval %(low)s to %(high)s, n = %(n)d).",
        change=signed(of["value"], language),
        low=signed(of["low"], language),
        high=signed(of["high"], language),
        n=of["n"],
    )
    return f"{size} {moved}"


def sureness(of: Figures, language: str) -> str | None:
    """What the interval tells about groups like this one; nothing where there is none."""
    if of["low"] is None:
        return None
    if of["low"] > 0:
        return in_language(
            language,
            "The whole interval lies above zero: groups like this one would most likely move up.",
        )
    if of["high"] < 0:
        return in_language(
            language,
            "The whole interval lies below zero: groups like this one would most likely move down.",
        )
    return in_language(
        language, "The interval reaches zero: so few answers cannot tell a change from none."
    )


def certainty(figures: Figures, language: str) -> list[str]:
    """What the intervals tell, once for all objectives of which it is true."""
    alike: dict[str, list[str]] = {}
    for one in shown_changes(figures):
        told = sureness(one["change"], language)
        if told is not None:
            alike.setdefault(told, []).append(named(one["name"], language))
    if len(alike) == 1 and len(*alike.values()) == len(figures["objectives"]) > 1:
        return [in_language(language, "All objectives: %(told)s", told=told) for told in alike]
    return [f"{'; '.join(names)}: {told}" for told, names in alike.items()]


def shift(figures: Figures, language: str) -> list[str]:
    """What a yardstick that moved is, if any figure of it is shown."""
    if all(one["shift"]["shift"] is None for one in figures["objectives"]):
        return []
    return [
        in_language(
            language,
            "The true change is the rating now less the rating that was given before the visit."
            " Afterwards people also rated how it had been before; seen from there they often put"
            " their starting point lower, because they now know what there is to know. The rating"
            " now less that starting point is the change as seen afterwards, and the difference"
            " between the two changes is the response shift: the yardstick moved, not the skill."
            " What people gained lies most likely between the two changes.",
        )
    ]


def headlines(figures: Figures, language: str) -> list[str]:
    """What the report says first; empty if nothing may be shown."""
    said = [
        objectives(figures, language),
        largest(figures, language),
        most_useful(figures, language),
        recommended(figures, language),
    ]
    return [sentence for sentence in said if sentence]


def shown_changes(figures: Figures) -> list[Figures]:
    return [one for one in figures["objectives"] if one["change"]["value"] is not None]


def objectives(figures: Figures, language: str) -> str | None:
    shown = shown_changes(figures)
    if not shown:
        return None
    return in_language(
        language,
        "After the visit the group rated itself higher than before on %(up)d of %(all)d learning"
        " objectives. On %(clear)d of them the whole 95 %% interval of the change lies above zero.",
        up=sum(one["change"]["value"] > 0 for one in shown),
        all=len(shown),
        clear=sum((one["change"]["low"] or 0) > 0 for one in shown),
    )


def largest(figures: Figures, language: str) -> str | None:
    risen = [one for one in shown_changes(figures) if one["change"]["value"] > 0]
    if not risen:
        return None
    first = max(risen, key=lambda one: (one["change"]["value"], one["code"]))
    told = in_language(
        language,
        "Largest change: “%(name)s”, from %(before)s to %(now)s on a scale from 1 to 5.",
        name=named(first["name"], language),
        before=decimal(first["pre"]["value"], language),
        now=decimal(first["now"]["value"], language),
    )
    return f"{told} {change(first['change'], language)}"


def most_useful(figures: Figures, language: str) -> str | None:
    rated = [one for one in figures["items"] if one["top"]["value"] is not None]
    liked = [one for one in rated if one["top"]["k"] > 0]
    if not liked:
        return None
    first = max(liked, key=lambda one: (one["top"]["value"], one["n"], one["code"]))
    return in_language(
        language,
        "Most useful: “%(name)s”. %(k)d of %(n)d people rated it 4 or 5 of 5 (95 %% interval of"
        " the share %(low)s to %(high)s).",
        name=named(first["name"], language),
        k=first["top"]["k"],
        n=first["top"]["n"],
        low=percent(first["top"]["low"], language),
        high=percent(first["top"]["high"], language),
    )


def recommended(figures: Figures, language: str) -> str | None:
    of = figures["recommend"]
    if of["status"] == Status.SUPPRESSED:
        return None
    return in_language(
        language,
        "Would they recommend the visit, from 0 to 10? Of %(n)d people %(promoters)d said 9 or 10,"
        " %(passives)d said 7 or 8, and %(detractors)d said 0 to 6.",
        promoters=of["promoters"],
        passives=of["passives"],
        detractors=of["detractors"],
        n=of["n"],
    )


def nothing_shown(language: str) -> str:
    return in_language(
        language,
        "Fewer than five people answered, so no result is shown: it would tell what one person"
        " said.",
    )


def caution(language: str) -> str:
    return in_language(
        language,
        "These are people's own ratings, not tests, and there is no group to compare with: they"
        " show that people changed during the visit, not by themselves that the visit did it.",
    )
