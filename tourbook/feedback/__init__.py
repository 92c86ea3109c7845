"""Questionnaires, waves, personal links and answers."""
