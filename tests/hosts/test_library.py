"""The search in the library, filter by filter."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from flask import Flask

from tests import making
from tests.conftest import Statements
from tests.making import NOON, kept
from tourbook.core.db import db
from tourbook.core.texts import Texts
from tourbook.hosts import queries, services
from tourbook.hosts.models import Component, ComponentKind, Rate, RateUnit, SlotState, VatCategory
from tourbook.hosts.queries import Wanted

DAY = date(2027, 3, 2)
SOON = NOON + timedelta(days=10)


@pytest.fixture
def component(app: Flask) -> Component:
    return making.make_component()


@pytest.fixture(autouse=True)
def others(app: Flask) -> list[Component]:
    """What a search must not find."""
    place = making.make_place()
    made = [making.make_component(ComponentKind.SIDE, place=place, party_max=5) for _ in range(2)]
    for one in made:
        one.languages, one.ask_by_days, one.party_min = ["sv"], 90, 2
    db.session.flush()
    return made


def found(wanted: Wanted, language: str = "en") -> list[Component]:
    return list(db.session.scalars(queries.library(wanted, language=language)))


def rate(component: Component, cents: int = 4000, unit: RateUnit = RateUnit.PERSON) -> Rate:
    return kept(
        Rate(
            component=component,
            unit=unit,
            pax_to=20,
            net_cents=cents,
            vat_category=VatCategory.REDUCED,
            valid_from=date(2027, 1, 1),
            valid_to=date(2027, 6, 30),
        )
    )


def test_library_is_narrowed_by_what_is_said_of_a_component(component: Component) -> None:
    theme = making.make_theme()
    component.themes = [theme]
    assert component.place is not None
    component.place.step_free = True
    db.session.flush()

    for wanted in (
        Wanted(kind=ComponentKind.PROGRAMME),
        Wanted(municipality_id=component.place.municipality_id),
        Wanted(theme_id=theme.id),
        Wanted(organisation_id=component.organisation_id),
        Wanted(own=frozenset({component.organisation_id})),
        Wanted(language="fi"),
        Wanted(party=30),
        Wanted(party=1),
        Wanted(step_free=True),
        Wanted(ask_by_days=30),
    ):
        assert found(wanted) == [component], wanted


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(kind=ComponentKind.MEAL),
        Wanted(own=frozenset()),
        Wanted(language="de"),
        Wanted(language="f"),
        Wanted(party=31),
        Wanted(ask_by_days=29),
        Wanted(step_free=True),
        Wanted(retired=True),
        Wanted(words="nowhere"),
        Wanted(words="%"),
        Wanted(words="_"),
        Wanted(most_cents=100_000),
        Wanted(free_from=NOON, free_until=NOON + timedelta(days=365)),
    ],
)
def test_what_nothing_fits_finds_nothing(component: Component, wanted: Wanted) -> None:
    assert found(wanted) == []


@pytest.mark.parametrize(
    "words",
    ["hernekeitto", "HERNEKEITTO", "keitto", "ÄRTSOPPA", "ärt", "soup host", "Lunch station"],
)
def test_words_are_found_in_any_language_order_and_part(component: Component, words: str) -> None:
    component.name = Texts(en="Soup", fi="Hernekeitto", sv="Ärtsoppa")
    component.summary = Texts(en="Lunch is served at the fire station.")
    db.session.flush()

    assert found(Wanted(words=words)) == [component]


def test_words_follow_what_is_written_anew(component: Component) -> None:
    component.name = Texts(en="Soup")
    db.session.flush()
    component.name = Texts(en="Bread")
    db.session.flush()

    assert found(Wanted(words="bread")) == [component]
    assert found(Wanted(words="soup")) == []


@pytest.mark.parametrize("few", [1, 200])
def test_words_of_many_components_are_found_like_those_of_few(
    component: Component, others: list[Component], monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(import_module("tourbook.hosts.queries.library"), "FEW", few)

    assert {one.id for one in found(Wanted(words="visitors see"))} == {
        one.id for one in (component, *others)
    }


def test_price_is_one_that_holds_on_the_day_for_the_party(component: Component) -> None:
    rate(component)

    for wanted in (
        Wanted(most_cents=4000, price_day=DAY),
        Wanted(most_cents=4000, price_unit=RateUnit.PERSON, price_day=DAY, party=20),
        Wanted(price_unit=RateUnit.PERSON, price_day=date(2027, 6, 30)),
    ):
        assert found(wanted) == [component], wanted
    for wanted in (
        Wanted(most_cents=3999, price_day=DAY),
        Wanted(most_cents=4000, price_unit=RateUnit.GROUP, price_day=DAY),
        Wanted(most_cents=4000, price_day=date(2027, 7, 1)),
        Wanted(most_cents=4000, price_day=DAY, party=21),
    ):
        assert found(wanted) == [], wanted


def test_free_week_has_an_open_slot_with_room(component: Component) -> None:
    slot = making.make_slot(component, starts_at=SOON, capacity=30, exclusive=False)
    end = SOON + timedelta(days=7)

    def fits(party: int | None = None) -> bool:
        return found(Wanted(party=party, free_from=SOON, free_until=end)) != []

    assert fits()
    assert fits(30)
    services.hold_slot(slot.id, 12)
    assert (fits(18), fits(19)) == (True, False)
    slot.exclusive = True
    db.session.flush()
    assert not fits(1)
    slot.exclusive, slot.state = False, SlotState.CLOSED
    db.session.flush()
    assert not fits(1)


def test_slot_of_another_week_does_not_count(component: Component) -> None:
    making.make_slot(component, starts_at=SOON)

    week = timedelta(days=7)

    assert found(Wanted(free_from=SOON, free_until=SOON + week)) == [component]
    assert found(Wanted(free_from=SOON - week, free_until=SOON)) == []
    assert found(Wanted(free_from=SOON + week, free_until=SOON + 2 * week)) == []


def test_list_is_sorted_by_the_name_that_is_read(component: Component) -> None:
    component.name = Texts(en="Zebra", fi="Aasi")
    second = making.make_component()
    second.name = Texts(en="apple")
    db.session.flush()
    own = frozenset({component.organisation_id, second.organisation_id})

    assert found(Wanted(own=own), "en") == [second, component]
    assert found(Wanted(own=own), "fi") == [component, second]


@pytest.mark.parametrize("rows", [1, 20])
def test_search_asks_the_same_number_of_questions(
    app: Flask, statements: Statements, rows: int
) -> None:
    for _ in range(rows):
        making.make_component().themes = [making.make_theme()]
    db.session.flush()
    db.session.expunge_all()

    with statements() as seen:
        said = [
            (one.organisation.name, one.place, len(one.themes))
            for one in found(Wanted(kind=ComponentKind.PROGRAMME, words="component"))
        ]

    assert len(said) == rows
    assert len(seen) == 5
