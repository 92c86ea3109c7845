"""What stands in the way of a programme, with ways out."""
