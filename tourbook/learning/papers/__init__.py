"""Reports on paper and on the page: one document for both, in each language."""
