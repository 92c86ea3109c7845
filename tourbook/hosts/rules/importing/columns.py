"""The columns of each sheet, and a component written into them.

Headers and words for kinds and units are the same in every language: a file may be passed on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tourbook.hosts.models import Component, ComponentKind, RateUnit, SupplementKind, VatCategory
from tourbook.hosts.rules.hours import HoursFacts, clock
from tourbook.hosts.rules.importing import cells
from tourbook.hosts.rules.importing.cells import Reader
from tourbook.hosts.rules.offers import ComponentFacts
from tourbook.hosts.rules.prices import RateFacts, SupplementFacts

Cell = str | int | float | date | None

COMPONENTS, RATES, SUPPLEMENTS, HOURS = "Components", "Rates", "Supplements", "Hours"
HELP = "Help"
#: Languages in which Finnish hosts receive groups, and into which they interpret.
SPOKEN = ("en", "fi", "sv", "de", "fr", "es", "it", "et", "lv", "lt", "pl", "uk", "ru", "ar", "zh")


@dataclass(frozen=True)
class Column:
    header: str
    field: str
    read: Reader
    #: A new row must have it.
    required: bool = False
    #: A hyphen empties it.
    may_be_empty: bool = False


def names(most: int, *, lines: bool = False) -> tuple[Column, ...]:
    """The same text in three languages; only the English one must be there."""
    what, field = ("Summary", "summary") if lines else ("Name", "name")
    read = cells.text(most, lines=lines)
    return (
        Column(f"{what} (en)", f"{field}_en", read, required=True),
        Column(f"{what} (fi)", f"{field}_fi", read, may_be_empty=True),
        Column(f"{what} (sv)", f"{field}_sv", read, may_be_empty=True),
    )


ID = Column("ID", "id", cells.whole(1, 999_999_999))
ORGANISATION = Column("Organisation", "organisation", cells.text(160))
#: By what the rows of the other sheets say whose they are.
OWNER = (
    Column("Component ID", "id", cells.whole(1, 999_999_999)),
    ORGANISATION,
    Column("Component", "component", cells.text(120)),
)
PRICE = (
    Column("Unit", "unit", cells.one_of(RateUnit), required=True),
    Column("Net EUR", "net_cents", cells.money, required=True),
    Column("VAT", "vat_category", cells.one_of(VatCategory), required=True),
)
VALID = (
    Column("Valid from", "valid_from", cells.day, required=True),
    Column("Valid to", "valid_to", cells.day, required=True),
)
PARTY = cells.whole(1, 1_000)
DAYS = cells.whole(0, 730)
SOME = cells.whole(0, 1_000)

SHEETS: dict[str, tuple[Column, ...]] = {
    COMPONENTS: (
        ID,
        ORGANISATION,
        Column("Kind", "kind", cells.one_of(ComponentKind), required=True),
        *names(120),
        *names(2_000, lines=True),
        Column("Place", "place", cells.text(120), may_be_empty=True),
        Column("Town", "town", cells.text(120), may_be_empty=True),
        Column("Minutes", "duration_minutes", cells.whole(1, 10_080), required=True),
        Column("Party from", "party_min", PARTY),
        Column("Party to", "party_max", PARTY, required=True),
        Column("Languages", "languages", cells.codes(SPOKEN), required=True),
        Column("Ask by, days", "ask_by_days", DAYS),
        Column("Names by, days", "names_by_days", DAYS),
        Column("Themes", "themes", cells.parts, may_be_empty=True),
        Column("Outdoor", "outdoor", cells.yes_no),
        Column("Seated", "seated", cells.yes_no),
        Column("Vehicle seats", "vehicle_seats", cells.whole(1, 500), may_be_empty=True),
        Column("Single rooms", "single_rooms", SOME, may_be_empty=True),
        Column("Twin rooms", "twin_rooms", SOME, may_be_empty=True),
        Column("Free every", "free_every", cells.whole(1, 1_000), may_be_empty=True),
        Column("Free at most", "free_most", cells.whole(1, 1_000), may_be_empty=True),
        Column("Retired", "retired", cells.yes_no),
    ),
    RATES: (
        *OWNER,
        *PRICE,
        Column("Party from", "pax_from", PARTY, required=True),
        Column("Party to", "pax_to", PARTY, required=True),
        *VALID,
    ),
    SUPPLEMENTS: (
        *OWNER,
        Column("Kind", "kind", cells.one_of(SupplementKind), required=True),
        Column("Name (en)", "name_en", cells.text(120)),
        Column("Name (fi)", "name_fi", cells.text(120)),
        Column("Name (sv)", "name_sv", cells.text(120)),
        Column("Language", "language", cells.code(SPOKEN)),
        *PRICE,
        *VALID,
    ),
    HOURS: (
        *OWNER,
        Column("Weekday", "weekday", cells.weekday, required=True),
        Column("Opens", "opens_minute", cells.hour, required=True),
        Column("Closes", "closes_minute", cells.hour, required=True),
    ),
}


@dataclass(frozen=True)
class Offer:
    """A component with all that hangs on it, as plain values."""

    organisation: str
    facts: ComponentFacts
    place: str = ""
    town: str = ""
    #: Keys of themes, in order.
    themes: tuple[str, ...] = ()
    retired: bool = False
    rates: tuple[RateFacts, ...] = ()
    supplements: tuple[SupplementFacts, ...] = ()
    hours: tuple[HoursFacts, ...] = ()


def offer_of(component: Component) -> Offer:
    place = component.place
    return Offer(
        organisation=component.organisation.name,
        facts=ComponentFacts(
            **{name: getattr(component, name) for name in ComponentFacts.__dataclass_fields__}
        ),
        place=place.name if place else "",
        town=place.municipality.name.get("en") if place else "",
        themes=tuple(sorted(theme.slug for theme in component.themes)),
        retired=component.retired_at is not None,
        rates=tuple(
            RateFacts(**{name: getattr(one, name) for name in RateFacts.__dataclass_fields__})
            for one in component.rates
        ),
        supplements=tuple(
            SupplementFacts(
                **{name: getattr(one, name) for name in SupplementFacts.__dataclass_fields__}
            )
            for one in component.supplements
        ),
        hours=tuple(
            HoursFacts(one.weekday, one.opens_minute, one.closes_minute) for one in component.hours
        ),
    )


def row_of(offer: Offer, component_id: int | None) -> list[Cell]:
    """The component's own row."""
    facts = offer.facts
    return [
        component_id,
        offer.organisation,
        facts.kind.value,
        facts.name.en,
        facts.name.fi,
        facts.name.sv,
        facts.summary.en,
        facts.summary.fi,
        facts.summary.sv,
        offer.place,
        offer.town,
        facts.duration_minutes,
        facts.party_min,
        facts.party_max,
        ", ".join(facts.languages),
        facts.ask_by_days,
        facts.names_by_days,
        ", ".join(offer.themes),
        yes_or_no(facts.outdoor),
        yes_or_no(facts.seated),
        facts.vehicle_seats,
        facts.single_rooms,
        facts.twin_rooms,
        facts.free_every,
        facts.free_most,
        yes_or_no(offer.retired),
    ]


def yes_or_no(value: bool) -> str:
    return "yes" if value else "no"


def euros(cents: int) -> float:
    return cents / 100


def rate_row(rate: RateFacts) -> list[Cell]:
    """What stands on the row beside whose it is."""
    return [
        rate.unit.value,
        euros(rate.net_cents),
        rate.vat_category.value,
        rate.pax_from,
        rate.pax_to,
        rate.valid_from,
        rate.valid_to,
    ]


def supplement_row(one: SupplementFacts) -> list[Cell]:
    return [
        one.kind.value,
        one.name.en,
        one.name.fi,
        one.name.sv,
        one.language,
        one.unit.value,
        euros(one.net_cents),
        one.vat_category.value,
        one.valid_from,
        one.valid_to,
    ]


def hours_row(one: HoursFacts) -> list[Cell]:
    return [cells.WEEKDAYS[one.weekday], clock(one.opens_minute), clock(one.closes_minute)]


def part_rows(offer: Offer) -> dict[str, list[list[Cell]]]:
    """The rows of the other three sheets, without whose they are."""
    return {
        RATES: [rate_row(one) for one in offer.rates],
        SUPPLEMENTS: [supplement_row(one) for one in offer.supplements],
        HOURS: [hours_row(one) for one in offer.hours],
    }


def rows_by_sheet(offers: Sequence[tuple[int, Offer]]) -> dict[str, list[list[Cell]]]:
    """Components by their keys as the rows of the whole workbook."""
    rows: dict[str, list[list[Cell]]] = {sheet: [] for sheet in SHEETS}
    for component_id, offer in offers:
        rows[COMPONENTS].append(row_of(offer, component_id))
        owner: list[Cell] = [component_id, offer.organisation, offer.facts.name.en]
        for sheet, part in part_rows(offer).items():
            rows[sheet].extend([*owner, *row] for row in part)
    return rows


def headers(sheet: str) -> list[str]:
    return [column.header for column in SHEETS[sheet]]
