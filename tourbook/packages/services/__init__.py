"""Changing packages. Nothing here commits: the caller owns the transaction."""

from tourbook.packages.services.stamp import touch_catalogue

__all__ = ["touch_catalogue"]
