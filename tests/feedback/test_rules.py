"""The rules of feedback: what is asked, when, and what an answer may be."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.making import texts
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.departures.models import Departure
from tourbook.feedback.models import Measure, Question, QuestionKind, Wave, WaveKind
from tourbook.feedback.rules import answers, cards, questions, waves
from tourbook.feedback.rules.answers import Value
from tourbook.feedback.rules.waves import WaveState
from tourbook.hosts.models import ComponentKind
from tourbook.packages.models import Day, Item, Objective, Version

OPENS = datetime(2027, 6, 1, 10, 0, tzinfo=UTC)
WAVE = Wave(kind=WaveKind.AFTER, opens_at=OPENS, closes_at=OPENS + timedelta(days=14))


def version() -> Version:
    kinds = (ComponentKind.PROGRAMME, ComponentKind.MEAL, ComponentKind.PROGRAMME)
    items = [
        Item(id=n, kind=kind, title=texts(f"Item {n}"), lineage=f"line{n}")
        for n, kind in enumerate(kinds, start=1)
    ]
    objectives = [Objective(id=n, code=f"LO{n}", text=texts(f"Goal {n}")) for n in (1, 2)]
    return Version(days=[Day(number=1, items=items)], objectives=objectives)


def question(
    kind: QuestionKind, measure: Measure = Measure.OPEN, *, position: int = 1, key: int = 1
) -> Question:
    return Question(
        id=key,
        kind=kind,
        measure=measure,
        position=position,
        text=texts("Question"),
        anchor_low=texts("low"),
        anchor_middle=Texts(),
        anchor_high=texts("high"),
    )


def card_of(kind: QuestionKind) -> cards.Card:
    return cards.cards([cards.Asking(question(kind), None)])[0]


def test_a_version_is_asked_by_its_objectives_and_programme_items() -> None:
    drafts = questions.drafts(version())

    assert [(draft.wave.value, draft.position, draft.code) for draft in drafts] == [
        ("before", 1, "LO1.pre"),
        ("before", 2, "LO2.pre"),
        ("after", 1, "LO1.then"),
        ("after", 1, "LO1.post"),
        ("after", 2, "LO2.then"),
        ("after", 2, "LO2.post"),
        ("after", 3, "use.line1"),
        ("after", 4, "use.line3"),
        ("after", 5, "recommend"),
        ("after", 6, "open.keep"),
        ("after", 7, "open.change"),
        ("after", 8, "open.first"),
    ]


def test_an_objective_is_asked_with_its_own_anchors_where_all_three_are_written() -> None:
    asked = version()
    own, partly = asked.objectives
    own.anchor_low, own.anchor_middle, own.anchor_high = texts("no"), texts("so"), texts("yes")
    partly.anchor_low = texts("only one")

    anchors = {draft.code: draft.anchors for draft in questions.drafts(asked)}

    own_words = (texts("no"), texts("so"), texts("yes"))
    assert [anchors[f"LO1.{wave}"] for wave in ("pre", "then", "post")] == [own_words] * 3
    assert anchors["LO2.pre"] == anchors["LO2.post"] == questions.SKILL
    assert anchors["LO2.then"] == questions.SKILL_THEN


def test_what_only_stands_in_for_another_is_not_asked_about() -> None:
    asked = version()
    asked.days[0].items[2].alternative_to = "line1"

    codes = [draft.code for draft in questions.drafts(asked)]

    assert [code for code in codes if code.startswith("use.")] == ["use.line1"]


def test_every_question_and_anchor_has_three_languages() -> None:
    said = [
        text
        for draft in questions.drafts(version())
        for text in (draft.text, *draft.anchors)
        if text
    ]

    assert said
    assert all(text.en and text.fi and text.sv for text in said)


def test_a_version_without_objectives_is_still_asked() -> None:
    bare = Version(days=[], objectives=[])

    assert [draft.position for draft in questions.drafts(bare)] == [1, 2, 3, 4]


def test_before_stands_beside_now_on_one_card() -> None:
    now = cards.Asking(question(QuestionKind.SCALE, Measure.POST, key=1), None)
    then = cards.Asking(question(QuestionKind.SCALE, Measure.THEN, key=2), None)
    last = cards.Asking(question(QuestionKind.TEXT, position=7, key=3), None)

    made = cards.cards([last, now, then])

    assert [(card.number, card.askings) for card in made] == [(1, (then, now)), (2, (last,))]
    assert cards.minutes(made) == 1


def test_words_stand_at_the_ends_and_in_the_middle_of_a_scale() -> None:
    asking = cards.Asking(question(QuestionKind.SCALE), None)

    assert [bool(asking.anchor(number)) for number in asking.numbers] == [
        True,
        False,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("kind", "sent", "value"),
    [
        (QuestionKind.SCALE, "1", Value(number=1)),
        (QuestionKind.SCALE, "5", Value(number=5)),
        (QuestionKind.SCALE, "pass", Value(passed=True)),
        (QuestionKind.RECOMMEND, "0", Value(number=0)),
        (QuestionKind.RECOMMEND, "10", Value(number=10)),
        (QuestionKind.TEXT, " one\r\ntwo ", Value(text="one\ntwo")),
        (QuestionKind.TEXT, "  ", Value(passed=True)),
        (QuestionKind.TEXT, "å" * 2000, Value(text="å" * 2000)),
    ],
)
def test_an_answer_is_read(kind: QuestionKind, sent: str, value: Value) -> None:
    assert answers.read(card_of(kind), {"q1": sent, "csrf_token": "x"}) == {1: value}


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        (QuestionKind.SCALE, "0"),
        (QuestionKind.SCALE, "6"),
        (QuestionKind.SCALE, ""),
        (QuestionKind.SCALE, "1.5"),
        (QuestionKind.SCALE, "-1"),
        (QuestionKind.SCALE, "1000000000"),
        (QuestionKind.SCALE, "٣"),
        (QuestionKind.RECOMMEND, "11"),
        (QuestionKind.TEXT, "x" * 2001),
        (QuestionKind.TEXT, "a\x00b"),
    ],
)
def test_what_is_no_answer_is_refused(kind: QuestionKind, sent: str) -> None:
    with pytest.raises(Refused):
        answers.read(card_of(kind), {"q1": sent})


def test_an_answer_to_another_question_is_refused() -> None:
    with pytest.raises(Refused, match="not asked here"):
        answers.read(card_of(QuestionKind.SCALE), {"q1": "3", "q2": "3"})


@pytest.mark.parametrize("sent", ["1", "2000000000"])
def test_a_client_counts_from_one(sent: str) -> None:
    assert answers.version(sent) == int(sent)


@pytest.mark.parametrize("sent", ["", "0", "-1", "2000000001", "9" * 30, "one", "1.0", "²"])
def test_a_count_that_cannot_be_is_refused(sent: str) -> None:
    with pytest.raises(Refused):
        answers.version(sent)


def test_waves_open_and_close_by_the_local_clock() -> None:
    departure = Departure(
        first_day=date(2027, 6, 1), last_day=date(2027, 6, 3), zone="Europe/Helsinki", items=[]
    )

    assert waves.times(departure) == {
        WaveKind.BEFORE: (
            datetime(2027, 5, 22, 6, 0, tzinfo=UTC),
            datetime(2027, 6, 1, 5, 0, tzinfo=UTC),
        ),
        WaveKind.AFTER: (
            datetime(2027, 6, 3, 10, 0, tzinfo=UTC),
            datetime(2027, 6, 17, 10, 0, tzinfo=UTC),
        ),
    }


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (OPENS - timedelta(seconds=1), WaveState.COMING),
        (OPENS, WaveState.OPEN),
        (WAVE.closes_at - timedelta(seconds=1), WaveState.OPEN),
        (WAVE.closes_at, WaveState.CLOSED),
    ],
)
def test_a_wave_is_open_until_the_moment_it_closes(at: datetime, state: WaveState) -> None:
    assert waves.state(WAVE, at=at) is state


@pytest.mark.parametrize(
    ("after", "number"),
    [
        (timedelta(days=1, hours=23), None),
        (timedelta(days=2), 1),
        (timedelta(days=12), 1),
        (timedelta(days=13), 2),
    ],
)
def test_people_are_reminded_after_two_days_and_on_the_last(
    after: timedelta, number: int | None
) -> None:
    assert waves.reminder_due(WAVE, at=OPENS + after) == number
