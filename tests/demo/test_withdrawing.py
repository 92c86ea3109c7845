"""In the demonstration a host took its yes back, and the organisers were warned."""

import sqlalchemy as sa

from tests.demo.conftest import Filled
from tourbook.core.db import db
from tourbook.departures import queries
from tourbook.departures.models import RequestState, ServiceRequest, ThreadAct
from tourbook.messages.models import Message


def test_a_host_took_its_yes_back_and_the_organisers_were_warned(filled: Filled) -> None:
    request = (
        db.session.scalars(
            sa.select(ServiceRequest).where(ServiceRequest.state == RequestState.WITHDRAWN)
        )
        .unique()
        .one()
    )

    assert request.reason
    assert request.slot is not None
    assert request.slot.taken == 0
    assert queries.live_of(request.dated_item) is None
    assert queries.thread_of([request.id])[-1].act is ThreadAct.WITHDRAWN
    warned = db.session.scalars(
        sa.select(Message.to_email).where(Message.kind == "departures/withdrawn")
    )
    assert sorted(warned) == ["admin@example.org", "organiser@example.org"]
