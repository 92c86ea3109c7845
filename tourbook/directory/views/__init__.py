"""The directory pages: one file for each kind of row."""
