"""What may be done with departures and requests to hosts. Values and a moment in, answers out."""

from tourbook.departures.rules.selling import can_book, check_can_book

__all__ = ["can_book", "check_can_book"]
