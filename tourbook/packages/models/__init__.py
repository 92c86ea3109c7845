"""Packages and their numbered versions. A published version never changes again."""

from tourbook.packages.models import freezing
from tourbook.packages.models.drafting import DatedLimit, DraftEdit, PlanRun, RunState
from tourbook.packages.models.versions import (
    USUAL_PAX,
    Acceptance,
    CatalogueStamp,
    Day,
    Item,
    MarkupKind,
    Objective,
    Package,
    PackageLead,
    PriceTier,
    Sharing,
    VatScheme,
    Version,
    VersionStatus,
    coverage,
    package_theme,
)

__all__ = [
    "USUAL_PAX",
    "Acceptance",
    "CatalogueStamp",
    "DatedLimit",
    "Day",
    "DraftEdit",
    "Item",
    "MarkupKind",
    "Objective",
    "Package",
    "PackageLead",
    "PlanRun",
    "PriceTier",
    "RunState",
    "Sharing",
    "VatScheme",
    "Version",
    "VersionStatus",
    "coverage",
    "freezing",
    "package_theme",
]
