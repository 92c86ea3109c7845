"""Departures that ask one host at the same moment: its visit budgets hold."""

from collections import Counter

import sqlalchemy as sa

from tests import making
from tests.races.conftest import Place
from tests.races.crowd import Person, together
from tests.servers import server, session_cookie
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.departures.models import RequestState, ServiceRequest
from tourbook.hosts.models import Component, VisitBudget

#: Groups for each of two components; each wants a day of the same month.
GROUPS = 10
PER_MONTH, PER_YEAR = 3, 5


def ask(component: Component, cookie: str) -> list[Person]:
    """So many groups whose host, without slots, is about to be asked."""
    version = making.make_version(component=component)
    people = []
    for _group in range(GROUPS):
        departure = making.make_departure(version=version, first_day=making.far_ahead())
        making.make_request(departure, state=RequestState.DRAFT).asked_at = None
        page = f"/desk/departures/{departure.id}"
        people.append(Person(page, {}, cookie, f"{page}/ask"))
    return people


def test_budgets_of_a_month_and_a_year_hold(place: Place) -> None:
    organisation = making.make_organisation()
    narrow, wide = (making.make_component(organisation=organisation) for _number in range(2))
    making.kept(VisitBudget(organisation_id=organisation.id, per_year=PER_YEAR))
    making.kept(
        VisitBudget(organisation_id=organisation.id, component_id=narrow.id, per_month=PER_MONTH)
    )
    cookie = session_cookie(place.app, making.make_user(Role.ORGANISER))
    people = [*ask(narrow, cookie), *ask(wide, cookie)]
    db.session.commit()

    with server("tourbook.app:create_app()", place.environ, place.folder, workers=4) as served:
        seen = together(served.port, people)

    assert Counter(saw.status for saw in seen) == {302: PER_YEAR, 409: 2 * GROUPS - PER_YEAR}
    losers = [saw for saw in seen if saw.status == 409]
    assert all("takes no more visits in this month or year" in saw.body for saw in losers)
    asked = Counter(
        db.session.scalars(
            sa.select(ServiceRequest.component_id).where(
                ServiceRequest.state == RequestState.REQUESTED
            )
        )
    )
    assert sum(asked.values()) == PER_YEAR
    assert asked[narrow.id] <= PER_MONTH
    db.session.rollback()
