"""Forms of visits, and the words for what is due."""
