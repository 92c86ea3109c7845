from dataclasses import replace
from datetime import date

import pytest

from tourbook.bookings.rules.money import invoice_fields
from tourbook.bookings.rules.money.invoice_fields import (
    MARGIN_MARKS,
    REVERSE_MARKS,
    Invoice,
    Party,
    Row,
)
from tourbook.bookings.rules.money.vat import RateSum, Treatment

SELLER = Party("Tourbook Oy", "Katu 1, 50100 Mikkeli, Finland", "FI12345671")
BUYER = Party("Rescue Service", "Street 2, Riga, Latvia")
TAXED = Row("Four nights in a twin room", 20, 10_000, Treatment.TAXED, 1350)
MARGIN = Row("Coach and guide", 1, 40_000, Treatment.MARGIN, None)
EXEMPT = Row("Course", 20, 5_000, Treatment.EXEMPT, None)
REVERSED = Row("Consulting", 1, 5_000, Treatment.REVERSE_CHARGE, None)
GOOD = Invoice(
    issued_on=date(2026, 11, 22),
    number="2026-001",
    seller=SELLER,
    buyer=BUYER,
    rows=(TAXED,),
    sums=(RateSum(Treatment.TAXED, 1350, "", 227_000, 27_000),),
    supplied_on=date(2026, 11, 20),
)
WITH_MARGIN = replace(
    GOOD,
    rows=(TAXED, MARGIN),
    sums=(*GOOD.sums, RateSum(Treatment.MARGIN, 0, "", 40_000, 0)),
    marks=(MARGIN_MARKS["fi"],),
)
WITH_EXEMPT = replace(
    GOOD,
    rows=(EXEMPT,),
    sums=(RateSum(Treatment.EXEMPT, 0, "VAT Act, section 39", 100_000, 0),),
    marks=("VAT Act, section 39",),
)
WITH_REVERSED = replace(
    GOOD,
    buyer=replace(BUYER, vat_id="LV40003000000"),
    rows=(REVERSED,),
    sums=(RateSum(Treatment.REVERSE_CHARGE, 0, "VAT Act, section 65", 5_000, 0),),
    marks=(REVERSE_MARKS["en"],),
)
CREDIT = replace(GOOD, is_credit=True, changes_number="2026-001", number="2026-002")


@pytest.mark.parametrize(
    "invoice",
    [
        GOOD,
        WITH_MARGIN,
        WITH_EXEMPT,
        WITH_REVERSED,
        CREDIT,
        replace(GOOD, supplied_on=None, asks_for_advance=True),
    ],
)
def test_an_invoice_with_all_that_the_law_wants_may_go_out(invoice: Invoice) -> None:
    assert invoice_fields.missing(invoice) == ()


@pytest.mark.parametrize(
    ("invoice", "key"),
    [
        (replace(GOOD, issued_on=None), "issued_on"),
        (replace(GOOD, number=" "), "number"),
        (replace(GOOD, seller=replace(SELLER, vat_id="")), "seller_vat_id"),
        (replace(GOOD, seller=replace(SELLER, address=" ")), "seller"),
        (replace(GOOD, buyer=replace(BUYER, name="")), "buyer"),
        (replace(GOOD, rows=(replace(TAXED, text=""),)), "rows"),
        (replace(GOOD, rows=(replace(TAXED, quantity=0),)), "rows"),
        (replace(GOOD, rows=()), "rows"),
        (replace(GOOD, supplied_on=None), "supplied_on"),
        (replace(GOOD, rows=(replace(TAXED, unit_net=None),)), "bases"),
        (replace(GOOD, sums=()), "bases"),
        (replace(WITH_MARGIN, marks=()), "margin"),
        (
            replace(
                WITH_MARGIN, sums=(*GOOD.sums, RateSum(Treatment.MARGIN, 0, "", 40_000, 8_127))
            ),
            "vat",
        ),
        (replace(WITH_EXEMPT, marks=()), "exemption"),
        (replace(WITH_REVERSED, marks=()), "reverse_charge"),
        (replace(WITH_REVERSED, buyer=BUYER), "buyer_vat_id"),
        (replace(CREDIT, changes_number=""), "changes"),
    ],
)
def test_what_is_missing_is_named_alone(invoice: Invoice, key: str) -> None:
    assert [demand.key for demand in invoice_fields.missing(invoice)] == [key]


def test_a_line_without_its_rate_lacks_rate_and_base() -> None:
    invoice = replace(GOOD, rows=(replace(TAXED, basis_points=None),))

    assert [each.key for each in invoice_fields.missing(invoice)] == ["bases", "rates"]


def test_an_empty_invoice_lacks_what_every_invoice_needs_in_the_order_of_the_law() -> None:
    nobody = Party("", "")

    found = invoice_fields.missing(Invoice(None, "", nobody, nobody, (), (), None))

    assert [(each.key, each.article) for each in found] == [
        ("issued_on", "226(1)"),
        ("number", "226(2)"),
        ("seller_vat_id", "226(3)"),
        ("seller", "226(5)"),
        ("buyer", "226(5)"),
        ("rows", "226(6)"),
        ("supplied_on", "226(7)"),
    ]
    assert all(each.sentence.endswith(".") for each in invoice_fields.DEMANDS)
