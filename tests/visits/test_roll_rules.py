"""Which mark of a person counts, whatever the clocks of the devices say."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tourbook.core.refused import Refused
from tourbook.hosts.models import ComponentKind
from tourbook.visits.models import CallStage, Mark
from tourbook.visits.rules import rollcall as rules
from tourbook.visits.rules.rollcall import Called, Person

NOW = datetime(2027, 6, 1, 7, tzinfo=UTC)
AINO, BERTA, CECILIA = Person(1, "Aino"), Person(2, "Berta"), Person(3, "Cecilia")


def called(
    person: Person, mark: Mark, *, minutes: int = 0, received: int | None = None, key: str = "a"
) -> Called:
    marked_at = NOW + timedelta(minutes=minutes)
    received_at = NOW + timedelta(minutes=minutes if received is None else received)
    return Called(person.id, mark, marked_at, received_at, "Guide", key)


def test_the_mark_that_was_made_last_counts_though_it_came_first() -> None:
    early = called(AINO, Mark.MISSING, minutes=0, received=9)
    late = called(AINO, Mark.PRESENT, minutes=5)

    assert rules.last_marks([late, early])[1] is late
    assert rules.last_marks([early, late])[1] is late


def test_a_clock_that_is_ahead_wins_nothing() -> None:
    ahead = called(AINO, Mark.MISSING, minutes=600, received=1)
    after = called(AINO, Mark.PRESENT, minutes=2)

    assert rules.last_marks([ahead, after])[1] is after


def test_two_marks_of_one_moment_are_settled_alike_in_any_order() -> None:
    one, other = (called(AINO, mark, key=mark) for mark in (Mark.PRESENT, Mark.MISSING))

    assert rules.last_marks([one, other]) == rules.last_marks([other, one])


def test_who_is_looked_for_stands_on_top() -> None:
    marks = [called(AINO, Mark.PRESENT), called(CECILIA, Mark.MISSING)]

    roll = rules.lines([AINO, BERTA, CECILIA], marks)

    assert [(line.person.name, line.mark, line.is_away) for line in roll] == [
        ("Cecilia", Mark.MISSING, True),
        ("Berta", None, True),
        ("Aino", Mark.PRESENT, False),
    ]
    assert rules.counts(roll) == rules.Counts(people=3, present=1, missing=1, excused=0)
    assert rules.counts(roll).uncalled == 1


def test_a_roll_that_nobody_has_called_has_not_begun() -> None:
    assert not rules.counts(rules.lines([AINO], [])).begun
    assert rules.counts(rules.lines([AINO], [called(AINO, Mark.EXCUSED)])).begun


@pytest.mark.parametrize("hours", [-30, 0, 30])
def test_a_clock_that_is_wrong_is_set_right(hours: int) -> None:
    wrong = timedelta(hours=hours)
    marked_at = NOW - timedelta(minutes=10) + wrong

    right = rules.set_right(marked_at, device_now=NOW + wrong, received_at=NOW)

    assert right == NOW - timedelta(minutes=10)


def test_a_clock_that_is_nearly_right_is_believed() -> None:
    marked_at = NOW - timedelta(minutes=10)

    right = rules.set_right(marked_at, device_now=NOW - timedelta(seconds=20), received_at=NOW)

    assert right == marked_at


def test_a_mark_of_weeks_ago_is_refused() -> None:
    with pytest.raises(Refused, match="too old"):
        rules.set_right(NOW - timedelta(days=15), device_now=NOW, received_at=NOW)
    weeks_ago = NOW - timedelta(days=13)
    assert rules.set_right(weeks_ago, device_now=NOW, received_at=NOW) == weeks_ago


def message(**changed: object) -> dict[str, object]:
    mark = {"key": str(uuid4()), "participant": 1, "mark": "present", "at": NOW.isoformat()}
    return {"now": NOW.isoformat(), "marks": [mark | changed]}


def test_a_message_is_read() -> None:
    sent = message()

    (given,) = rules.read(sent, received_at=NOW)

    assert (given.participant_id, given.mark, given.at) == (1, Mark.PRESENT, NOW)


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        {},
        {"now": NOW.isoformat(), "marks": None},
        {"now": "yesterday", "marks": []},
        {"now": "2027-06-01T07:00:00", "marks": []},
        {"now": "0001-01-01T00:00:00+00:00", "marks": []},
        {"now": NOW.isoformat(), "marks": [7]},
        message(key="x"),
        message(mark="perhaps"),
        message(participant="1"),
        message(participant=2**80),
        message(at=5),
    ],
)
def test_a_message_that_is_none_is_refused_in_a_sentence(sent: object) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        rules.read(sent, received_at=NOW)


def test_too_many_marks_are_refused() -> None:
    marks = message()["marks"]
    assert isinstance(marks, list)
    sent = {"now": NOW.isoformat(), "marks": marks * (rules.MOST + 1)}

    with pytest.raises(Refused, match="at most 1000"):
        rules.read(sent, received_at=NOW)
    assert len(rules.read({**sent, "marks": marks * rules.MOST}, received_at=NOW)) == rules.MOST


def test_a_button_pressed_twice_has_one_key() -> None:
    key, roll = str(uuid4()), rules.lines([AINO, BERTA], [called(AINO, Mark.MISSING)])

    once = rules.pressed("2:present", roll, form_key=key, at=NOW)
    twice = rules.pressed("2:present", roll, form_key=key, at=NOW)
    rest = rules.pressed("rest:present", roll, form_key=key, at=NOW)

    assert once == twice == rest
    with pytest.raises(Refused):
        rules.pressed("2:perhaps", roll, form_key=key, at=NOW)


def test_the_roll_is_called_at_the_coach_or_at_the_site() -> None:
    assert rules.usual_stage(ComponentKind.TRANSPORT) is CallStage.BOARDING
    assert rules.usual_stage(ComponentKind.PROGRAMME) is CallStage.SITE
