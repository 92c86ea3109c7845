"""Regions, municipalities, places, organisations and themes."""
