"""Formats: PDF, charts, calendar files and spreadsheets. Words come in; none are kept here."""
