"""Components as plain values, and what an import of them would do."""

from datetime import date

from tourbook.core.texts import Texts
from tourbook.hosts.models import ComponentKind, RateUnit, SupplementKind, VatCategory
from tourbook.hosts.rules import ComponentFacts, HoursFacts, RateFacts, SupplementFacts
from tourbook.hosts.rules.importing.changes import Plan
from tourbook.hosts.rules.importing.columns import SHEETS, Offer, headers, rows_by_sheet
from tourbook.hosts.rules.importing.known import Known, KnownOffer, KnownPlace

DAY, LAST = date(2027, 1, 1), date(2027, 12, 31)
FACTS = ComponentFacts(
    ComponentKind.PROGRAMME,
    Texts(en="Visit", fi="Käynti"),
    Texts(en="What they see"),
    90,
    30,
    languages=["en"],
)
PRICE = RateFacts(RateUnit.PERSON, 4050, VatCategory.REDUCED, DAY, LAST, pax_to=30)
GUIDE = SupplementFacts(
    SupplementKind.GUIDE, RateUnit.HOUR, 6000, VatCategory.STANDARD, DAY, LAST, Texts(en="Guide")
)
VISIT = Offer(
    "Example Host",
    FACTS,
    themes=("fire",),
    rates=(PRICE,),
    supplements=(GUIDE,),
    hours=(HoursFacts(0, 540, 960),),
)


def known(*offers: Offer, only_own: bool = False) -> Known:
    return Known(
        organisations={1: "Example Host"} if only_own else {1: "Example Host", 2: "Another Host"},
        places=[
            KnownPlace(1, "Station", ("Mikkeli", "Mikkeli", "S:t Michel")),
            KnownPlace(2, "Hall", ("Mikkeli",)),
            KnownPlace(3, "Hall", ("Savonlinna", "Nyslott")),
        ],
        themes={"fire": "fire", "palo": "fire", "water": "water"},
        offers=[KnownOffer(number, 1, offer) for number, offer in enumerate(offers, start=7)],
        only_own=only_own,
    )


def written(*offers: Offer) -> dict[str, list[list[str]]]:
    """The workbook of these components, as it is read again."""
    rows = rows_by_sheet(list(enumerate(offers, start=7)))
    return {
        sheet: [headers(sheet), *([as_read(cell) for cell in row] for row in rows[sheet])]
        for sheet in SHEETS
    }


def as_read(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def differences(found: Plan) -> list[tuple[str, str, str]]:
    return [
        (one.header or one.sheet, one.before, one.after)
        for change in found.changes
        for one in change.differences
    ]


def faults(found: Plan) -> list[tuple[str, int | None, str, str]]:
    return [(one.sheet, one.row, one.letter, str(one.why)) for one in found.faults]
