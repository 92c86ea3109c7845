"""Looking at a draft in the database, and letting problems stand."""

from datetime import date, timedelta

import pytest

from tests.conftest import Statements
from tests.making import (
    NOON,
    make_component,
    make_place,
    make_slot,
    make_version,
    number,
    texts,
)
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.directory.models import TravelMode, TravelSource, TravelTime
from tourbook.hosts.models import ComponentKind, OpeningHours, SlotState
from tourbook.packages import queries, services
from tourbook.packages.models import Acceptance, DatedLimit, Item, Version
from tourbook.packages.queries.outlines import outline_of
from tourbook.packages.rules.outline import Hours, Leg, OpenSlot
from tourbook.packages.services import checking

TODAY = date(2027, 3, 2)
SOMEBODY = Actor(id=None, label="Olga Organiser")

pytestmark = pytest.mark.usefixtures("app")


def whole(version: Version) -> Version:
    db.session.flush()
    db.session.expire_all()
    found = queries.whole(version.id)
    assert found is not None
    return found


def with_items(count: int) -> Version:
    """A draft on trial with so many components, each with hours, slots and a place of its own."""
    version = make_version(published=False)
    version.trial_day = date(2027, 6, 1)
    for place in range(count):
        component = make_component()
        component.hours = [OpeningHours(weekday=1, opens_minute=480, closes_minute=960)]
        make_slot(component, starts_at=NOON.replace(month=6, day=1))
        version.days[0].items.append(
            Item(
                component=component,
                place=component.place,
                kind=ComponentKind.PROGRAMME,
                title=texts("Visit"),
                text=texts(""),
                starts_minute=480 + place,
                ends_minute=540 + place,
                lineage=f"line{number()}",
            )
        )
    db.session.flush()
    return version


@pytest.mark.parametrize("count", [2, 9])
def test_a_draft_is_outlined_in_five_questions(statements: Statements, count: int) -> None:
    version = whole(with_items(count))

    with statements() as seen:
        outline = outline_of(version, today=TODAY)

    assert len(outline.stops) == count + 1
    assert len(seen) == 5


def test_an_outline_holds_what_the_host_says() -> None:
    version = with_items(1)
    item = version.days[0].items[-1]
    assert item.component is not None
    assert item.place is not None
    item.component.outdoor, item.component.vehicle_seats = True, 40
    db.session.add(DatedLimit(key="lunch_minutes", valid_from=TODAY, value=30, source="Ours"))

    outline = outline_of(whole(version), today=TODAY)

    offer = outline.stops[0].offer or outline.stops[1].offer
    assert offer is not None
    assert offer.hours == (Hours(1, 480, 960),)
    assert (offer.outdoor, offer.seated, offer.vehicle_seats) == (True, False, 40)
    assert offer.slots is not None
    assert [(slot.day, slot.starts, slot.ends, slot.places_left) for slot in offer.slots] == [
        (1, 900, 990, 30)
    ]
    assert isinstance(offer.slots[0], OpenSlot)
    assert outline.limits["lunch_minutes"] == 30
    assert (outline.first_day, outline.today) == (date(2027, 6, 1), TODAY)
    assert outline.party_max == 30
    assert outline.escorts == 2


@pytest.mark.parametrize(
    ("change", "slots"),
    [
        ({"state": SlotState.CLOSED}, ()),
        ({"taken": 5}, ()),
        ({"taken": 5, "exclusive": False}, (25,)),
        ({"starts_at": NOON.replace(month=6, day=2)}, ()),
        ({"state": SlotState.WITHDRAWN}, None),
    ],
)
def test_a_slot_counts_while_it_has_room_on_a_day_of_the_visit(
    change: dict[str, object], slots: tuple[int, ...] | None
) -> None:
    version = make_version(published=False, component=make_component())
    version.trial_day = date(2027, 6, 1)
    slot = make_slot(version.days[0].items[0].component, starts_at=NOON.replace(month=6, day=1))
    for name, value in change.items():
        setattr(slot, name, value)
    if "starts_at" in change:
        slot.ends_at = slot.starts_at + timedelta(minutes=90)

    offer = outline_of(whole(version), today=TODAY).stops[0].offer

    assert offer is not None
    left = None if offer.slots is None else tuple(each.places_left for each in offer.slots)
    assert left == slots


def test_what_was_measured_between_places_is_known() -> None:
    version = with_items(2)
    places = sorted(item.place.id for item in version.days[0].items if item.place)
    db.session.add(
        TravelTime(
            first_place_id=places[0],
            second_place_id=places[1],
            mode=TravelMode.COACH,
            minutes=25,
            metres=20_000,
            source=TravelSource.TYPED,
        )
    )
    elsewhere = make_place()
    db.session.add(
        TravelTime(
            first_place_id=places[0],
            second_place_id=elsewhere.id,
            mode=TravelMode.COACH,
            minutes=9,
            metres=9,
            source=TravelSource.TYPED,
        )
    )

    outline = outline_of(whole(version), today=TODAY)

    assert outline.measured == {
        (places[0], places[1], TravelMode.COACH): Leg(25, 20_000, known=True)
    }


def without_lunch() -> Version:
    """A draft that goes on over lunch, which warns."""
    version = make_version(published=False)
    version.days[0].items[0].ends_minute = 900
    db.session.flush()
    return version


def keys_of(version: Version, severity: str) -> list[str]:
    seen = checking.look(whole(version), today=TODAY)
    return [problem.key for problem in seen.problems if problem.severity == severity]


def test_a_warning_is_accepted_with_its_reason_and_taken_back() -> None:
    version = without_lunch()
    (key,) = keys_of(version, "warns")
    revision = version.revision

    checking.accept(version, key, reason=" They eat on the train. ", at=NOON, actor=SOMEBODY)

    look = checking.look(whole(version), today=TODAY)
    accepted = look.accepted[key]
    assert (accepted.reason, accepted.accepted_by) == ("They eat on the train.", "Olga Organiser")
    assert key in [problem.key for problem in look.problems]
    assert version.revision == revision + 1

    checking.take_back(version, key, at=NOON, actor=SOMEBODY)

    assert checking.look(whole(version), today=TODAY).accepted == {}


def test_said_again_the_reason_changes() -> None:
    version = without_lunch()
    (key,) = keys_of(version, "warns")

    for reason in ("First", "Second"):
        checking.accept(version, key, reason=reason, at=NOON, actor=SOMEBODY)

    assert [each.reason for each in whole(version).acceptances] == ["Second"]


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_a_reason_is_said_and_short(reason: str) -> None:
    version = without_lunch()
    (key,) = keys_of(version, "warns")

    with pytest.raises(Refused, match="reason"):
        checking.accept(version, key, reason=reason, at=NOON, actor=SOMEBODY)

    checking.accept(version, key, reason="x" * 500, at=NOON, actor=SOMEBODY)


def test_what_blocks_is_not_accepted() -> None:
    version = make_version(published=False, days=2)
    (key,) = keys_of(version, "blocks")

    with pytest.raises(Refused, match="must be solved"):
        checking.accept(version, key, reason="Never mind", at=NOON, actor=SOMEBODY)


def test_what_is_not_there_is_neither_accepted_nor_taken_back() -> None:
    version = without_lunch()

    with pytest.raises(Refused, match="no longer there"):
        checking.accept(version, "no_such:thing", reason="Why not", at=NOON, actor=SOMEBODY)
    with pytest.raises(Refused, match="taken back already"):
        checking.take_back(version, "no_such:thing", at=NOON, actor=SOMEBODY)


def test_a_published_version_takes_no_acceptance() -> None:
    version = make_version()

    with pytest.raises(Refused, match="never changes"):
        checking.accept(version, "no_lunch:day1", reason="Late", at=NOON, actor=SOMEBODY)


def test_the_next_version_keeps_what_was_accepted_while_the_problem_is_there() -> None:
    version = without_lunch()
    (kept,), gone = keys_of(version, "warns"), "no_lunch:day7"
    checking.accept(version, kept, reason="They eat on the train.", at=NOON, actor=SOMEBODY)
    version.acceptances.append(
        Acceptance(problem=gone, reason="Old", accepted_at=NOON, accepted_by="Olga")
    )
    db.session.flush()

    copy = services.copy(whole(version), note="", at=NOON, actor=SOMEBODY)

    assert [(each.problem, each.reason) for each in whole(copy).acceptances] == [
        (kept, "They eat on the train.")
    ]
