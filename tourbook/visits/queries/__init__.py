"""Reading what was done and given for visits."""
