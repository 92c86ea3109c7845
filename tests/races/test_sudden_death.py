"""Processes killed in the middle of their work: what was acknowledged stands, and is told once."""

import http.client
import threading
from collections.abc import Callable

import sqlalchemy as sa

from tests import making
from tests.races.conftest import Place
from tests.races.mailbox import Mailbox
from tests.servers import (
    Server,
    cookie_after,
    hidden_fields,
    session_cookie,
    start_worker,
    until,
)
from tourbook.bookings.models import Booking
from tourbook.core.db import db
from tourbook.departures.models import Departure
from tourbook.messages.models import Message, MessageState

BUYERS = 6
#: Bookings acknowledged before each kill.
ENOUGH = 12
MESSAGES = 40


def book(server: Server, departure_id: int, delegation_id: int, cookie: str) -> str:
    """Take one place; where the answer leads, or nothing if none came.

    Raises:
        OSError, http.client.HTTPException: the server died.
    """
    page = f"/bookings/new/{departure_id}"
    opened = server.ask("GET", page, headers={"Cookie": cookie})
    answer = server.ask(
        "POST",
        page,
        headers={"Cookie": cookie_after(opened, cookie)},
        form=hidden_fields(opened.body)
        | {"delegation": str(delegation_id), "places": "1", "kind": "confirmed"},
    )
    return answer.location if answer.status == 302 else ""


class Buyers:
    """Book again and again, and note what was acknowledged."""

    def __init__(self, buy: Callable[[], str]) -> None:
        self.buy = buy
        self.acknowledged: list[str] = []
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=self.go_on) for _ in range(BUYERS)]
        for thread in self.threads:
            thread.start()

    def go_on(self) -> None:
        while not self.stop.is_set():
            try:
                place = self.buy()
            except (OSError, http.client.HTTPException):
                return
            if place:
                self.acknowledged.append(place)

    def end(self) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join(timeout=150)


def test_an_acknowledged_booking_survives_the_web_process(place: Place) -> None:
    departure = making.make_departure(
        version=making.make_version(party_max=500), seats=900, first_day=making.far_ahead()
    )
    delegation = making.make_delegation()
    cookie = session_cookie(place.app, making.make_user(delegation=delegation))
    departure_id, delegation_id = departure.id, delegation.id
    db.session.commit()
    acknowledged: list[str] = []

    port = None
    for _ in range(3):
        server = Server("tourbook.app:create_app()", place.environ, place.folder, port=port)
        port = server.port
        buyers = Buyers(lambda: book(server, departure_id, delegation_id, cookie))  # noqa: B023
        until(lambda: len(buyers.acknowledged) >= ENOUGH, seconds=120)  # noqa: B023
        server.kill()
        buyers.end()
        acknowledged += buyers.acknowledged

    kept = {f"/bookings/{booking_id}" for booking_id in db.session.scalars(sa.select(Booking.id))}
    assert len(acknowledged) >= 3 * ENOUGH
    assert set(acknowledged) <= kept
    sold = db.session.get_one(Departure, departure_id, populate_existing=True).seats_taken
    assert sold == len(kept)
    db.session.rollback()


def test_every_message_arrives_once_though_the_worker_is_killed(place: Place) -> None:
    for number in range(MESSAGES):
        making.queue_message(f"guest{number}@example.org")
    db.session.commit()

    with Mailbox(slow_seconds=0.02) as mailbox:
        environ = place.environ | {"TOURBOOK_MAIL_URL": mailbox.url, "TOURBOOK_LEASE_SECONDS": "2"}
        for share in (0.2, 0.5, 0.8):
            worker = start_worker(environ, place.folder)
            wanted = int(MESSAGES * share)
            until(lambda: len(mailbox.kept) >= wanted, seconds=120)  # noqa: B023
            worker.kill()
        worker = start_worker(environ, place.folder)
        until(all_sent, seconds=120)
        worker.stop()

    addresses = sorted(address for address, _message_id in mailbox.kept)
    assert addresses == sorted(f"guest{number}@example.org" for number in range(MESSAGES))
    # Only the message in whose delivery the worker died may have been handed in again.
    repeated = [key for key, times in mailbox.handed_in.items() if times > 1]
    assert len(repeated) <= 3


def all_sent() -> bool:
    waiting = db.session.scalar(
        sa.select(sa.func.count()).where(Message.state != MessageState.SENT)
    )
    db.session.rollback()
    return waiting == 0
