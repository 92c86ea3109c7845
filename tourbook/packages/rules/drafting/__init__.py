"""How a draft changes: acts, rows, merging, comparing and starting."""
