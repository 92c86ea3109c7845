from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.hosts import rules
from tourbook.hosts.models import (
    ComponentKind,
    RateUnit,
    Supplement,
    SupplementKind,
    VatCategory,
    VatRate,
    folded,
)
from tourbook.hosts.rules import ComponentFacts, HoursFacts, RateFacts, SupplementFacts
from tourbook.hosts.rules.hours import minute_of, read_day, said, week

DAY = date(2027, 1, 1)
LAST = date(2027, 12, 31)


def component(kind: ComponentKind = ComponentKind.PROGRAMME, **given: Any) -> ComponentFacts:
    values = {"duration_minutes": 60, "party_max": 20, "languages": ["en"], **given}
    return ComponentFacts(kind, Texts(en="Visit"), Texts(en="What"), **values)


def supplement(
    kind: SupplementKind = SupplementKind.GUIDE,
    *,
    name: str = "Guide",
    language: str = "",
    unit: RateUnit = RateUnit.HOUR,
    first: date = DAY,
    last: date = LAST,
) -> SupplementFacts:
    return SupplementFacts(
        kind, unit, 6000, VatCategory.STANDARD, first, last, Texts(en=name), language
    )


def kept(facts: SupplementFacts) -> Supplement:
    return Supplement(**vars(facts))


@pytest.mark.parametrize(
    ("kind", "left"),
    [
        (ComponentKind.PROGRAMME, {"outdoor", "seated", "free_every"}),
        (ComponentKind.SIDE, {"outdoor", "seated", "free_every"}),
        (ComponentKind.MEAL, {"outdoor", "free_every"}),
        (ComponentKind.LODGING, {"single_rooms", "twin_rooms", "free_every"}),
        (ComponentKind.TRANSPORT, {"vehicle_seats", "free_every"}),
    ],
)
def test_a_component_says_what_its_kind_says(kind: ComponentKind, left: set[str]) -> None:
    names = ("outdoor", "seated", "vehicle_seats", "single_rooms", "twin_rooms", "free_every")
    values = {name: True if name in ("outdoor", "seated") else 7 for name in names}

    found = rules.fitting(component(kind, **values))

    assert {name for name in names if getattr(found, name)} == left
    rules.check_component(found)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"party_min": 21}, "cannot be smaller"),
        ({"languages": []}, "at least one language"),
        ({"free_most": 1}, "for how many paid places"),
        ({"vehicle_seats": 40}, "Only transport"),
        ({"single_rooms": 4}, "Only an overnight stay"),
        ({"twin_rooms": 0}, "Only an overnight stay"),
    ],
)
def test_what_cannot_be_said_of_a_component_is_refused(
    wrong: dict[str, Any], sentence: str
) -> None:
    rules.check_component(component(free_every=20, free_most=1))
    with pytest.raises(Refused, match=sentence):
        rules.check_component(component(**wrong))


def test_copies_have_names_of_their_own() -> None:
    name = Texts(en="Visit", fi="Käynti")

    first = rules.name_of_copy(name, {"Visit"})
    second = rules.name_of_copy(name, {"Visit", "Copy of Visit"})

    assert first == Texts(en="Copy of Visit", fi="Kopio: Käynti")
    assert second == Texts(en="Copy of Visit (2)", fi="Kopio: Käynti (2)")
    assert len(rules.name_of_copy(Texts(en="x" * 120), {"Copy of " + "x" * 112}).en) == 120


def test_unending_copies_are_refused() -> None:
    taken = {"Copy of A", *(f"Copy of A ({number})" for number in range(2, 1_000))}

    with pytest.raises(Refused, match="too many copies"):
        rules.name_of_copy(Texts(en="A"), taken)


@pytest.mark.parametrize(
    "other",
    [
        supplement(SupplementKind.SINGLE_ROOM),
        supplement(unit=RateUnit.GROUP),
        supplement(first=date(2028, 1, 1), last=date(2028, 2, 1)),
    ],
)
def test_supplements_for_something_else_do_not_meet(other: SupplementFacts) -> None:
    rules.check_supplement(supplement(), [kept(other)])
    with pytest.raises(Refused, match="such a supplement"):
        rules.check_supplement(supplement(), [kept(other), kept(supplement(first=LAST))])


def test_interpreters_meet_by_language_and_others_by_name() -> None:
    finnish = supplement(SupplementKind.INTERPRETER, language="fi")
    clothes = supplement(SupplementKind.OTHER, name="Protective clothes")

    rules.check_supplement(finnish, [kept(supplement(SupplementKind.INTERPRETER, language="sv"))])
    rules.check_supplement(clothes, [kept(supplement(SupplementKind.OTHER, name="Sauna"))])
    for one in (finnish, clothes):
        with pytest.raises(Refused, match="such a supplement"):
            rules.check_supplement(one, [kept(one)])


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (supplement(first=LAST, last=DAY), "before the first"),
        (supplement(SupplementKind.INTERPRETER), "Choose the language"),
        (supplement(language="fi"), "Only an interpreter"),
        (supplement(SupplementKind.OTHER, name=""), "name in English"),
    ],
)
def test_senseless_supplement_is_refused(wrong: SupplementFacts, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        rules.check_supplement(wrong, [])


def test_supplement_without_a_name_has_the_usual_one() -> None:
    assert rules.named(supplement(name="")).name.fi == "Opas"
    assert rules.named(supplement(name="Own guide")).name.en == "Own guide"


def test_price_takes_the_vat_of_the_day_and_tells_if_it_holds() -> None:
    vat = VatRate(category=VatCategory.REDUCED, valid_from=DAY, basis_points=1350, source="")
    rate = RateFacts(RateUnit.PERSON, 10_000, VatCategory.REDUCED, DAY, LAST, pax_to=20)

    [today] = rules.priced([rate], [vat], today=date(2027, 6, 1))
    [next_year] = rules.priced([rate], [vat], today=date(2028, 6, 1))
    [unknown] = rules.priced([rate], [], today=date(2027, 6, 1))

    assert (today.vat, today.gross_cents, today.holds) == (1350, 11_350, True)
    assert (next_year.gross_cents, next_year.holds) == (11_350, False)
    assert (unknown.vat, unknown.gross_cents) == (None, None)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", ""),
        ("9-16", "9:00-16:00"),
        ("9.30-11, 13:00-16", "9:30-11:00, 13:00-16:00"),
        ("13\N{EN DASH}16; 9\N{EN DASH}11", "9:00-11:00, 13:00-16:00"),
        ("0-24", "0:00-24:00"),
        ("9-11, 11-12", "9:00-11:00, 11:00-12:00"),
    ],
)
def test_hours_are_read_as_they_are_written(text: str, written: str) -> None:
    hours = read_day(2, text)

    assert said(hours) == written
    assert week(hours)[2] == written
    assert read_day(2, written) == hours


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("nine to five", "cannot be read"),
        ("9", "cannot be read"),
        ("9-25", "between 0:00 and 24:00"),
        ("9:61-10", "between 0:00 and 24:00"),
        ("16-9", "do not end after"),
        ("22-2", "past midnight"),
        ("9-12, 11-13", "meet"),
        ("0-1,2-3,4-5,6-7,8-9,10-11,12-13", "at most 6"),
    ],
)
def test_senseless_hours_are_refused(text: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        read_day(0, text)


@given(st.integers(0, 1439), st.integers(1, 1440))
def test_hours_survive_being_written(opens: int, closes: int) -> None:
    if opens >= closes:
        return
    hours = [HoursFacts(4, opens, closes)]

    assert read_day(4, said(hours)) == hours


@pytest.mark.parametrize(("text", "minute"), [("9", 540), ("09:30", 570), ("24:00", 1440)])
def test_an_hour_is_minutes_after_midnight(text: str, minute: int) -> None:
    assert minute_of(text) == minute


@pytest.mark.parametrize("text", ["", "x", "24:01", "-1", "9:75"])
def test_no_hour_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="between 0:00 and 24:00"):
        minute_of(text)


@pytest.mark.parametrize("text", ["2027-W23", "2027w23", "23/2027", " 2027-W23 "])
def test_week_is_read_by_its_number(text: str) -> None:
    assert rules.week_in(text) == date(2027, 6, 7)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2027-W54", "no such week"),
        ("0/2027", "no such week"),
        ("9999-W52", "Give a week"),
        ("0001-W01", "Give a week"),
        ("summer", "Give a week"),
    ],
)
def test_no_week_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        rules.week_in(text)


def test_a_week_lasts_from_local_midnight_to_local_midnight() -> None:
    start, end = rules.whole_week(date(2027, 3, 28))

    assert (start.isoformat(), end.isoformat()) == (
        "2027-03-21T22:00:00+00:00",
        "2027-03-28T21:00:00+00:00",
    )


@pytest.mark.parametrize(
    ("fold", "words"),
    [
        (lambda: folded("The Ladder, the ladder!"), ["ladder", "the"]),
        (
            lambda: folded("ÖLJYNTORJUNTA ja 112-päivystys"),
            ["112", "ja", "päivystys", "öljyntorjunta"],
        ),
        (lambda: folded("a\N{COMBINING DIAERESIS}"), ["ä"]),
        (lambda: folded("!?"), []),
    ],
)
def test_words_are_folded(fold: Callable[[], list[str]], words: list[str]) -> None:
    assert fold() == words
