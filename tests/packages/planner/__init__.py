"""The planner, checked by what shares no code with it."""
