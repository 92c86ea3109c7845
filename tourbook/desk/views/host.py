"""The start page of a host's own people."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from tourbook.accounts.access import host_organisations
from tourbook.core import clock
from tourbook.core.roles import Role
from tourbook.desk import queries, rules
from tourbook.web.access import roles

bp = Blueprint("host_desk", __name__)


@bp.get("/host/")
@roles(Role.HOST)
def index() -> ResponseReturnValue:
    at, own = clock.now(), host_organisations()
    return render_template(
        "desk/host.html",
        at=at,
        days_until=rules.days_until,
        to_answer=queries.to_answer(own, clock.today()),
        visits=queries.next_visits(own, at),
    )
