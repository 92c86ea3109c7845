"""People, what they may be, and how they come in."""
