"""The library as a workbook: what is there, and an empty one with its help."""

from collections.abc import Sequence

from tourbook.core.languages import N_, in_language
from tourbook.documents.workbooks import Sheet, to_workbook
from tourbook.hosts.models import Component, ComponentKind, RateUnit, SupplementKind, VatCategory
from tourbook.hosts.rules.importing import cells
from tourbook.hosts.rules.importing.columns import (
    COMPONENTS,
    HELP,
    HOURS,
    RATES,
    SHEETS,
    SPOKEN,
    SUPPLEMENTS,
    Column,
    headers,
    offer_of,
    rows_by_sheet,
)

#: How an import reads a file; the help sheet and the page of the import say it alike.
READING = (
    N_(
        "Each row of “Components” is one component. One with an ID, or with the name "
        "of one that its organisation has, changes that component; any other is new."
    ),
    N_(
        "An empty cell or a missing column leaves a component as it is, and gives a "
        "new one its usual value. A hyphen (-) empties a cell that may be empty."
    ),
    N_(
        "“Rates”, “Supplements” and “Hours” hold all that a component has of it: what "
        "stands there no more is removed. A component that has no row on such a sheet "
        "keeps what it has."
    ),
    N_(
        "Prices are in euros without VAT, with a point or a comma before the cents. "
        "Days are written 31.3.2027 or 2027-03-31. Formulas are not read."
    ),
    N_(
        "Nothing changes before you have seen the difference. If one row has a fault, "
        "nothing is changed at all."
    ),
)
#: What a column's cells may hold, where its header does not say it.
NOTES = {
    (COMPONENTS, "id"): N_("The number of the component. Leave it empty for a new one."),
    (COMPONENTS, "organisation"): N_(
        "The name as it stands in the directory. A host with one organisation may leave it empty."
    ),
    (COMPONENTS, "place"): N_("The name of a place in the directory; empty for none."),
    (COMPONENTS, "town"): N_("Needed only if several places have that name."),
    (COMPONENTS, "duration_minutes"): N_("The length in minutes; a night is 720."),
    (COMPONENTS, "languages"): N_("Codes with commas between."),
    (COMPONENTS, "ask_by_days"): N_(
        "Days before the visit by which the host must be asked; usually 30."
    ),
    (COMPONENTS, "names_by_days"): N_(
        "Days before the visit by which the host must have the names; usually 14."
    ),
    (COMPONENTS, "themes"): N_("Keys or names of themes with commas between."),
    (COMPONENTS, "outdoor"): N_("yes: under the open sky, it wants daylight."),
    (COMPONENTS, "seated"): N_("yes: mostly sitting and listening."),
    (COMPONENTS, "vehicle_seats"): N_("For transport: seats for passengers in one vehicle."),
    (COMPONENTS, "single_rooms"): N_("For overnight stays: rooms for one group."),
    (COMPONENTS, "twin_rooms"): N_("For overnight stays: rooms for one group."),
    (COMPONENTS, "free_every"): N_("One place is free for so many that are paid for."),
    (COMPONENTS, "retired"): N_("yes: it is not offered to new programmes."),
    (SUPPLEMENTS, "name_en"): N_("Needed for “other”; else the usual name is taken."),
    (SUPPLEMENTS, "language"): N_("Of an interpreter: the code of the language."),
    (HOURS, "weekday"): N_("No rows at all: it can be had at any hour."),
    (HOURS, "closes_minute"): N_("24:00 is the end of the day."),
}
#: The words that a column takes.
WORDS = {
    (COMPONENTS, "kind"): tuple(ComponentKind),
    (COMPONENTS, "languages"): SPOKEN,
    (SUPPLEMENTS, "kind"): tuple(SupplementKind),
    (SUPPLEMENTS, "language"): SPOKEN,
    (HOURS, "weekday"): cells.WEEKDAYS,
    **{(sheet, "unit"): tuple(RateUnit) for sheet in (RATES, SUPPLEMENTS)},
    **{(sheet, "vat_category"): tuple(VatCategory) for sheet in (RATES, SUPPLEMENTS)},
}


def workbook(components: Sequence[Component], *, language: str) -> bytes:
    """The components with their prices and hours; an import of it changes nothing."""
    rows = rows_by_sheet([(one.id, offer_of(one)) for one in components])
    parts = [Sheet(sheet, headers(sheet), rows[sheet]) for sheet in SHEETS]
    return to_workbook([*parts, help_sheet(language)], title="tourbook")


def template(*, language: str) -> bytes:
    """The same sheets with nothing on them."""
    return workbook([], language=language)


def help_sheet(language: str) -> Sheet:
    def say(sentence: str) -> str:
        return in_language(language, sentence)

    header = [say(N_("Sheet")), say(N_("Column")), say(N_("Needed")), say(N_("What it holds"))]
    rules = [["", "", "", say(sentence)] for sentence in READING]
    columns = [
        [sheet, column.header, say(needed(column)), meaning(sheet, column, language)]
        for sheet, found in SHEETS.items()
        for column in found
    ]
    return Sheet(HELP, header, [*rules, ["", "", "", ""], *columns])


def needed(column: Column) -> str:
    return N_("for a new one") if column.required else ""


def meaning(sheet: str, column: Column, language: str) -> str:
    note = NOTES.get((sheet, column.field), "")
    words = ", ".join(WORDS.get((sheet, column.field), ()))
    said = in_language(language, note) if note else ""
    return " ".join(part for part in (said, words) if part)
