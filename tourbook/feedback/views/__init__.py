"""Pages of feedback: for participants by their own link, and for the organiser."""
