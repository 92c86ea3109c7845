"""Delegations, bookings, participants and papers."""
