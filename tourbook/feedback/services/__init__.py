"""Changing feedback. Nothing here commits: the caller owns the transaction."""

from tourbook.feedback.services.answers import save, withdraw
from tourbook.feedback.services.questions import make_questions
from tourbook.feedback.services.waves import invite, make_waves, open_waves, remind_now

__all__ = [
    "invite",
    "make_questions",
    "make_waves",
    "open_waves",
    "remind_now",
    "save",
    "withdraw",
]
