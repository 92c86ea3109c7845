"""A host that closes many slots while a group takes two of them: nobody waits in a ring."""

import threading
import time
from datetime import timedelta

from tests import making
from tests.races.conftest import Place
from tourbook.core import clock
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.hosts import services
from tourbook.hosts.models import Component, Slot, SlotState
from tourbook.hosts.services.slots import close_between

#: So many seconds after which the host has come as far as it can.
HOST_WAITS = 1.5
PAX = 5


def test_closing_slots_waits_for_a_group_that_takes_them(place: Place) -> None:
    component, first_day = making.make_component(), making.far_ahead()
    starts_at = making.local(first_day, 10)
    # The later one is the first by its key, and the last by where it stands in the table.
    first = making.make_slot(component, starts_at=starts_at + timedelta(hours=5))
    second = making.make_slot(component, starts_at=starts_at)
    db.session.commit()
    first.note = "Moved within the table"
    db.session.commit()
    component_id, keys = component.id, (first.id, second.id)
    closed: list[int] = []

    def close() -> None:
        with place.app.app_context():
            of_host = db.session.get_one(Component, component_id)
            at, actor = clock.now(), Actor(None, "Host")
            closed.append(close_between(of_host, first_day, first_day, at=at, actor=actor))
            db.session.commit()
            db.session.remove()

    services.hold_slot(keys[0], PAX)
    host = threading.Thread(target=close)
    host.start()
    time.sleep(HOST_WAITS)
    services.hold_slot(keys[1], PAX)
    db.session.commit()
    host.join()

    assert closed == [2]
    rows = db.session.execute(db.select(Slot.taken, Slot.state)).all()
    assert [tuple(row) for row in rows] == [(PAX, SlotState.CLOSED)] * 2
    db.session.rollback()
