"""The demonstration: a region, its hosts, four packages and the groups that came."""
