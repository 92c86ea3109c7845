"""What a booking, its participants and its papers may be; pure functions, one subject a file."""
