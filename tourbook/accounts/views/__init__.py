"""Pages of coming in, of one's own account, of people and of the audit log."""
