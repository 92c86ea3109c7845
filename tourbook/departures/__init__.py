"""A version on dates, and what each host was asked and answered."""
