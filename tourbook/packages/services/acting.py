"""One press in the builder: an act on an item as the person saw it, laid on the item as it is."""

from dataclasses import dataclass
from datetime import datetime

from tourbook.core.audit import Actor
from tourbook.packages.models import Item, Version
from tourbook.packages.queries import edits
from tourbook.packages.rules.drafting import acting, rows
from tourbook.packages.rules.drafting.acting import Asked
from tourbook.packages.rules.drafting.merging import NO_CHOICE, Choice, Merge
from tourbook.packages.rules.outline import DAY_MINUTES
from tourbook.packages.services import drafts


@dataclass(frozen=True)
class Seen:
    """From which revision of the item the press was made."""

    revision: int
    choice: Choice = NO_CHOICE


def act(
    version: Version,
    item: Item,
    name: str,
    asked: Asked,
    *,
    seen: Seen,
    at: datetime,
    actor: Actor,
) -> Merge | None:
    """Do it. The draft is held; None where nothing could be laid together (copies, removals)."""
    if name == "remove":
        drafts.remove_item(item, revision=seen.revision, at=at, actor=actor)
        return None
    if name == "copy":
        starts = min(item.ends_minute, DAY_MINUTES - acting.NUDGE)
        if item.ends_minute > DAY_MINUTES:
            starts = item.starts_minute
        drafts.copy_item(item, day=item.day, starts=starts, at=at, actor=actor)
        return None
    wanted = acting.act_of(name, row_seen(version, item, seen.revision), asked)
    return drafts.adjust_item(
        item,
        wanted.values,
        verb=wanted.verb,
        revision=seen.revision,
        at=at,
        actor=actor,
        choice=seen.choice,
    )


def row_seen(version: Version, item: Item, revision: int) -> rows.Row:
    """The item as it was at that revision; as it is where nobody remembers."""
    if revision == item.revision:
        return rows.row_of("item", item)
    known = edits.row_at(version.id, "item", str(item.id), revision)
    return known or rows.row_of("item", item)
