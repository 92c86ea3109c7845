"""What hosts offer: components, rates, slots and their series."""
