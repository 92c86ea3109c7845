"""What an invoice must show, and what of it is missing.

Directive 2006/112/EC, articles 219 and 226, and the Finnish VAT Act 1501/1993, section 209 e,
whose items are numbered beside each demand. New means of transport, second-hand goods, investment
gold and tax representatives (226(12), (14), (15)) cannot occur here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tourbook.bookings.rules.money.vat import RateSum, Treatment
from tourbook.core.languages import N_

#: The words that the law wants on an invoice in the margin scheme, by language.
MARGIN_MARKS = {
    "fi": "Voittomarginaalijärjestelmä \N{EN DASH} matkatoimistot",
    "sv": "Vinstmarginalordning för resebyråer",
    "en": "Margin scheme \N{EN DASH} Travel agents",
}
#: The words where the customer is liable for the VAT, by language.
REVERSE_MARKS = {
    "fi": "Käännetty verovelvollisuus",
    "sv": "Omvänd betalningsskyldighet",
    "en": "Reverse charge",
}


@dataclass(frozen=True, slots=True)
class Party:
    name: str
    address: str
    #: With its country: FI12345671.
    vat_id: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What was sold: what and how much, and its price in cents."""

    text: str
    quantity: int
    #: Without VAT where it is taxed by rate; None where it is not shown.
    unit_net: int | None
    treatment: Treatment
    #: Of what is taxed by rate; None where it is not shown.
    basis_points: int | None


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice as it is about to be issued."""

    issued_on: date | None
    number: str
    seller: Party
    buyer: Party
    rows: tuple[Row, ...]
    sums: tuple[RateSum, ...]
    #: The day of supply, or the day on which an advance was paid where it is known.
    supplied_on: date | None
    #: An invoice for an advance that nobody has paid yet has no such day.
    asks_for_advance: bool = False
    #: What stands on it besides: marks and reasons.
    marks: tuple[str, ...] = ()
    is_credit: bool = False
    #: The number of the invoice that it changes.
    changes_number: str = ""

    def has(self, treatment: Treatment) -> bool:
        return any(row.treatment is treatment for row in self.rows)


@dataclass(frozen=True, slots=True)
class Demand:
    """A field that the law wants: when, whether it is there, and what to say if it is not."""

    key: str
    sentence: str
    #: Of article 226, else the article; and the item of section 209 e.
    article: str
    item: str
    is_met: Callable[[Invoice], bool]


def marked(invoice: Invoice, treatment: Treatment, marks: Sequence[str]) -> bool:
    """Whether the words stand there if something is treated so."""
    return not invoice.has(treatment) or any(mark in marks for mark in invoice.marks)


def rates_shown(invoice: Invoice) -> bool:
    return all(
        row.basis_points is not None for row in invoice.rows if row.treatment is Treatment.TAXED
    )


def bases_shown(invoice: Invoice) -> bool:
    """Whether each rate and treatment of the rows has its base, and each row its unit price."""
    wanted = {
        (row.treatment, row.basis_points if row.treatment is Treatment.TAXED else 0)
        for row in invoice.rows
    }
    given = {(each.treatment, each.basis_points) for each in invoice.sums}
    return wanted <= given and all(row.unit_net is not None for row in invoice.rows)


def reasons_shown(invoice: Invoice) -> bool:
    exempt = [each for each in invoice.sums if each.treatment is Treatment.EXEMPT]
    if invoice.has(Treatment.EXEMPT) and not exempt:
        return False
    return all(each.reason.strip() and each.reason in invoice.marks for each in exempt)


def margin_hides_vat(invoice: Invoice) -> bool:
    return all(each.vat == 0 for each in invoice.sums if each.treatment is not Treatment.TAXED)


DEMANDS = (
    Demand(
        "issued_on",
        N_("The date of the invoice is missing."),
        "226(1)",
        "1",
        lambda each: each.issued_on is not None,
    ),
    Demand(
        "number",
        N_("The number of the invoice is missing."),
        "226(2)",
        "2",
        lambda each: bool(each.number.strip()),
    ),
    Demand(
        "seller_vat_id",
        N_("The seller's VAT number is missing."),
        "226(3)",
        "3",
        lambda each: bool(each.seller.vat_id.strip()),
    ),
    Demand(
        "buyer_vat_id",
        N_("The buyer is liable for the VAT, so the buyer's VAT number must be shown."),
        "226(4)",
        "4",
        lambda each: not each.has(Treatment.REVERSE_CHARGE) or bool(each.buyer.vat_id.strip()),
    ),
    Demand(
        "seller",
        N_("The seller's name or address is missing."),
        "226(5)",
        "5",
        lambda each: bool(each.seller.name.strip() and each.seller.address.strip()),
    ),
    Demand(
        "buyer",
        N_("The buyer's name or address is missing."),
        "226(5)",
        "5",
        lambda each: bool(each.buyer.name.strip() and each.buyer.address.strip()),
    ),
    Demand(
        "rows",
        N_("A line must say what was sold and how much of it."),
        "226(6)",
        "6",
        lambda each: (
            bool(each.rows) and all(row.text.strip() and row.quantity != 0 for row in each.rows)
        ),
    ),
    Demand(
        "supplied_on",
        N_("The day of the visit, or of the payment in advance, is missing."),
        "226(7)",
        "7",
        lambda each: each.asks_for_advance or each.supplied_on is not None,
    ),
    Demand(
        "bases",
        N_("The amount that each VAT rate is taken of, or a price, is missing."),
        "226(8)",
        "8",
        bases_shown,
    ),
    Demand("rates", N_("The VAT rate of a line is missing."), "226(9)", "9", rates_shown),
    Demand(
        "vat",
        N_("VAT is shown for rates only, never for the margin scheme or untaxed sales."),
        "226(10)",
        "10",
        margin_hides_vat,
    ),
    Demand(
        "exemption",
        N_("The reason why no VAT is taken must be shown."),
        "226(11)",
        "11",
        reasons_shown,
    ),
    Demand(
        "reverse_charge",
        N_("The words for a sale on which the buyer is liable for the VAT are missing."),
        "226(11a)",
        "12",
        lambda each: marked(each, Treatment.REVERSE_CHARGE, list(REVERSE_MARKS.values())),
    ),
    Demand(
        "margin",
        N_("The words for the margin scheme of travel agents are missing."),
        "226(13)",
        "16",
        lambda each: marked(each, Treatment.MARGIN, list(MARGIN_MARKS.values())),
    ),
    Demand(
        "changes",
        N_("A credit note must name the invoice that it changes."),
        "219",
        "209 b",
        lambda each: not each.is_credit or bool(each.changes_number.strip()),
    ),
)


def missing(invoice: Invoice) -> tuple[Demand, ...]:
    """The demands that the invoice does not meet, in the order of the law; none: it may go out."""
    return tuple(demand for demand in DEMANDS if not demand.is_met(invoice))
