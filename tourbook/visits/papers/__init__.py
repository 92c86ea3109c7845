"""Papers of a visit, made for one reader."""
