"""What the version promises beside its items: what is learnt, and what it costs."""

from collections.abc import Iterator

from tourbook.core.languages import N_
from tourbook.packages.rules.outline import Outline
from tourbook.packages.rules.problems import Problem, Remedy, Severity, WayOut


def objectives_unserved(outline: Outline) -> Iterator[Problem]:
    page = {"page": "objectives"}
    if not outline.goals:
        yield Problem(
            "no_objectives",
            Severity.WARNS,
            N_("Nothing says yet what participants learn, so the report cannot tell it either."),
            [WayOut(N_("Add two to five learning objectives."), Remedy.OPEN, values=page)],
        )
    mains = {stop.id for stop in outline.running if not stop.optional}
    for goal in outline.goals:
        if not goal.stop_ids:
            yield Problem(
                "objective_unserved",
                Severity.BLOCKS,
                N_("No item serves the objective %(code)s."),
                [
                    WayOut(
                        N_("Tick the items that serve it, or remove the objective."),
                        Remedy.OPEN,
                        values=page,
                    )
                ],
                {"code": goal.code},
                objective=goal.code,
            )
        elif not goal.stop_ids & mains:
            yield Problem(
                "objective_optional",
                Severity.HINT,
                N_("Only optional items serve the objective %(code)s."),
                [
                    WayOut(
                        N_("Let an item that everybody attends serve it too."),
                        Remedy.OPEN,
                        values=page,
                    )
                ],
                {"code": goal.code},
                objective=goal.code,
            )


def prices_missing(outline: Outline) -> Iterator[Problem]:
    for first, last in outline.priceless:
        yield Problem(
            "price_missing",
            Severity.BLOCKS,
            N_("Groups of %(first)d to %(last)d have no price."),
            [
                WayOut(
                    N_("Add a price row for these sizes, or change the party of this version."),
                    Remedy.OPEN,
                    values={"page": "prices"},
                )
            ],
            {"first": first, "last": last},
            part=f"{first}-{last}",
        )
