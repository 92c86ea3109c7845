"""What holds for packages, whoever asks: pure functions of values."""
