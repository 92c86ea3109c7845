"""Whether the people of the group are had: how many they are, and what they need."""

from collections.abc import Iterator

from tourbook.core.languages import N_
from tourbook.packages.rules.outline import Outline
from tourbook.packages.rules.problems import Problem, Remedy, Severity, WayOut


def party_too_large(outline: Outline) -> Iterator[Problem]:
    for stop in outline.stops:
        if stop.offer is None or stop.offer.party_max >= outline.party_max:
            continue
        yield Problem(
            "party_too_large",
            Severity.BLOCKS,
            N_("%(item)s takes groups of up to %(limit)d; the party may be as large as %(party)d."),
            [
                WayOut(
                    N_("Lower the largest party of this version, or choose another component."),
                    Remedy.OPEN,
                    values={"page": "settings"},
                )
            ],
            {"item": stop.title, "limit": stop.offer.party_max, "party": outline.party_max},
            (stop.id,),
            (stop.lineage,),
        )


def party_too_small(outline: Outline) -> Iterator[Problem]:
    for stop in outline.stops:
        if stop.offer is None or stop.offer.party_min <= outline.party_min:
            continue
        yield Problem(
            "party_too_small",
            Severity.WARNS,
            N_("%(item)s wants groups of %(limit)d or more; the party may be %(party)d."),
            [
                WayOut(
                    N_("Raise the smallest party, or ask the host about small groups."),
                    Remedy.OPEN,
                    values={"page": "settings"},
                )
            ],
            {"item": stop.title, "limit": stop.offer.party_min, "party": outline.party_min},
            (stop.id,),
            (stop.lineage,),
        )
