"""VAT rates for tests: those of the law, and one that changes in mid-year."""

from datetime import date

from tourbook.hosts.models import VatCategory
from tourbook.packages.rules.costing.values import VatStep

LAW = (
    VatStep(VatCategory.STANDARD, date(2024, 9, 1), 2550),
    VatStep(VatCategory.REDUCED, date(2013, 1, 1), 1400),
    VatStep(VatCategory.REDUCED, date(2026, 1, 1), 1350),
    VatStep(VatCategory.EXEMPT, date(2013, 1, 1), 0),
)
CHANGE = date(2027, 7, 1)
MID_YEAR = (
    *LAW,
    VatStep(VatCategory.STANDARD, CHANGE, 2600),
    VatStep(VatCategory.REDUCED, CHANGE, 1000),
)
