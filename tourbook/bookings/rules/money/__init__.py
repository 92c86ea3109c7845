"""What a booking costs, how it is taxed, invoiced, paid, cancelled and paid back. All in cents."""
