"""Changing departures and what hosts are asked. Nothing here commits: the caller does."""

from tourbook.departures.services.seats import release_seats, take_seats

__all__ = ["release_seats", "take_seats"]
