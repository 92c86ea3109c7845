"""Every message sent: the outbox and the record of correspondence."""
