"""Which cell an import cannot take, and why."""

from dataclasses import replace

import pytest

from tests.hosts.offers import FACTS, VISIT, faults, known
from tests.hosts.workbooks import NEW, RATE, lunch, table
from tourbook.core.texts import Texts
from tourbook.hosts.rules.importing import cells
from tourbook.hosts.rules.importing.columns import (
    COMPONENTS,
    HOURS,
    RATES,
    SPOKEN,
    SUPPLEMENTS,
)
from tourbook.hosts.rules.importing.planning import plan


@pytest.mark.parametrize(
    ("change", "column", "sentence"),
    [
        ({"Organisation": "Nobody"}, "A", "There is no organisation called “Nobody”."),
        ({"Organisation": ""}, "A", "Name the organisation that offers it."),
        (
            {"Kind": "party"},
            "B",
            "“party” is not known. Write one of: programme, transport, lodging, meal, side.",
        ),
        ({"Kind": ""}, "B", "“Kind” must be given."),
        ({"Name (en)": ""}, "C", "“Name (en)” must be given."),
        ({"Name (en)": "-"}, "C", "This cannot be emptied."),
        ({"Name (en)": "x" * 121}, "C", "This is too long: use at most 120 characters."),
        (
            {"Name (en)": "a\tb"},
            "C",
            "This holds characters that cannot be shown. Type the text again.",
        ),
        ({"Minutes": "soon"}, "E", "Give a whole number, such as 12."),
        ({"Minutes": "0"}, "E", "Give a number between 1 and 10080."),
        ({"Party to": "1.5"}, "F", "Give a whole number, such as 12."),
        (
            {"Languages": "en, klingon"},
            "G",
            f"“klingon” is not known. Write one of: {', '.join(SPOKEN)}.",
        ),
        ({"Party from": "31"}, "F", "The largest party cannot be smaller than the smallest."),
        ({"Place": "Moon"}, "H", "There is no place called “Moon”."),
        ({"Place": "Hall"}, "H", "Several places are called “Hall”. Give the town."),
        ({"Place": "Station", "Town": "Turku"}, "H", "The place “Station” is not in “Turku”."),
        ({"Town": "Mikkeli"}, "H", "Name the place, not only its town."),
        ({"Themes": "fire, air"}, "H", "There is no theme called “air”."),
        ({"Outdoor": "perhaps"}, "H", "Write yes or no."),
        ({"Vehicle seats": "40"}, "H", "Only transport has seats in a vehicle."),
        ({"Single rooms": "4"}, "H", "Only an overnight stay has rooms."),
        (
            {"Free at most": "1"},
            "",
            "Say for how many paid places one is free, or leave both empty.",
        ),
        ({"ID": "99"}, "H", "There is no component with the ID 99."),
        ({"Colour": "red"}, "H", "There is no such column. The sheet “Help” names them all."),
    ],
)
def test_fault_of_a_component_is_told_at_its_cell(
    change: dict[str, str], column: str, sentence: str
) -> None:
    found = plan({COMPONENTS: table({**NEW, **change})}, known(VISIT))

    [(sheet, _row, letter, told), *rest] = faults(found)
    assert (sheet, letter, told) == (COMPONENTS, column, sentence)
    assert [why for *_place, why in rest] in ([], ["This cell stands under no header."])
    assert faults(plan({COMPONENTS: table(NEW)}, known(VISIT))) == []


@pytest.mark.parametrize(
    ("change", "column", "sentence"),
    [
        (
            {"Unit": "litre"},
            "C",
            "“litre” is not known. Write one of: person, group, room_night, vehicle_day, km, hour.",
        ),
        (
            {"Net EUR": "1,234"},
            "D",
            (
                "“1,234” may mean two things. Write the euros without a sign "
                "between thousands, such as 1234.50."
            ),
        ),
        (
            {"Net EUR": "12.345"},
            "D",
            (
                "“12.345” may mean two things. Write the euros without a sign "
                "between thousands, such as 1234.50."
            ),
        ),
        (
            {"Net EUR": "-5"},
            "D",
            "Give an amount in euros with at most two decimals, such as 1234.50.",
        ),
        (
            {"Net EUR": "dear"},
            "D",
            "Give an amount in euros with at most two decimals, such as 1234.50.",
        ),
        ({"Net EUR": "999999999"}, "D", "The amount is too large."),
        ({"Net EUR": ""}, "D", "“Net EUR” must be given."),
        ({"VAT": "24"}, "E", "“24” is not known. Write one of: standard, reduced, exempt."),
        ({"Party to": "0"}, "G", "Give a number between 1 and 1000."),
        ({"Party from": "31"}, "G", "The largest party cannot be smaller than the smallest."),
        ({"Valid from": "31.2.2027"}, "H", "There is no such day in the calendar."),
        ({"Valid from": "soon"}, "H", "Give a date, such as 31.3.2027."),
        ({"Valid to": "1.1.1066"}, "I", "Give a year between 1900 and 2199."),
        ({"Valid to": "2026-12-31"}, "I", "The last day cannot be before the first."),
        ({"Component": "Supper"}, "B", "There is no component called “Supper”."),
        ({"Component": ""}, "B", "Say whose this is: give the component's ID or its name."),
    ],
)
def test_fault_of_a_rate_is_told_at_its_cell(
    change: dict[str, str], column: str, sentence: str
) -> None:
    found = plan(lunch(Rates=table({**RATE, **change})), known())

    assert faults(found) == [(RATES, 2, column, sentence)]
    assert faults(plan(lunch(Rates=table(RATE)), known())) == []


@pytest.mark.parametrize(
    ("sheet", "row", "sentence"),
    [
        (SUPPLEMENTS, {"Kind": "interpreter"}, "Choose the language into which is interpreted."),
        (
            SUPPLEMENTS,
            {"Kind": "guide", "Language": "fi"},
            "Only an interpreter has a language. Leave the language empty.",
        ),
        (
            SUPPLEMENTS,
            {"Kind": "interpreter", "Language": "fi, sv"},
            "Give the code of one language, such as fi.",
        ),
        (SUPPLEMENTS, {"Kind": "other"}, "Give the supplement a name in English."),
        (
            HOURS,
            {"Weekday": "someday"},
            f"“someday” is not known. Write one of: {', '.join(cells.WEEKDAYS)}.",
        ),
        (HOURS, {"Weekday": "8"}, f"“8” is not known. Write one of: {', '.join(cells.WEEKDAYS)}."),
        (
            HOURS,
            {"Weekday": "7", "Opens": "25"},
            "Give an hour between 0:00 and 24:00, such as 9:30.",
        ),
        (
            HOURS,
            {"Weekday": "1", "Opens": "16:00", "Closes": "9:00"},
            (
                "The hours 16:00-9:00 do not end after they begin. What is open "
                "past midnight goes on the next day from 0:00."
            ),
        ),
    ],
)
def test_fault_of_a_supplement_or_an_hour_is_told(
    sheet: str, row: dict[str, str], sentence: str
) -> None:
    price = {name: RATE[name] for name in ("Unit", "Net EUR", "VAT", "Valid from", "Valid to")}
    rest = price if sheet == SUPPLEMENTS else {"Opens": "9", "Closes": "16"}
    owner = {"Organisation": "Example Host", "Component": "Lunch"}

    found = plan(lunch(**{sheet: table({**owner, **rest, **row})}), known())

    assert [(at, number, why) for at, number, _letter, why in faults(found)] == [
        (sheet, 2, sentence)
    ]


def test_rows_that_contradict_each_other_name_each_other() -> None:
    hours = {"Organisation": "Example Host", "Component": "Lunch", "Weekday": "1"}

    found = plan(
        {
            COMPONENTS: table(NEW, {**NEW, "Name (en)": "LUNCH"}),
            RATES: table(RATE, {**RATE, "Party from": "20", "Net EUR": "9"}),
            HOURS: table(
                {**hours, "Opens": "9", "Closes": "12"}, {**hours, "Opens": "11", "Closes": "13"}
            ),
        },
        known(),
    )

    assert [(sheet, row, why) for sheet, row, _letter, why in faults(found)] == [
        (COMPONENTS, 3, "This component stands on row 2 already."),
        (RATES, 3, "This rate and the one on row 2 hold for the same party on the same day."),
        (HOURS, 3, "The hours 9:00-12:00, 11:00-13:00 meet."),
    ]


def test_two_supplements_of_one_thing_are_refused() -> None:
    row = {**RATE, "Kind": "guide"}
    del row["Party from"], row["Party to"]

    found = plan(lunch(Supplements=table(row, {**row, "Valid from": "1.6.2027"})), known())

    assert [why for *_rest, why in faults(found)] == [
        "This supplement and the one on row 2 hold for the same thing on the same day."
    ]


def test_rows_of_a_faulty_component_are_not_blamed() -> None:
    wrong = {**NEW, "Minutes": "soon"}

    found = plan({COMPONENTS: table(wrong), RATES: table(RATE)}, known())

    assert [sheet for sheet, *_rest in faults(found)] == [COMPONENTS]


def test_name_of_another_component_is_refused_but_swapping_case_is_not() -> None:
    other = replace(VISIT, facts=replace(FACTS, name=Texts(en="Tour")))

    taken = plan({COMPONENTS: table({"ID": "8", "Name (en)": "Visit"})}, known(VISIT, other))
    own = plan({COMPONENTS: table({"ID": "8", "Name (en)": "TOUR"})}, known(VISIT, other))

    assert [why for *_rest, why in faults(taken)] == [
        "The organisation has another component of this name."
    ]
    assert faults(own) == []


def test_two_components_of_one_name_are_told_apart_by_their_ids() -> None:
    by_name = {"Organisation": "Example Host", "Name (en)": "Visit", "Minutes": "60"}

    found = plan({COMPONENTS: table(by_name)}, known(VISIT, VISIT))
    by_id = plan({COMPONENTS: table({"ID": "8", "Minutes": "60"})}, known(VISIT, VISIT))

    assert "Say which one by its ID" in faults(found)[0][3]
    assert [change.component_id for change in by_id.changed] == [8]


def test_host_imports_for_its_own_organisation_only() -> None:
    foreign = plan(
        {COMPONENTS: table({**NEW, "Organisation": "Another Host"})}, known(only_own=True)
    )
    unsaid = plan({COMPONENTS: table({**NEW, "Organisation": ""})}, known(only_own=True))

    assert faults(foreign) == [
        (
            COMPONENTS,
            2,
            "A",
            "“Another Host” is not your organisation. You can import for your own only.",
        )
    ]
    assert faults(unsaid) == []
    assert unsaid.new[0].after.organisation == "Example Host"


@pytest.mark.parametrize(
    ("tables", "sentence"),
    [
        ({}, "There are no rows in the file."),
        ({COMPONENTS: []}, "There are no rows in the file."),
        ({COMPONENTS: [["Name (en)"]]}, "There are no rows in the file."),
        (
            {"Rate": table(RATE)},
            "There is no such sheet. The sheets are: Components, Rates, Supplements, Hours.",
        ),
        ({COMPONENTS: [["Name (en)", "name (EN)"], ["A", "B"]]}, "This column is there twice."),
        ({COMPONENTS: [["Name (en)", ""], ["A", "B"]]}, "This cell stands under no header."),
    ],
)
def test_file_without_sense_is_refused(tables: dict[str, list[list[str]]], sentence: str) -> None:
    assert sentence in [why for *_rest, why in faults(plan(tables, known()))]


def test_the_help_sheet_and_empty_rows_are_passed_over() -> None:
    found = plan({"Help": [["anything"]], COMPONENTS: [*table(NEW), ["", ""], []]}, known())

    assert faults(found) == []
    assert len(found.new) == 1


def test_file_with_too_many_rows_is_refused() -> None:
    row = {"ID": "7", "Minutes": "60"}

    found = plan({COMPONENTS: table(*[row] * 3_001)}, known(VISIT))

    assert [why for *_rest, why in faults(found)][:1] == [
        "The file has 3001 rows. Give at most 3000 at a time."
    ]
