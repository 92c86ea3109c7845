"""A list of participants as people keep it: its columns, its rows, and how it differs from ours."""
