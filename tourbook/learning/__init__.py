"""Statistics, suppression and reports."""
