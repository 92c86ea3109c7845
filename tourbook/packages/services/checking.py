"""Looking at a version as it stands: what is wrong with it, and what was accepted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tourbook.packages.models import Acceptance, Version
from tourbook.packages.queries.outlines import outline_of
from tourbook.packages.rules import feasibility
from tourbook.packages.rules.outline import Outline
from tourbook.packages.rules.problems import Problem


@dataclass(frozen=True)
class Look:
    """A version, what is wrong with it, and what somebody lets stand, by the problem's key."""

    outline: Outline
    problems: Sequence[Problem]
    accepted: Mapping[str, Acceptance]


def look(version: Version, *, today: date) -> Look:
    outline = outline_of(version, today=today)
    accepted = {acceptance.problem: acceptance for acceptance in version.acceptances}
    return Look(outline, feasibility.problems_of(outline), accepted)
