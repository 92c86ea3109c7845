"""What changed in sum, and for whom: parts of the programme and requests before and after.

A change keeps the rows that it touches as plain values, before and after. Several changes that
nobody was told of are one difference: from how things stood first to how they stand now. What
came back to where it was is no difference.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.departures.models import Change, DatedItem, RequestState, ServiceRequest

#: So long a change can be undone before anybody is told of it.
BEFORE_TELLING = timedelta(minutes=10)
#: A host that said so itself need not be told.
ENDED_BY_HOST = (RequestState.DECLINED, RequestState.WITHDRAWN, RequestState.LAPSED)

Row = Mapping[str, Any]


@dataclass(frozen=True)
class ItemFace:
    """A part of the programme as its visitors know it."""

    starts_at: datetime
    ends_at: datetime
    title: Texts
    place_id: int | None
    component_id: int | None


@dataclass(frozen=True)
class ItemDifference:
    """A part that is not what it was; None: it is not in the programme."""

    item_id: int
    before: ItemFace | None
    after: ItemFace | None


@dataclass(frozen=True)
class Asked:
    """What a host was asked: sent, and neither called off nor answered with no."""

    id: int
    item_id: int
    organisation_id: int
    component_id: int
    starts_at: datetime
    ends_at: datetime
    state: RequestState


@dataclass(frozen=True)
class HostDifference:
    """What is new to one host about one part; None: it is not asked for it."""

    organisation_id: int
    item_id: int
    before: Asked | None
    after: Asked | None

    @property
    def needs_answer(self) -> bool:
        return (
            self.after is not None
            and self.after.state is RequestState.REQUESTED
            and (self.before is None or self.before.id != self.after.id)
        )


def written(moment: datetime) -> str:
    """The same for the same moment, whatever clock it was read from."""
    return moment.astimezone(UTC).isoformat()


def row_of_item(item: DatedItem) -> dict[str, Any]:
    return {
        "id": item.id,
        "day_number": item.day_number,
        "starts_at": written(item.starts_at),
        "ends_at": written(item.ends_at),
        "kind": item.kind.value,
        "title": item.title.as_dict(),
        "place_id": item.place_id,
        "component_id": item.component_id,
        "dropped_at": written(item.dropped_at) if item.dropped_at else None,
    }


def row_of_request(request: ServiceRequest) -> dict[str, Any]:
    return {
        "id": request.id,
        "item_id": request.dated_item_id,
        "organisation_id": request.organisation_id,
        "component_id": request.component_id,
        "slot_id": request.slot_id,
        "slot_exclusive": request.slot_exclusive,
        "starts_at": written(request.starts_at),
        "ends_at": written(request.ends_at),
        "state": request.state.value,
    }


def rows(
    items: Iterable[DatedItem], requests: Iterable[ServiceRequest]
) -> dict[str, list[dict[str, Any]]]:
    """What a change keeps of how things stand."""
    return {
        "items": [row_of_item(item) for item in sorted(items, key=lambda one: one.id)],
        "requests": [row_of_request(one) for one in sorted(requests, key=lambda one: one.id)],
    }


def face_of(row: Row) -> ItemFace | None:
    if row["dropped_at"] is not None:
        return None
    return ItemFace(
        moment(row["starts_at"]),
        moment(row["ends_at"]),
        Texts.of(row["title"]),
        row["place_id"],
        row["component_id"],
    )


def moment(row: str) -> datetime:
    return datetime.fromisoformat(row)


def asked_of(row: Row) -> Asked | None:
    """None for a draft: its host knows nothing of it."""
    state = RequestState(row["state"])
    if state not in (RequestState.REQUESTED, RequestState.CONFIRMED):
        return None
    return Asked(
        row["id"],
        row["item_id"],
        row["organisation_id"],
        row["component_id"],
        moment(row["starts_at"]),
        moment(row["ends_at"]),
        state,
    )


def first_rows(changes: Sequence[Change], name: str, key: str) -> dict[int, Row]:
    """The rows as they stood before the first change that touched them; oldest change first."""
    found: dict[int, Row] = {}
    for change in changes:
        for row in change.before[name]:
            found.setdefault(row[key], row)
    return found


def item_differences(changes: Sequence[Change], now: Iterable[Row]) -> list[ItemDifference]:
    """Parts of the programme that are not what they were, in the order of their times."""
    before = first_rows(changes, "items", "id")
    found = [
        ItemDifference(row["id"], face_of(before[row["id"]]), face_of(row))
        for row in now
        if row["id"] in before
    ]
    changed = [one for one in found if one.before != one.after]
    return sorted(changed, key=lambda one: (time_of(one), one.item_id))


def time_of(one: ItemDifference) -> datetime:
    faces = [face.starts_at for face in (one.before, one.after) if face is not None]
    return min(faces)


def host_differences(changes: Sequence[Change], now: Iterable[Row]) -> list[HostDifference]:
    """What each host does not know yet. `now` are the newest requests of the parts, one each."""
    touched = {row["id"] for change in changes for row in change.before["items"]}
    before = requests_before(changes)
    after = {row["item_id"]: row for row in now}
    found: list[HostDifference] = []
    for item_id in sorted(touched):
        found += of_item(item_id, before.get(item_id), after.get(item_id))
    return found


def requests_before(changes: Sequence[Change]) -> dict[int, Asked]:
    """What the host of each part was asked before the first change that touched the part."""
    found: dict[int, Asked | None] = {}
    for change in changes:
        asked = {row["item_id"]: asked_of(row) for row in change.before["requests"]}
        for row in change.before["items"]:
            found.setdefault(row["id"], asked.get(row["id"]))
    return {item_id: one for item_id, one in found.items() if one is not None}


def of_item(item_id: int, before: Asked | None, row: Row | None) -> list[HostDifference]:
    after = asked_of(row) if row is not None else None
    if before is not None and row is not None and ended_by(row, before.organisation_id):
        return []
    if before is not None and after is not None and before.organisation_id == after.organisation_id:
        if same(before, after):
            return []
        return [HostDifference(after.organisation_id, item_id, before, after)]
    gone = [HostDifference(before.organisation_id, item_id, before, None)] if before else []
    new = [HostDifference(after.organisation_id, item_id, None, after)] if after else []
    return gone + new


def ended_by(row: Row, organisation_id: int) -> bool:
    return row["organisation_id"] == organisation_id and row["state"] in ENDED_BY_HOST


def same(before: Asked, after: Asked) -> bool:
    """Whether the host sees the very request that it knows; its answer may have come since."""
    return (before.id, before.starts_at, before.ends_at, before.component_id) == (
        after.id,
        after.starts_at,
        after.ends_at,
        after.component_id,
    )


def check_can_undo(change: Change, *, until: datetime, at: datetime) -> None:
    if change.undone_at is not None:
        raise Refused("This change has been undone already.")
    if change.told_at is not None or at > until:
        raise Refused("The time to undo is over: people are told. Change the visit again instead.")
