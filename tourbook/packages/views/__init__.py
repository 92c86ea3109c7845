"""The organiser's pages of packages."""
