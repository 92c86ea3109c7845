"""Running a visit: what is due, who may know what, and the day itself."""
