"""Sections of what was rated: the learning objectives and the items of the programme."""

from collections.abc import Sequence
from typing import Any

from tourbook.core.languages import in_language
from tourbook.documents import charts
from tourbook.documents.charts import Figure
from tourbook.learning.papers.parts import NONE, Section, pictured, section
from tourbook.learning.rules import sentences
from tourbook.learning.rules.sentences import Figures, decimal, named, percent, signed


def learning_section(figures: Figures, language: str) -> Section:
    """Each objective: before, "before" as seen afterwards, and now."""
    of = figures["objectives"]
    heading = in_language(language, "Learning objectives")
    if not of:
        return section(heading, [in_language(language, "This package has no objectives.")])
    said = [
        f"{named(one['name'], language)}: {sentences.change(one['change'], language)}" for one in of
    ]
    return section(
        heading,
        [*said, *sentences.certainty(figures, language), *sentences.shift(figures, language)],
        figures=[pictured(objectives_chart(figures, language))],
        tables=[moves_table(figures, language), changes_table(figures, language)],
    )


def objectives_chart(figures: Figures, language: str) -> Figure:
    shown = sentences.shown_changes(figures)
    return charts.dumbbell(
        "f-objectives",
        [objective_mark(one, language) for one in figures["objectives"]],
        title=in_language(language, "Learning objectives, on a scale from 1 to 5"),
        description=in_language(
            language,
            "For each objective the mean before the visit, before as seen afterwards, and now;"
            " beside it the mean change with its 95 %% interval. Shown: %(shown)d of %(all)d."
            " The table below says the same.",
            shown=len(shown),
            all=len(figures["objectives"]),
        ),
        words=charts.DumbbellWords(
            objective=in_language(language, "Objective"),
            pre=in_language(language, "Before"),
            then=in_language(language, "Before, as seen afterwards"),
            now=in_language(language, "Now"),
            rating=in_language(language, "Mean rating, 1 to 5"),
            change=in_language(language, "Change on the scale"),
            interval=in_language(language, "95 per cent interval"),
            pairs=in_language(language, "Pairs"),
        ),
        language=language,
    )


def objective_mark(one: Figures, language: str) -> charts.ObjectiveChange:
    change = one["change"]
    shown = change["value"] is not None
    return charts.ObjectiveChange(
        label=named(one["name"], language),
        pairs=change["n"],
        pre=one["pre"]["value"] if shown else None,
        then=one["then"]["value"],
        now=one["now"]["value"] if shown else None,
        change=change["value"],
        low=change["low"],
        high=change["high"],
        note="" if shown else sentences.hidden(change["n"], language),
    )


def moves_table(figures: Figures, language: str) -> dict[str, Any]:
    return {
        "caption": in_language(language, "How many moved"),
        "header": [
            in_language(language, "Objective"),
            in_language(language, "Higher"),
            in_language(language, "Same"),
            in_language(language, "Lower"),
            in_language(language, "Share higher, with its 95 per cent interval"),
        ],
        "rows": [moves_row(one, language) for one in figures["objectives"]],
    }


def moves_row(one: Figures, language: str) -> list[str]:
    change, name = one["change"], named(one["name"], language)
    if change["value"] is None:
        return [name, NONE, NONE, NONE, sentences.hidden(change["n"], language)]
    risen = change["improved_share"]
    counts = (str(change[key]) for key in ("improved", "same", "declined"))
    return [name, *counts, span(risen["low"], risen["high"], language, percent)]


def changes_table(figures: Figures, language: str) -> dict[str, Any]:
    """Both changes and the shift between them, over those who gave all three ratings."""
    return {
        "caption": in_language(language, "True change, and the change as seen afterwards"),
        "header": [
            in_language(language, "Objective"),
            in_language(language, "True change"),
            in_language(language, "Change as seen afterwards"),
            in_language(language, "Response shift"),
            in_language(language, "People"),
        ],
        "rows": [changes_row(one, language) for one in figures["objectives"]],
    }


def changes_row(one: Figures, language: str) -> list[str]:
    shift, seen, name = one["shift"], one["then_change"], named(one["name"], language)
    if shift["shift"] is not None:
        sizes = (signed(shift[key], language) for key in ("true_change", "then_change", "shift"))
        return [name, *sizes, str(shift["n"])]
    if seen["value"] is not None:
        return [name, NONE, signed(seen["value"], language), NONE, str(seen["n"])]
    return [name, NONE, NONE, NONE, sentences.hidden(seen["n"], language)]


def span(low: float | None, high: float | None, language: str, write: Any) -> str:
    if low is None or high is None:
        return NONE
    return f"{write(low, language)} … {write(high, language)}"


def usefulness_section(figures: Figures, language: str) -> Section:
    heading = in_language(language, "Usefulness of the programme")
    items = figures["items"]
    if not items:
        return section(heading, [in_language(language, "No item of the programme was rated.")])
    text = in_language(
        language,
        "Each item was rated by those who attended it, from 1 (cannot use it) to 5 (will use it"
        " right away). The numbers in the bars are people.",
    )
    return section(
        heading,
        [text],
        figures=[pictured(usefulness_chart(items, language))],
        tables=[usefulness_table(items, language)],
    )


def usefulness_chart(items: Sequence[Figures], language: str) -> Figure:
    return charts.likert(
        "f-usefulness",
        [
            charts.LikertRow(
                label=named(one["name"], language),
                counts=counts_of(one),
                note=usefulness_note(one, language),
            )
            for one in items
        ],
        title=in_language(language, "Usefulness for one's own work"),
        description=in_language(
            language,
            "For each programme item how many people rated it 1 to 5, as bars that part at 3."
            " The table below says the same.",
        ),
        words=charts.LikertWords(
            question=in_language(language, "Programme item"),
            answers=("1", "2", "3", "4", "5"),
            axis=in_language(language, "Share of those who rated it"),
            people=in_language(language, "People"),
        ),
        language=language,
    )


def counts_of(one: Figures) -> tuple[int, ...]:
    counts = one["counts"]
    return (0,) * 5 if counts is None or None in counts else tuple(counts)


def usefulness_note(one: Figures, language: str) -> str:
    if one["range"]:
        return in_language(
            language, "n = %(n)d, between %(low)d and %(high)d", n=one["n"], low=1, high=2
        )
    return f"n = {one['n']}" if sum(counts_of(one)) else sentences.hidden(one["n"], language)


def usefulness_table(items: Sequence[Figures], language: str) -> dict[str, Any]:
    return {
        "caption": in_language(language, "Means, and shares that rated 4 or 5"),
        "header": [
            in_language(language, "Programme item"),
            in_language(language, "People"),
            in_language(language, "Mean"),
            in_language(language, "Rated 4 or 5"),
        ],
        "rows": [
            [
                named(one["name"], language),
                str(one["n"]),
                NONE if one["mean"]["value"] is None else decimal(one["mean"]["value"], language),
                sentences.hidden(one["n"], language)
                if one["top"]["value"] is None
                else sentences.share(one["top"], language),
            ]
            for one in items
        ],
    }
