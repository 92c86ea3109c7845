"""What holds while a visit is made ready and run: pure functions of values."""
