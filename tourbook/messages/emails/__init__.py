"""Messages as e-mail: their words, their form, and how they leave."""
