"""The start pages of organisers and hosts."""
