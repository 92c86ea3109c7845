"""The programme planner: which visits, on which day, at what time, and why not the others."""
