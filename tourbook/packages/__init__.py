"""Packages, numbered versions, programme items and objectives."""
