"""Edits of a draft taken back, and made again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from tests.making import NOON, make_place, texts
from tests.packages.drafts import fresh, make_draft
from tests.packages.editing import AINO, PEKKA, WALK, first, move, rename, told
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.hosts.models import ComponentKind, LeadKind, LeadUnit
from tourbook.hosts.rules.leads import Lead
from tourbook.packages import services
from tourbook.packages.models import Item, Version
from tourbook.packages.services import Placed
from tourbook.packages.services.leads import set_leads

Act = Callable[[Version], object]
ACTS: dict[str, Act] = {
    "add": lambda v: services.add_item(v.days[0], WALK, component=None, at=NOON, actor=AINO),
    "copy": lambda v: services.copy_item(first(v), day=v.days[1], starts=840, at=NOON, actor=AINO),
    "move": lambda v: move(first(v), 615, seen=1),
    "move to another day": lambda v: services.change_item(
        first(v), WALK, day=v.days[2], revision=1, at=NOON, actor=AINO
    ),
    "remove": lambda v: services.remove_item(first(v), revision=1, at=NOON, actor=AINO),
    "add a day": lambda v: services.add_day(v, at=NOON, actor=AINO),
    "remove the first day": lambda v: services.remove_day(v.days[0], at=NOON, actor=AINO),
    "remove the second day": lambda v: services.remove_day(v.days[1], at=NOON, actor=AINO),
    "change a day": lambda v: services.change_day(
        v.days[0], title=texts("Lake"), hours=(420, 1200), revision=1, at=NOON, actor=AINO
    ),
    "add an objective": lambda v: services.add_objective(
        v, text=texts("Plan"), at=NOON, actor=AINO
    ),
    "remove an objective": lambda v: services.remove_objective(
        v.objectives[0], at=NOON, actor=AINO
    ),
    "cover": lambda v: services.cover(
        v, {(v.objectives[0].id, v.days[1].items[0].id)}, at=NOON, actor=AINO
    ),
    "price": lambda v: services.price(
        v, [(1, 9, 700), (10, 30, 500)], revision=1, at=NOON, actor=AINO
    ),
    "lead times": lambda v: set_leads(
        v,
        [
            Lead(LeadKind.ASK, LeadUnit.WORKING_DAYS, 40),
            Lead(LeadKind.GIFT, LeadUnit.DATE, day=date(2027, 5, 31)),
        ],
        revision=v.revision,
        at=NOON,
        actor=AINO,
    ),
    "programme": lambda v: services.apply_programme(
        v,
        [
            Placed(2, 900, 960, title=texts("Sauna")),
            Placed(3, 600, 660, item_id=first(v).id),
        ],
        remove={v.days[1].items[0].id},
        revision=1,
        label=texts("Proposal 1"),
        at=NOON,
        actor=AINO,
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_every_act_is_undone_and_done_again(app: Flask, act: str) -> None:
    version = make_draft(days=3)
    before = told(version)

    ACTS[act](version)
    after = told(version)
    assert after != before
    for _time in range(2):
        services.undo(version, at=NOON, actor=PEKKA)
        assert told(version) == before
        services.redo(version, at=NOON, actor=PEKKA)
        assert told(version) == after


def test_undoing_goes_back_step_by_step_whoever_made_them(app: Flask) -> None:
    version = make_draft()
    before = told(version)
    move(first(version), 620, seen=1)
    rename(first(version), "Fire station", seen=2)
    services.add_day(version, at=NOON, actor=AINO)
    after = told(version)

    undone = [services.undo(version, at=NOON, actor=PEKKA).number for _step in range(3)]
    assert (undone, told(version)) == ([4, 3, 2], before)
    with pytest.raises(Refused, match="nothing left to undo"):
        services.undo(version, at=NOON, actor=PEKKA)

    again = [services.redo(version, at=NOON, actor=PEKKA).number for _step in range(3)]
    assert (again, told(version)) == ([2, 3, 4], after)
    with pytest.raises(Refused, match="nothing left to redo"):
        services.redo(version, at=NOON, actor=PEKKA)


def test_a_new_edit_leaves_nothing_to_do_again(app: Flask) -> None:
    version = make_draft()
    move(first(version), 620, seen=1)
    services.undo(version, at=NOON, actor=AINO)
    services.add_day(version, at=NOON, actor=AINO)

    with pytest.raises(Refused, match="nothing left to redo"):
        services.redo(version, at=NOON, actor=AINO)


def test_an_older_edit_is_undone_where_nobody_touched_the_same(app: Flask) -> None:
    version = make_draft()
    move(first(version), 620, seen=1)
    rename(first(version), "Fire station", seen=2)

    services.undo(version, number=2, at=NOON, actor=PEKKA)

    item = first(fresh(version))
    assert (item.starts_minute, item.title.en) == (600, "Fire station")


@pytest.mark.parametrize(
    "later",
    [
        lambda item: move(item, 700, seen=2, actor=PEKKA),
        lambda item: services.remove_item(item, revision=2, at=NOON, actor=PEKKA),
    ],
    ids=["moved", "removed"],
)
def test_an_undo_never_overwrites_what_somebody_did_since(
    app: Flask, later: Callable[[Item], None]
) -> None:
    version = make_draft()
    move(first(version), 620, seen=1)
    later(first(version))
    before = told(version)

    with pytest.raises(Refused, match="Pekka has changed the same thing since"):
        services.undo(version, number=2, at=NOON, actor=AINO)

    assert told(version) == before


def test_a_day_with_somebodys_items_is_not_undone_away(app: Flask) -> None:
    version = make_draft()
    services.add_day(version, at=NOON, actor=AINO)
    services.add_item(version.days[1], WALK, component=None, at=NOON, actor=PEKKA)

    with pytest.raises(Refused, match="Pekka has changed"):
        services.undo(version, number=2, at=NOON, actor=AINO)

    services.undo(version, at=NOON, actor=AINO)
    services.undo(version, at=NOON, actor=AINO)
    assert len(fresh(version).days) == 1


def test_what_comes_back_takes_another_key_where_its_own_is_taken(app: Flask) -> None:
    version, place = make_draft(days=2), make_place()
    services.change_item(
        first(version),
        replace(WALK, place=place),
        day=version.days[0],
        revision=1,
        at=NOON,
        actor=AINO,
    )
    before = told(version)
    day, item = version.days[0].id, first(version).id
    services.remove_day(version.days[0], at=NOON, actor=AINO)
    stranger = make_draft()
    taken = Item(
        id=item,
        day=stranger.days[0],
        kind=ComponentKind.SIDE,
        title=texts("Other"),
        text=Texts(),
        starts_minute=0,
        ends_minute=10,
        lineage="other",
    )
    db.session.add(taken)
    db.session.flush()

    services.undo(version, at=NOON, actor=AINO)

    now = told(version)
    assert sorted(map(str, now.values())) == sorted(map(str, before.values()))
    assert first(fresh(version)).id != item
    services.undo(version, at=NOON, actor=AINO)
    assert first(fresh(version)).starts_minute == 600
    assert version.days[0].id == day
