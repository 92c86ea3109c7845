"""Verbs of making a visit ready and running it."""
