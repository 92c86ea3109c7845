"""What a programme costs, and what it must be sold for."""
