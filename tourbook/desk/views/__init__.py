"""Start pages: the organiser's desk and the host's."""
