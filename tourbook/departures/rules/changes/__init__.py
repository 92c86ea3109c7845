"""What a change of a departure does to its day, and what of it somebody must be told."""
