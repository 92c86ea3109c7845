"""Several people edit one draft at the same moment: nothing is lost, nothing counts twice."""

import sqlalchemy as sa

from tests import making
from tests.races.conftest import Place
from tests.races.crowd import Person, together
from tests.servers import server, session_cookie
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.packages import queries
from tourbook.packages.models import DraftEdit, Item, Version

EACH = 6


def make_draft(items: int) -> Version:
    """A draft of one day with so many items one after the other, an hour each."""
    version = making.make_version(published=False)
    day = version.days[0]
    for number in range(1, items):
        day.items.append(
            Item(
                kind=day.items[0].kind,
                title=making.texts(f"Stop {number}"),
                text=making.texts(""),
                starts_minute=60 * number,
                ends_minute=60 * number + 30,
                lineage=f"line{number}",
            )
        )
    db.session.flush()
    return version


def test_editors_of_different_items_all_succeed(place: Place) -> None:
    version = make_draft(2 * EACH)
    cookies = [session_cookie(place.app, making.make_user(Role.ORGANISER)) for _ in range(2)]
    before = {item.id: item.starts_minute for item in version.days[0].items}
    people = [
        Person(
            page=f"/desk/packages/items/{item_id}",
            target=f"/desk/packages/versions/{version.id}/items/{item_id}",
            form={"act": "later", "revision": "1"},
            cookie=cookies[number % 2],
        )
        for number, item_id in enumerate(before)
    ]
    version_id = version.id
    db.session.commit()

    with server("tourbook.app:create_app()", place.environ, place.folder, workers=4) as served:
        seen = together(served.port, people)

    assert [saw.status for saw in seen] == [302] * 2 * EACH
    draft = queries.whole(version_id, fresh=True)
    assert draft is not None
    after = {item.id: item.starts_minute for item in draft.days[0].items}
    assert after == {item_id: starts + 15 for item_id, starts in before.items()}
    numbers = db.session.scalars(sa.select(DraftEdit.number).order_by(DraftEdit.number)).all()
    assert list(numbers) == list(range(2, 2 * EACH + 2))
    assert draft.revision == 2 * EACH + 1
    db.session.rollback()


def test_editors_of_one_item_keep_both_fields_or_are_asked(place: Place) -> None:
    version = make_draft(1)
    item = version.days[0].items[0]
    page = f"/desk/packages/items/{item.id}"
    target = f"/desk/packages/versions/{version.id}/items/{item.id}"
    acts = [
        {"act": "move", "starts": "12:00"},
        {"act": "move", "starts": "14:00"},
        {"act": "save", "title": "Fire station"},
        {"act": "pin"},
        {"act": "optional"},
        {"act": "interpret", "language": "uk"},
    ]
    people = [
        Person(
            page=page,
            target=target,
            form={"revision": "1", **act},
            cookie=session_cookie(place.app, making.make_user(Role.ORGANISER)),
        )
        for act in acts
    ]
    item_id = item.id
    db.session.commit()

    with server("tourbook.app:create_app()", place.environ, place.folder, workers=4) as served:
        seen = together(served.port, people)

    assert sorted(saw.status for saw in seen) == [200, 302, 302, 302, 302, 302]
    asked = next(saw for saw in seen if saw.status == 200)
    assert "Two changes of" in asked.body
    kept = db.session.get_one(Item, item_id, populate_existing=True)
    assert kept.starts_minute in (12 * 60, 14 * 60)
    assert (kept.title.en, kept.pinned, kept.optional, kept.interpreters) == (
        "Fire station",
        True,
        True,
        ["uk"],
    )
    assert kept.revision == 6
    db.session.rollback()
