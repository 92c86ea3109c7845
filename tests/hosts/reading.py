"""What tests ask of a page and of the tables."""

from sqlalchemy import select

from tests.browser_client import Browser
from tourbook.core.db import db
from tourbook.hosts.models import (
    Slot,
    SlotState,
)


def text(client: Browser, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def states() -> list[SlotState]:
    return list(db.session.scalars(select(Slot.state).order_by(Slot.id)))


def count(kind: type) -> int:
    return len(db.session.scalars(select(kind)).all())
