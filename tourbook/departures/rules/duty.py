"""Whom visitors, hosts and drivers call on a day."""

from collections.abc import Mapping
from dataclasses import dataclass

#: The entry that holds for each day without one of its own.
EVERY_DAY = 0


@dataclass(frozen=True, slots=True)
class Duty:
    name: str
    phone: str

    @property
    def dial(self) -> str:
        """An address that a phone rings (RFC 3966)."""
        return "tel:" + "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")


def on_day(contacts: Mapping[int, Duty], day_number: int) -> Duty | None:
    """The day's own contact, else that of all days."""
    return contacts.get(day_number) or contacts.get(EVERY_DAY)
