"""What an import would do: what is new, what changes field by field, and what stays."""

import unicodedata
from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hosts.offers import (
    DAY,
    FACTS,
    GUIDE,
    LAST,
    PRICE,
    VISIT,
    as_read,
    differences,
    faults,
    known,
    written,
)
from tests.hosts.workbooks import RATE, lunch, table
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.hosts.models import ComponentKind, RateUnit, VatCategory
from tourbook.hosts.rules import ComponentFacts, HoursFacts, RateFacts
from tourbook.hosts.rules.importing import cells
from tourbook.hosts.rules.importing.columns import COMPONENTS, RATES, SPOKEN, Offer
from tourbook.hosts.rules.importing.planning import plan
from tourbook.hosts.rules.importing.reading import letter_of


def test_new_component_comes_with_its_prices_and_hours() -> None:
    opens = {"Component": "Lunch", "Weekday": "monday", "Opens": "9:00", "Closes": "24:00"}
    guide = {**RATE, "Kind": "interpreter", "Language": "FI", "Unit": "Vehicle day"}
    del guide["Party from"], guide["Party to"]

    found = plan(
        lunch(
            Rates=table(RATE),
            Supplements=table(guide),
            Hours=table({"Organisation": "example host", **opens}),
        ),
        known(),
    )

    assert faults(found) == []
    [change] = found.new
    assert change.organisation_id == 1
    assert change.after.facts == ComponentFacts(
        ComponentKind.MEAL,
        Texts(en="Lunch"),
        Texts(en="Soup and bread"),
        60,
        30,
        languages=["en", "fi"],
    )
    assert change.after.rates == (
        RateFacts(RateUnit.PERSON, 1250, VatCategory.REDUCED, DAY, LAST, pax_to=30),
    )
    assert change.after.supplements[0].name.fi == "Tulkki"
    assert change.after.supplements[0].unit is RateUnit.VEHICLE_DAY
    assert change.after.hours == (HoursFacts(0, 540, 1440),)


def test_what_was_written_out_changes_nothing() -> None:
    found = plan(
        written(VISIT, replace(VISIT, facts=replace(FACTS, name=Texts(en="B")))),
        known(VISIT, replace(VISIT, facts=replace(FACTS, name=Texts(en="B")))),
    )

    assert faults(found) == []
    assert (found.new, found.changed, found.same) == ([], [], 2)


def test_difference_is_told_field_by_field() -> None:
    given = {
        "ID": "7",
        "Name (en)": "Visit",
        "Name (fi)": "-",
        "Minutes": "120",
        "Themes": "PALO; water",
        "Place": "station",
        "Outdoor": "yes",
        "Retired": "yes",
    }

    found = plan({COMPONENTS: table(given)}, known(VISIT))

    assert faults(found) == []
    assert differences(found) == [
        ("Name (fi)", "Käynti", ""),
        ("Place", "", "Station"),
        ("Town", "", "Mikkeli"),
        ("Minutes", "90", "120"),
        ("Themes", "fire", "fire, water"),
        ("Outdoor", "no", "yes"),
        ("Retired", "no", "yes"),
    ]
    assert found.changed[0].after.facts.place_id == 1


def test_component_is_known_by_its_name_and_missing_cells_leave_it() -> None:
    given = {"Organisation": "EXAMPLE HOST", "Name (en)": "visit", "Party to": "25", "Kind": ""}

    found = plan({COMPONENTS: table(given)}, known(VISIT))

    assert differences(found) == [
        ("Name (en)", "Visit", "visit"),
        ("Party to", "30", "25"),
    ]
    assert found.changed[0].after.rates == (PRICE,)


def test_rates_on_the_sheet_are_all_that_there_are() -> None:
    own = {**RATE, "Organisation": "Example Host", "Component": "Visit"}
    cheaper = {**own, "Net EUR": "38"}
    group = {**own, "Unit": "group", "Net EUR": "1 200,00"}

    found = plan({RATES: table(cheaper, group)}, known(VISIT))
    none_left = plan({RATES: table(group)}, known(VISIT))

    assert faults(found) == []
    assert differences(found) == [
        (
            "Rates",
            "person, 40.50, reduced, 1, 30, 2027-01-01, 2027-12-31",
            "person, 38.00, reduced, 1, 30, 2027-01-01, 2027-12-31",
        ),
        ("Rates", "", "group, 1200.00, reduced, 1, 30, 2027-01-01, 2027-12-31"),
    ]
    assert [after for _what, _before, after in differences(none_left)] == [
        "",
        "group, 1200.00, reduced, 1, 30, 2027-01-01, 2027-12-31",
    ]
    assert found.changed[0].after.supplements == (GUIDE,)


def test_digest_tells_plans_apart() -> None:
    one = plan({COMPONENTS: table({"ID": "7", "Minutes": "60"})}, known(VISIT))
    same = plan({COMPONENTS: table({"ID": "7", "Minutes": "60"})}, known(VISIT))
    other = plan({COMPONENTS: table({"ID": "7", "Minutes": "61"})}, known(VISIT))

    assert one.digest == same.digest
    assert one.digest != other.digest


@pytest.mark.parametrize(
    ("text", "cents"),
    [("12", 1200), ("12,5", 1250), ("12.50", 1250), ("1 234,50 €", 123_450), ("0", 0)],
)
def test_money_has_a_point_or_a_comma(text: str, cents: int) -> None:
    assert cells.money(text) == cents


@given(st.integers(0, 100_000_000))
def test_money_survives_a_spreadsheet(cents: int) -> None:
    assert cells.money(as_read(cents / 100)) == cents


@pytest.mark.parametrize("text", ["", "1,2,3", "1.234.567", "five", "1e3", "-1"])
def test_no_money_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        cells.money(text)


@pytest.mark.parametrize(("position", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (59, "BH")])
def test_columns_have_letters(position: int, letter: str) -> None:
    assert letter_of(position) == letter


languages = st.lists(st.sampled_from(SPOKEN), min_size=1, max_size=3, unique=True)
words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20).map(
    partial(unicodedata.normalize, "NFC")
)
days = st.dates(date(2020, 1, 1), date(2050, 1, 1))


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    facts = replace(
        FACTS,
        kind=draw(st.sampled_from(ComponentKind)),
        name=Texts(en=draw(words), fi=draw(words)),
        duration_minutes=draw(st.integers(1, 10_080)),
        party_max=draw(st.integers(1, 1_000)),
        languages=draw(languages),
        outdoor=draw(st.booleans()),
        free_every=draw(st.none() | st.integers(1, 1_000)),
    )
    first = draw(days)
    rate = replace(
        PRICE,
        unit=draw(st.sampled_from(RateUnit)),
        net_cents=draw(st.integers(0, 100_000_000)),
        valid_from=first,
        valid_to=max(first, draw(days)),
    )
    return replace(VISIT, facts=facts, rates=(rate,), retired=draw(st.booleans()))


@given(offers(), offers())
def test_importing_makes_alike_and_again_changes_nothing(was: Offer, wanted: Offer) -> None:
    first = plan(written(wanted), known(was))
    assert faults(first) == []
    [change] = first.changes

    again = plan(written(wanted), known(change.after))

    assert replace(change.after, facts=wanted.facts) == wanted
    cleared = was.facts.free_every if wanted.facts.free_every is None else wanted.facts.free_every
    assert change.after.facts == replace(wanted.facts, free_every=cleared)
    assert (again.new, again.changed, again.same) == ([], [], 1)
