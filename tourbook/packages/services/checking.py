"""Looking at a version as it stands: what is wrong with it, and what somebody lets stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tourbook.core import audit, zones
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.formats import ZONE
from tourbook.core.refused import Refused
from tourbook.packages import queries
from tourbook.packages.models import Acceptance, Version
from tourbook.packages.queries.outlines import outline_of
from tourbook.packages.rules import feasibility
from tourbook.packages.rules.checks.problems import Problem, Severity
from tourbook.packages.rules.outline import Outline
from tourbook.packages.services import history

LONGEST_REASON = 500


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


def accept(version: Version, key: str, *, reason: str, at: datetime, actor: Actor) -> Acceptance:
    """Let a warning or a hint stand, for a reason that stays visible. Said again, it changes."""
    reason = reason.strip()
    if not reason:
        raise Refused("Say why this may stand. The reason stays visible.")
    if len(reason) > LONGEST_REASON:
        raise Refused("The reason may have up to %(most)d characters.", most=LONGEST_REASON)
    held = history.hold(version.id)
    if held is None:
        raise history.Gone("This draft is no longer there.")
    seen = look(held, today=zones.local_day(at, ZONE))
    check_can_stand(seen, key)
    standing = seen.accepted.get(key)
    before = None if standing is None else face(standing)
    if standing is None:
        standing = Acceptance(problem=key)
        held.acceptances.append(standing)
    standing.reason, standing.accepted_at, standing.accepted_by = reason, at, actor.label
    held.revision += 1
    db.session.flush()
    audit.record(
        "packages.problem_accept", held, at=at, actor=actor, before=before, after=face(standing)
    )
    return standing


def check_can_stand(seen: Look, key: str) -> None:
    problem = next((problem for problem in seen.problems if problem.key == key), None)
    if problem is None:
        raise Refused("This problem is no longer there, so there is nothing to accept.")
    if problem.severity is Severity.BLOCKS:
        raise Refused("This must be solved before publishing; it cannot be accepted.")


def take_back(version: Version, key: str, *, at: datetime, actor: Actor) -> None:
    """What was accepted counts again."""
    held = history.hold(version.id)
    if held is None:
        raise history.Gone("This draft is no longer there.")
    standing = next((each for each in held.acceptances if each.problem == key), None)
    if standing is None:
        raise Refused("Nobody has accepted this problem, or it was taken back already.")
    audit.record("packages.problem_take_back", held, at=at, actor=actor, before=face(standing))
    held.acceptances.remove(standing)
    held.revision += 1
    db.session.flush()


def face(acceptance: Acceptance) -> dict[str, object]:
    return {"problem": acceptance.problem, "reason": acceptance.reason}


def carry_over(source: Version, copy: Version, *, at: datetime) -> None:
    """What was accepted of a version is accepted of its copy, where that has the problem too."""
    if not source.acceptances:
        return
    fresh = queries.whole(copy.id, fresh=True)
    assert fresh is not None
    problems = look(fresh, today=zones.local_day(at, ZONE)).problems
    there = {problem.key for problem in problems if problem.severity is not Severity.BLOCKS}
    for each in source.acceptances:
        if each.problem in there:
            fresh.acceptances.append(
                Acceptance(
                    problem=each.problem,
                    reason=each.reason,
                    accepted_at=each.accepted_at,
                    accepted_by=each.accepted_by,
                )
            )
    db.session.flush()
