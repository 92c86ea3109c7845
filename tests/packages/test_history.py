"""Edits of a draft: recorded, and merged with those of somebody else."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.making import NOON, make_version
from tests.packages.drafts import fresh, make_draft
from tests.packages.editing import AINO, PEKKA, edits_of, first, move, rename
from tourbook.core.audit import AuditEntry
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.packages import services
from tourbook.packages.models import DraftEdit
from tourbook.packages.queries import edits
from tourbook.packages.services import drafts, history
from tourbook.packages.services.history import Clashed, Gone


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
