"""Edits of a draft: recorded, merged, undone and made again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.making import NOON, make_component, make_place, make_version, texts
from tests.packages.drafts import fresh, make_draft
from tourbook.core.audit import Actor, AuditEntry
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.hosts.models import ComponentKind
from tourbook.packages import services
from tourbook.packages.models import DraftEdit, Item, Version
from tourbook.packages.queries import edits
from tourbook.packages.rules.drafting import rows
from tourbook.packages.services import ItemFace, Placed, drafts, history
from tourbook.packages.services.history import Clashed, Gone

AINO, PEKKA = Actor(1, "Aino"), Actor(2, "Pekka")
WALK = ItemFace(
    title=texts("Walk"),
    text=Texts(),
    kind=ComponentKind.SIDE,
    starts=900,
    ends=960,
    place=None,
    optional=False,
)


def first(version: Version) -> Item:
    return version.days[0].items[0]


def move(item: Item, starts: int, *, seen: int, actor: Actor = AINO) -> None:
    length = item.ends_minute - item.starts_minute
    services.adjust_item(
        item,
        {"starts_minute": starts, "ends_minute": starts + length},
        verb="item_move",
        revision=seen,
        at=NOON,
        actor=actor,
    )


def rename(item: Item, words: str, *, seen: int, actor: Actor = PEKKA) -> None:
    services.adjust_item(
        item,
        {"title": texts(words).as_dict()},
        verb="item_rename",
        revision=seen,
        at=NOON,
        actor=actor,
    )


def edits_of(version: Version) -> list[tuple[int, str, str]]:
    found = db.session.scalars(edits.of_version(version.id)).all()
    return [(edit.number, edit.verb, edit.by) for edit in reversed(found)]


def test_an_edit_is_numbered_by_the_revision_that_it_makes(app: Flask) -> None:
    version = make_draft()

    move(first(version), 620, seen=1)
    services.add_day(version, at=NOON, actor=PEKKA)

    assert edits_of(version) == [(2, "item_move", "Aino"), (3, "day_add", "Pekka")]
    assert (version.revision, first(version).revision) == (3, 2)


def test_an_edit_tells_what_stood_before_and_after(app: Flask) -> None:
    version = make_draft()

    move(first(version), 620, seen=1)

    (change,) = edits.changes_of(db.session.scalars(sa.select(DraftEdit)).one())
    assert (change.table, change.key, change.fields) == (
        "item",
        str(first(version).id),
        {"starts_minute", "ends_minute"},
    )
    assert change.before is not None
    assert change.before["starts_minute"] == 600
    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert (entry.action, entry.actor_label) == ("packages.item_move", "Aino")


def test_changing_nothing_records_nothing(app: Flask) -> None:
    version = make_draft()

    move(first(version), 600, seen=1)

    assert (edits_of(version), version.revision) == ([], 1)


def test_changes_of_different_rows_never_meet(app: Flask) -> None:
    version = make_draft(days=2)

    move(version.days[0].items[0], 620, seen=1)
    move(version.days[1].items[0], 660, seen=1, actor=PEKKA)

    assert [day.items[0].starts_minute for day in fresh(version).days] == [620, 660]


def test_different_fields_of_one_row_are_both_kept(app: Flask) -> None:
    version = make_draft()
    move(first(version), 620, seen=1)

    rename(first(version), "Fire station", seen=1)

    item = first(fresh(version))
    assert (item.title.en, item.starts_minute, item.revision) == ("Fire station", 620, 3)


def test_translations_of_one_text_are_both_kept(app: Flask) -> None:
    version = make_draft()
    item = first(version)
    base = item.title.as_dict()
    for change in ({"fi": "Paloasema"}, {"sv": "Brandstation"}):
        services.adjust_item(
            item, {"title": base | change}, verb="item_rename", revision=1, at=NOON, actor=AINO
        )

    title = first(fresh(version)).title
    assert (title.en, title.fi, title.sv) == (base["en"], "Paloasema", "Brandstation")


def test_the_same_field_changed_twice_shows_both_values_and_keeps_the_first(app: Flask) -> None:
    version = make_draft()
    move(first(version), 620, seen=1)

    with pytest.raises(Clashed, match="Aino changed the same thing") as caught:
        move(first(version), 660, seen=1, actor=PEKKA)

    values = {clash.field: (clash.base, clash.mine, clash.theirs) for clash in caught.value.clashes}
    assert values["starts_minute"] == (600, 660, 620)
    assert first(fresh(version)).starts_minute == 620
    move(first(version), 660, seen=2, actor=PEKKA)
    assert first(fresh(version)).starts_minute == 660


def test_the_same_change_made_twice_is_settled(app: Flask) -> None:
    version = make_draft()
    move(first(version), 620, seen=1)

    move(first(version), 620, seen=1, actor=PEKKA)

    assert edits_of(version) == [(2, "item_move", "Aino")]


def test_a_revision_that_nobody_has_seen_shows_every_difference(app: Flask) -> None:
    version = make_draft()

    with pytest.raises(Clashed) as caught:
        move(first(version), 660, seen=10**9)

    assert {clash.field for clash in caught.value.clashes} == {"starts_minute", "ends_minute"}


def test_times_that_only_together_make_no_sense_are_refused(app: Flask) -> None:
    version = make_draft()
    item = first(version)
    services.adjust_item(
        item, {"ends_minute": 615}, verb="item_stretch", revision=1, at=NOON, actor=AINO
    )

    with pytest.raises(Refused, match="ends after it begins"):
        services.adjust_item(
            item, {"starts_minute": 630}, verb="item_move", revision=1, at=NOON, actor=PEKKA
        )


@pytest.mark.parametrize("minutes", [(-15, 60), (1440, 1500), (600, 2881), (600, 10**9)])
def test_minutes_that_no_day_has_are_refused(app: Flask, minutes: tuple[int, int]) -> None:
    version = make_draft()

    with pytest.raises(Refused):
        services.adjust_item(
            first(version),
            {"starts_minute": minutes[0], "ends_minute": minutes[1]},
            verb="item_move",
            revision=1,
            at=NOON,
            actor=AINO,
        )


def test_an_item_that_somebody_changed_is_not_removed_unseen(app: Flask) -> None:
    version = make_draft()
    item = first(version)
    move(item, 620, seen=1)

    with pytest.raises(Refused, match="Aino changed this item"):
        services.remove_item(item, revision=1, at=NOON, actor=PEKKA)

    services.remove_item(item, revision=2, at=NOON, actor=PEKKA)
    assert fresh(version).days[0].items == []


def test_what_somebody_removed_cannot_be_changed(app: Flask) -> None:
    version = make_draft()
    item = first(version)
    services.remove_item(item, revision=1, at=NOON, actor=AINO)

    with pytest.raises(Gone, match="Aino has removed"):
        drafts.item_of(version, item.id)
    assert drafts.item_of(version, 10**9) is None


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


def told(version: Version) -> rows.Snapshot:
    """The draft as the database has it, revisions aside."""
    return {
        key: {name: value for name, value in row.items() if name != rows.REVISION}
        for key, row in rows.snapshot(fresh(version)).items()
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


def test_a_programme_is_laid_in_one_step(app: Flask) -> None:
    version, component = make_draft(days=2), make_component(ComponentKind.MEAL)
    kept = version.days[0].items[0]

    services.apply_programme(
        version,
        [Placed(1, 720, 780, component_id=component.id), Placed(2, 540, 600, item_id=kept.id)],
        remove={version.days[1].items[0].id},
        revision=1,
        label=texts("Proposal 2"),
        at=NOON,
        actor=AINO,
    )

    days = fresh(version).days
    assert [
        [(item.title.en, item.kind.value, item.starts_minute) for item in day.items] for day in days
    ] == [[(component.name.en, "meal", 720)], [("Visit on day 1", "programme", 540)]]
    assert edits_of(version) == [(2, "programme", "Aino")]


@pytest.mark.parametrize(
    ("placed", "match"),
    [
        (Placed(7, 600, 660), "no day 7"),
        (Placed(1, 600, 600), "ends after it begins"),
        (Placed(1, 600, 660, component_id=10**9), "no longer in the library"),
        (Placed(1, 600, 660, item_id=10**9), "no longer part of the draft"),
    ],
)
def test_a_programme_that_cannot_be_laid_leaves_the_draft_as_it_was(
    app: Flask, placed: Placed, match: str
) -> None:
    version = make_draft()
    db.session.commit()

    with pytest.raises(Refused, match=match):
        services.apply_programme(
            version,
            [Placed(1, 720, 780, title=texts("Lunch")), placed],
            remove=(),
            revision=1,
            label=texts("Proposal"),
            at=NOON,
            actor=AINO,
        )

    db.session.rollback()
    assert [item.title.en for item in fresh(version).days[0].items] == ["Visit on day 1"]


def test_a_programme_made_from_an_older_draft_is_refused(app: Flask) -> None:
    version = make_draft()
    services.add_day(version, at=NOON, actor=PEKKA)

    with pytest.raises(Refused, match="changed after the programme was proposed"):
        services.apply_programme(
            version, [], remove=(), revision=1, label=texts("Proposal"), at=NOON, actor=AINO
        )


def test_ticks_of_two_people_are_both_kept(app: Flask) -> None:
    version = make_draft(days=3)
    objective = version.objectives[0]
    one, two, three = ((objective.id, day.items[0].id) for day in version.days)
    services.cover(version, {one, two}, seen={one}, at=NOON, actor=AINO)

    services.cover(version, {three}, seen={one}, at=NOON, actor=PEKKA)

    assert {item.id for item in fresh(version).objectives[0].items} == {two[1], three[1]}


def test_prices_set_by_somebody_else_are_not_overwritten(app: Flask) -> None:
    version = make_draft()
    services.price(version, [(1, 30, 900)], revision=1, at=NOON, actor=AINO)

    with pytest.raises(Refused, match="Aino has set the prices"):
        services.price(version, [(1, 30, 800)], revision=1, at=NOON, actor=PEKKA)

    services.price(version, [(1, 30, 800)], revision=2, at=NOON, actor=PEKKA)
    assert fresh(version).tiers[0].person_cents == 800


def test_a_published_version_is_held_by_nobody(app: Flask) -> None:
    version = make_version()

    with pytest.raises(Refused, match="never changes"):
        history.hold(version.id)

    assert history.hold(10**9) is None


def test_the_history_reads_from_the_newest(app: Flask) -> None:
    version = make_draft()
    services.add_day(version, at=NOON, actor=AINO)
    services.add_day(version, at=NOON + timedelta(minutes=1), actor=PEKKA)

    assert [edit.by for edit in db.session.scalars(edits.of_version(version.id))] == [
        "Pekka",
        "Aino",
    ]
    assert [edit.by for edit in edits.after(version.id, 2)] == ["Pekka"]
