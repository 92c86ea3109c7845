"""The learning objectives of a draft: written with their scale, and put in order."""

from datetime import datetime

from tourbook.core.audit import Actor
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.packages.models import Objective, Version
from tourbook.packages.rules import coverage
from tourbook.packages.rules.coverage import Anchors
from tourbook.packages.rules.drafting.merging import NO_CHOICE, Choice, Merge
from tourbook.packages.services import parts
from tourbook.packages.services.history import change_row, recording


def add(
    version: Version, *, text: Texts, anchors: Anchors, at: datetime, actor: Actor
) -> Objective:
    coverage.check_anchors(anchors)
    return parts.add_objective(version, text=text, anchors=anchors, at=at, actor=actor)


def reword(
    objective: Objective,
    *,
    text: Texts,
    anchors: Anchors,
    revision: int,
    at: datetime,
    actor: Actor,
    choice: Choice = NO_CHOICE,
) -> Merge:
    """Give an objective and its scale other words, seen at this revision of the objective."""
    coverage.check_anchors(anchors)
    version = objective.version
    low, middle, high = anchors
    wanted = {
        "text": text.as_dict(),
        "anchor_low": low.as_dict(),
        "anchor_middle": middle.as_dict(),
        "anchor_high": high.as_dict(),
    }
    with recording(version, "objective_change", subject=text, at=at, actor=actor):
        row = parts.present_objective(objective)
        merge = change_row(version, "objective", row, wanted, seen=revision, choice=choice)
        coverage.check_anchors(coverage.anchors_of(row))
    return merge


def move_up(objective: Objective, *, at: datetime, actor: Actor) -> None:
    """Before the one that stands before it now."""
    _swap(objective, -1, at=at, actor=actor)


def move_down(objective: Objective, *, at: datetime, actor: Actor) -> None:
    _swap(objective, 1, at=at, actor=actor)


def _swap(objective: Objective, step: int, *, at: datetime, actor: Actor) -> None:
    version = objective.version
    with recording(version, "objective_move", subject=objective.text, at=at, actor=actor):
        ordered = sorted(version.objectives, key=lambda each: (each.position, each.id))
        place = ordered.index(parts.present_objective(objective))
        if not 0 <= place + step < len(ordered):
            raise Refused("The objective stands at the end of the list already.")
        ordered[place], ordered[place + step] = ordered[place + step], ordered[place]
        for position, each in enumerate(ordered, 1):
            each.position = position
