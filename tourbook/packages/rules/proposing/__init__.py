"""A draft and its library as a problem of the planner, and its answers as programmes."""
