"""Somebody new asks to book for a delegation: the organisers are told, nothing else is kept."""

from datetime import datetime

from tourbook.accounts import queries as accounts
from tourbook.core.tokens import new_salt
from tourbook.messages import services as messages
from tourbook.messages.rules import page_link
from tourbook.messages.services import Recipient


def ask_for_access(
    *, name: str, email: str, delegation: str, country: str, message: str, at: datetime
) -> None:
    """Write to each organiser; what is answered never tells whether the address is known."""
    asked = new_salt()
    for user in accounts.organisers():
        messages.send(
            "bookings/desk_join",
            to=Recipient(user.email, user.name, user.language),
            values={
                "name": user.name,
                "asker": name,
                "email": email,
                "delegation": delegation,
                "country": country,
                "message": message,
                "link": page_link("/desk/delegations/new"),
            },
            event_key=f"bookings.join:{asked}",
            at=at,
        )
