"""Pages of bookings: one subject a file, each with its blueprint."""
