"""What is laid on the days of a draft from the library, and the library beside them."""

import pytest

from tests.browser_client import Browser
from tests.conftest import Statements
from tests.making import make_component, make_place
from tests.packages.drafts import fresh, make_draft
from tests.packages.presses import DESK, SWAP, said
from tourbook.core.db import db
from tourbook.hosts.models import ComponentKind


def test_a_component_comes_to_the_first_time_where_it_fits(as_organiser: Browser) -> None:
    version = make_draft()
    component = make_component(place=make_place())
    db.session.commit()

    page = as_organiser.post(
        f"{DESK}/{version.id}/items",
        data={"component": str(component.id), "day": str(version.days[0].id)},
        headers=SWAP,
    ).text

    items = fresh(version).days[0].items
    added = next(item for item in items if item.component_id == component.id)
    assert added.ends_minute - added.starts_minute == 90
    assert not (added.starts_minute < 690 and added.ends_minute > 600)
    assert "is added" in said(page)


@pytest.mark.parametrize(
    ("kind", "since", "until"),
    [(ComponentKind.MEAL, 660, 840), (ComponentKind.LODGING, 1080, 1439)],
)
def test_meals_and_nights_come_to_their_own_times(
    as_organiser: Browser, kind: ComponentKind, since: int, until: int
) -> None:
    version = make_draft()
    component = make_component(kind)
    db.session.commit()

    as_organiser.post(
        f"{DESK}/{version.id}/items",
        data={"component": str(component.id), "day": str(version.days[0].id)},
    )

    added = next(item for item in fresh(version).days[0].items if item.component_id)
    assert since <= added.starts_minute <= until
    assert (added.ends_minute > 1440) is (kind is ComponentKind.LODGING)


def test_free_text_is_added_at_a_time(as_organiser: Browser) -> None:
    version = make_draft()
    data = {
        "day": str(version.days[0].id),
        "title": "Walk to the harbour",
        "kind": "side",
        "starts": "15:00",
        "minutes": "45",
    }

    as_organiser.post(f"{DESK}/{version.id}/items", data=data)

    added = fresh(version).days[0].items[-1]
    assert (added.title.en, added.starts_minute, added.ends_minute) == (
        "Walk to the harbour",
        900,
        945,
    )


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"day": "999999", "title": "Walk", "kind": "side"}, 409),
        ({"day": "x", "title": "Walk", "kind": "side"}, 409),
        ({"title": "Walk", "kind": "other"}, 409),
        ({"title": "", "kind": "side"}, 409),
        ({"title": "Walk", "kind": "side", "minutes": "1000000000"}, 409),
        ({"title": "Walk", "kind": "side", "starts": "24:61"}, 409),
        ({"component": "999999"}, 404),
        ({"component": "²"}, 404),
    ],
)
def test_what_cannot_be_added_is_refused(
    as_organiser: Browser, values: dict[str, str], status: int
) -> None:
    version = make_draft()
    data = {"day": str(version.days[0].id), **values}

    response = as_organiser.post(f"{DESK}/{version.id}/items", data=data)

    assert response.status_code == status
    assert len(fresh(version).days[0].items) == 1


@pytest.mark.parametrize("components", [1, 3])
def test_the_library_asks_the_same_number_of_questions(
    as_organiser: Browser, statements: Statements, components: int
) -> None:
    version = make_draft()
    made = [make_component() for _ in range(components)]
    db.session.commit()
    db.session.expire_all()

    with statements() as seen:
        page = as_organiser.get(f"{DESK}/{version.id}/library").text

    assert all(component.name.en in page for component in made)
    assert len([one for one in seen if "FROM component" in one and "count" not in one]) <= 2


@pytest.mark.parametrize(
    "query",
    [
        "kind=x&town=x&theme=²&language=zz",
        "party=0&lead=-1&price=x&week=2027-W60",
        f"party={10**9}&price={10**12}&week=W",
        "week=9999-W52",
        "week=0001-W01",
        "week=2027-W23&step_free=y&party=12&price=100&lead=30&language=en",
        "day=999999&starts=25:99&page=-1",
        f"q={'x' * 300}",
    ],
)
def test_nonsense_in_the_librarys_address_is_no_error(as_organiser: Browser, query: str) -> None:
    version = make_draft()

    assert as_organiser.get(f"{DESK}/{version.id}/library?{query}").status_code == 200


def test_the_library_is_narrowed(as_organiser: Browser) -> None:
    version = make_draft()
    meal, visit = make_component(ComponentKind.MEAL), make_component()
    db.session.commit()

    page = as_organiser.get(f"{DESK}/{version.id}/library?kind=meal", headers=SWAP).text

    assert meal.name.en in page
    assert visit.name.en not in page
    assert "<html" not in page
