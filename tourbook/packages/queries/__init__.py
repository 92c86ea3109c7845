"""Asking for packages, their versions and what they are made of."""

from tourbook.packages.queries.packages import (
    catalogue_stamp,
    codes_of,
    library,
    packages,
    places,
    slugs_like,
    themes,
    towns,
    versions_of,
    versions_of_each,
)
from tourbook.packages.queries.versions import whole

__all__ = [
    "catalogue_stamp",
    "codes_of",
    "library",
    "packages",
    "places",
    "slugs_like",
    "themes",
    "towns",
    "versions_of",
    "versions_of_each",
    "whole",
]
