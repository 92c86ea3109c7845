"""The builder's answer to an edit: what it asks, what it holds, and what it draws again."""

import re
from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask, before_render_template

from tests import making
from tests.browser_client import Browser
from tests.conftest import Statements
from tests.making import make_component, make_place, make_version, texts
from tests.packages.drafts import fresh
from tests.packages.presses import DESK, SWAP, press, said
from tourbook.accounts.models import User
from tourbook.core.db import db
from tourbook.core.languages import in_language
from tourbook.packages.models import Acceptance, DraftEdit, Item, Version
from tourbook.packages.services import checking
from tourbook.packages.views import drawing


def full(days: int, items: int) -> Version:
    """A draft with so many days and items of components, a trial day, rates and slots."""
    version = make_version(days=days, published=False)
    version.trial_day = making.far_ahead()
    for day in version.days:
        for number in range(1, items):
            component = make_component(place=make_place())
            item = Item(
                component=component,
                place=component.place,
                kind=component.kind,
                title=texts(f"Stop {number}"),
                text=texts(""),
                starts_minute=480 + 60 * number,
                ends_minute=525 + 60 * number,
                lineage=f"line{day.id}x{number}",
            )
            day.items.append(item)
    db.session.commit()
    return version


@pytest.mark.parametrize("size", [(1, 3), (5, 12)])
def test_an_edit_is_answered_with_few_statements(
    as_organiser: Browser, statements: Statements, size: tuple[int, int]
) -> None:
    version = full(*size)
    item = version.days[0].items[-1]
    address = f"{DESK}/{version.id}/items/{item.id}"
    db.session.expire_all()

    with statements() as seen:
        page = as_organiser.post(address, data={"act": "later", "revision": "1"}, headers=SWAP)

    assert "Saved" in said(page.text)
    assert len(db.session.scalars(sa.select(DraftEdit)).all()) == 1
    assert len(seen) <= 20, "\n".join(one.split("\n")[0][:150] for one in seen)


def swapped(browser: Browser, version: Version) -> str:
    """The board alone, as it is now, without the tokens of its forms."""
    page = browser.get(f"{DESK}/{version.id}/board").text
    return re.sub(r'name="csrf_token"\s+value="[^"]*"', "", page)


def test_the_draft_is_let_go_before_its_board_is_drawn(app: Flask, as_organiser: Browser) -> None:
    version = full(1, 3)
    held: list[bool] = []

    def note(*_: object, **_known: object) -> None:
        held.append(db.session().in_transaction())

    with before_render_template.connected_to(note, app):
        press(as_organiser, version, "later")

    assert held == [False]


def test_a_day_that_stays_is_not_drawn_again(as_organiser: Browser) -> None:
    version = full(3, 4)
    as_organiser.get(f"{DESK}/{version.id}/board")
    drawn = drawing.day.cache_info().misses, drawing.item.cache_info().misses

    as_organiser.get(f"{DESK}/{version.id}/board")
    again = drawing.day.cache_info().misses, drawing.item.cache_info().misses
    fresh(version).days[1].items[0].title = texts("Another name")
    db.session.commit()
    page = as_organiser.get(f"{DESK}/{version.id}/board").text
    changed = drawing.day.cache_info().misses, drawing.item.cache_info().misses

    assert again == drawn
    assert changed[0] == drawn[0] + 1
    assert "Another name" in page


def rename_host(version: Version) -> None:
    item = version.days[0].items[0]
    assert item.component is not None
    item.component.organisation.name = "New Host"


def rename_place(version: Version) -> None:
    item = version.days[0].items[0]
    assert item.place is not None
    item.place.name = "New Place"


def rename_town(version: Version) -> None:
    item = version.days[0].items[0]
    assert item.place is not None
    item.place.municipality.name = texts("New Town")


def shift_day(version: Version) -> None:
    version.trial_day = date(2028, 8, 8)


def lengthen_day(version: Version) -> None:
    version.days[0].ends_minute = 1300


def accept_all(version: Version) -> None:
    seen = checking.look(version, today=date(2026, 5, 5))
    for problem in seen.problems:
        version.acceptances.append(
            Acceptance(
                problem=problem.key, reason="New Reason", accepted_at=making.NOON, accepted_by="A"
            )
        )


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        (rename_host, "New Host"),
        (rename_place, "New Place"),
        (rename_town, "New Town"),
        (shift_day, "8 August 2028"),
        (lengthen_day, "21:40"),
        (accept_all, "New Reason"),
    ],
)
def test_what_changed_beside_the_items_is_shown(
    as_organiser: Browser, change: Callable[[Version], None], shown: str
) -> None:
    version = full(2, 3)
    before = swapped(as_organiser, version)

    change(fresh(version))
    db.session.commit()

    assert shown not in before
    assert shown in swapped(as_organiser, version)


def test_every_reader_gets_the_board_in_their_own_words(
    as_organiser: Browser, organiser: User
) -> None:
    version = full(1, 2)
    english = swapped(as_organiser, version)
    organiser.language = "fi"
    db.session.commit()
    finnish = swapped(as_organiser, version)
    organiser.language = "en"
    db.session.commit()

    assert "Earlier" in english
    assert "Earlier" not in finnish
    assert in_language("fi", "Earlier") in finnish
    assert swapped(as_organiser, version) == english


def test_every_form_has_the_token_of_its_own_answer(as_organiser: Browser) -> None:
    version = full(2, 3)

    pages = [as_organiser.get(f"{DESK}/{version.id}/board").text for _time in range(2)]

    for page in pages:
        tokens = re.findall(r'name="csrf_token"\s+value="([^"]*)"', page)
        assert len(tokens) > 6
        assert len(set(tokens)) == 1
        assert drawing.MARK not in page


def test_what_is_only_good_to_know_of_a_day_is_folded(as_organiser: Browser) -> None:
    version = full(1, 12)

    page = as_organiser.get(f"{DESK}/{version.id}/board").text

    head = page[page.index('<header class="board-head">') : page.index("</header>")]
    opened, folded = head.split('<details class="trouble-hints"')
    assert 'class="trouble trouble-warns"' in opened
    assert "trouble-hint" not in opened
    assert 'class="trouble trouble-hint"' in folded
    assert 'class="trouble trouble-warns"' not in folded
    summary = re.sub(
        r"<[^>]+>", " ", folded[folded.index("<summary>") : folded.index("</summary>")]
    )
    assert f"Good to know: {folded.count('<li ')}" in re.sub(r"\s+", " ", summary)


def test_a_problem_keeps_its_anchor_while_others_come_and_go(as_organiser: Browser) -> None:
    version = full(2, 3)
    before = set(re.findall(r'id="(problem-[^"]+)"', swapped(as_organiser, version)))

    day = fresh(version).days[0]
    day.items[0].ends_minute = day.items[1].starts_minute + 10
    db.session.commit()

    after = set(re.findall(r'id="(problem-[^"]+)"', swapped(as_organiser, version)))
    assert before < after
