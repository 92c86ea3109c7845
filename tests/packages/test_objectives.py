"""Learning objectives: their words and scale, their order, and which items serve them."""

import re

import pytest
from flask import Flask

from tests.browser_client import Browser
from tests.conftest import Statements
from tests.making import NOON, make_component, make_version, texts
from tests.packages.drafts import fresh, make_draft
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.documents import sheets
from tourbook.hosts.models import ComponentKind
from tourbook.packages import services
from tourbook.packages.models import Day, Item, Objective, Version
from tourbook.packages.rules import coverage
from tourbook.packages.services import objectives, undoing
from tourbook.packages.services.history import Clashed

ACTOR = Actor(None, "Olli Organiser")
NONE = (Texts(), Texts(), Texts())
SCALE = (texts("cannot"), texts("can"), texts("can lead"))


def url(version: Version) -> str:
    return f"/desk/packages/versions/{version.id}/objectives"


def add(version: Version, words: str = "Plan an exercise") -> Objective:
    return objectives.add(version, text=texts(words), anchors=NONE, at=NOON, actor=ACTOR)


def codes(version: Version) -> list[str]:
    return [objective.code for objective in fresh(version).objectives]


# The rule


def item(key: int, *, optional: bool = False, component_id: int | None = 1) -> Item:
    return Item(
        id=key,
        kind=ComponentKind.PROGRAMME,
        title=Texts(en=f"Item {key}"),
        component_id=component_id,
        optional=optional,
        alternative_to="",
    )


def in_memory(items: list[Item], *served: list[Item]) -> Version:
    goals = [Objective(id=n, code=f"LO{n}", items=found) for n, found in enumerate(served, 1)]
    return Version(days=[Day(number=1, items=items)], objectives=goals)


def test_gaps_loose_objectives_and_idle_stops_are_named() -> None:
    one, two, three = item(1), item(2, optional=True), item(3)

    found = coverage.coverage(in_memory([one, two, three], [one], [two], []))

    assert [objective.code for objective in found.gaps] == ["LO3"]
    assert [objective.code for objective in found.loose] == ["LO2"]
    assert found.idle == [three]
    assert found.pairs == {(1, 1), (2, 2)}


def test_what_no_host_shows_or_what_stands_in_for_another_is_not_idle() -> None:
    own_hour, stand_in = item(1, component_id=None), item(2)
    stand_in.alternative_to = "line"

    assert coverage.coverage(in_memory([own_hour, stand_in], [])).idle == []


def test_transport_and_nights_are_shown_only_where_they_serve() -> None:
    coach, night = item(1), item(2)
    coach.kind, night.kind = ComponentKind.TRANSPORT, ComponentKind.LODGING

    found = coverage.coverage(in_memory([coach, night], [coach]))

    assert [row.item for _day, rows in found.days for row in rows] == [coach]


def test_a_scale_is_described_as_a_whole_or_not_at_all() -> None:
    coverage.check_anchors(SCALE)
    coverage.check_anchors(NONE)
    with pytest.raises(Refused, match="all three"):
        coverage.check_anchors((texts("cannot"), Texts(), texts("can lead")))


# The verbs


def test_an_objective_is_written_with_its_scale(app: Flask) -> None:
    version = make_draft()

    made = objectives.add(version, text=texts("Plan"), anchors=SCALE, at=NOON, actor=ACTOR)

    kept = fresh(version).objectives[1]
    assert (kept.id, kept.code, kept.text) == (made.id, "LO2", texts("Plan"))
    assert coverage.anchors_of(kept) == SCALE


def test_half_a_scale_is_refused_and_nothing_is_kept(app: Flask) -> None:
    version = make_draft()
    half = (texts("cannot"), Texts(), Texts())

    with pytest.raises(Refused, match="all three"):
        objectives.add(version, text=texts("Plan"), anchors=half, at=NOON, actor=ACTOR)
    with pytest.raises(Refused, match="all three"):
        objectives.reword(
            version.objectives[0],
            text=texts("Plan"),
            anchors=half,
            revision=1,
            at=NOON,
            actor=ACTOR,
        )

    assert [each.text.en for each in fresh(version).objectives] == ["Explain rescue work"]


def test_objectives_are_put_in_order_and_back(app: Flask) -> None:
    version = make_draft()
    second, third = add(version), add(version)
    db.session.commit()

    objectives.move_up(third, at=NOON, actor=ACTOR)
    assert codes(version) == ["LO1", "LO3", "LO2"]
    objectives.move_down(third, at=NOON, actor=ACTOR)
    assert codes(version) == ["LO1", "LO2", "LO3"]

    with pytest.raises(Refused, match="stands at the end"):
        objectives.move_down(third, at=NOON, actor=ACTOR)
    with pytest.raises(Refused, match="stands at the end"):
        objectives.move_up(version.objectives[0], at=NOON, actor=ACTOR)
    assert second.code == "LO2"


def test_a_new_order_and_new_words_can_be_undone(app: Flask) -> None:
    version = make_draft()
    second = add(version)
    db.session.commit()
    objectives.move_up(second, at=NOON, actor=ACTOR)
    objectives.reword(
        second,
        text=texts("Lead"),
        anchors=SCALE,
        revision=second.revision,
        at=NOON,
        actor=ACTOR,
    )

    undoing.undo(version, at=NOON, actor=ACTOR)
    assert (second.text, coverage.anchors_of(second)) == (texts("Plan an exercise"), NONE)
    assert codes(version) == ["LO2", "LO1"]
    undoing.undo(version, at=NOON, actor=ACTOR)

    assert codes(version) == ["LO1", "LO2"]


def test_the_order_of_a_published_version_stays(app: Flask) -> None:
    version = make_version()

    with pytest.raises(Refused, match="is published"):
        objectives.move_up(version.objectives[0], at=NOON, actor=ACTOR)


def test_two_people_reword_different_languages_at_once(app: Flask) -> None:
    objective = make_draft().objectives[0]
    seen = objective.revision

    for words in (Texts(en="Explain all", fi=objective.text.fi), Texts(en=objective.text.en)):
        objectives.reword(objective, text=words, anchors=NONE, revision=seen, at=NOON, actor=ACTOR)

    db.session.refresh(objective)
    assert objective.text == Texts(en="Explain all")


def test_two_people_who_reword_the_same_see_both(app: Flask) -> None:
    objective = make_draft().objectives[0]
    seen = objective.revision
    mine, theirs = Texts(en="Mine"), Texts(en="Theirs")
    objectives.reword(objective, text=theirs, anchors=NONE, revision=seen, at=NOON, actor=ACTOR)

    with pytest.raises(Clashed) as clash:
        objectives.reword(objective, text=mine, anchors=NONE, revision=seen, at=NOON, actor=ACTOR)

    assert [(each.mine, each.theirs) for each in clash.value.clashes] == [("Mine", "Theirs")]
    assert objective.text == theirs


# The pages


def test_the_page_says_what_to_write_first(as_organiser: Browser) -> None:
    version = make_draft()
    services.remove_objective(version.objectives[0], at=NOON, actor=ACTOR)
    db.session.commit()

    assert "Write the first objective" in as_organiser.get(url(version)).text


def test_objectives_are_written_ticked_ordered_and_removed(as_organiser: Browser) -> None:
    version = make_draft()
    form = {"text-en": "Plan an exercise", "low-en": "no", "middle-en": "so", "high-en": "yes"}
    assert as_organiser.post(f"{url(version)}/new", data=form).location == url(version)
    objective = fresh(version).objectives[1]
    assert [each.en for each in coverage.anchors_of(objective)] == ["no", "so", "yes"]
    first, only = fresh(version).objectives[0], version.days[0].items[0]
    old, pair = f"{first.id}:{only.id}", f"{objective.id}:{only.id}"

    as_organiser.post(url(version), data={"serves": pair, "seen": old})

    assert [len(each.items) for each in fresh(version).objectives] == [0, 1]
    page = as_organiser.get(url(version)).text
    assert re.search(rf'value="{pair}" checked', page)
    assert "No item serves LO1" in page
    edit = f"/desk/packages/objectives/{objective.id}"
    as_organiser.post(
        edit, data={"text-en": "Lead one", "revision": str(fresh(version).objectives[1].revision)}
    )
    db.session.expire_all()
    assert db.session.get_one(Objective, objective.id).text.en == "Lead one"
    assert as_organiser.post(f"{edit}/up").location == url(version)
    assert codes(version) == ["LO2", "LO1"]
    as_organiser.post(f"{edit}/down")
    assert codes(version) == ["LO1", "LO2"]
    as_organiser.post(f"{edit}/remove")
    assert codes(version) == ["LO1"]


def test_ticks_of_others_stay(as_organiser: Browser) -> None:
    version = make_draft(days=2)
    first = version.objectives[0]
    one, two = (day.items[0] for day in version.days)
    seen = f"{first.id}:{one.id}"
    services.cover(version, {(first.id, one.id), (first.id, two.id)}, at=NOON, actor=ACTOR)
    db.session.commit()

    as_organiser.post(url(version), data={"seen": seen})

    assert [each.id for each in fresh(version).objectives[0].items] == [two.id]


@pytest.mark.parametrize("pair", ["x", "1:x", "999999:1", ":", "1:2:3", "\u0661:\u0661"])
def test_ticks_that_do_not_exist_are_refused(as_organiser: Browser, pair: str) -> None:
    version = make_draft()

    response = as_organiser.post(url(version), data={"serves": pair, "seen": pair})

    assert "Please check the form" in response.text
    assert len(fresh(version).objectives[0].items) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text-en": ""}, "Please check the form"),
        ({"text-en": "x" * 501}, "Please check the form"),
        ({"low-fi": "x" * 161}, "Please check the form"),
        ({"low-en": "only one"}, "all three"),
    ],
)
def test_bad_words_keep_what_was_typed(
    as_organiser: Browser, wrong: dict[str, str], said: str
) -> None:
    version = make_draft()
    form = {"text-en": "Plan", "text-sv": "Planera"} | wrong

    response = as_organiser.post(f"{url(version)}/new", data=form)

    assert said in response.text
    assert "Planera" in response.text
    assert codes(version) == ["LO1"]


def test_a_clash_is_shown_side_by_side_and_settled(as_organiser: Browser) -> None:
    version = make_draft()
    objective = version.objectives[0]
    edit = f"/desk/packages/objectives/{objective.id}"
    seen = str(objective.revision)
    both = {"text-sv": objective.text.sv, "revision": seen}
    as_organiser.post(edit, data=both | {"text-en": "Theirs", "text-fi": "Muiden"})
    mine = both | {"text-en": "Mine", "text-fi": "Minun"}

    page = as_organiser.post(edit, data=mine).text

    assert "In the draft now: Theirs" in page
    assert "You wrote: Mine" in page
    against = re.search(r'name="against"[^>]*value="(\d+)"', page)
    clashed = re.search(r'name="clashed"[^>]*value="([^"]+)"', page)
    assert against is not None
    assert clashed is not None
    assert clashed[1].split() == ["text.en", "text.fi"]
    settled = {"against": against[1], "clashed": clashed[1], "keep": "text.en"}
    response = as_organiser.post(edit, data=mine | settled)
    assert response.location == url(version)
    db.session.refresh(objective)
    assert (objective.text.en, objective.text.fi) == ("Mine", "Muiden")


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_asks_the_same_number_of_questions(
    as_organiser: Browser, statements: Statements, count: int
) -> None:
    version = make_draft(days=count)
    for _ in range(count):
        add(version)
    db.session.commit()
    db.session.expire_all()

    with statements() as seen:
        as_organiser.get(url(version))

    assert len(seen) <= 16


def test_the_matrix_of_a_published_version_can_be_taken_along(as_organiser: Browser) -> None:
    version = make_version(days=2, component=make_component())
    db.session.commit()
    address = f"/desk/packages/versions/{version.id}/coverage"

    page = as_organiser.get(address).text

    assert "Visit on day 2 on day 2 serves no objective." in page
    rows = sheets.read_table(as_organiser.get(f"{address}?format=xlsx").data, "coverage.xlsx")
    assert rows == [
        ["Day", "Item", "LO1"],
        ["", "Objective", "Explain rescue work"],
        ["1", "Visit on day 1", "x"],
        ["2", "Visit on day 2", ""],
    ]


def test_a_published_version_has_no_page_to_change(as_organiser: Browser) -> None:
    version = make_version()
    db.session.commit()

    assert as_organiser.get(url(version)).status_code == 404
    edit = f"/desk/packages/objectives/{version.objectives[0].id}"
    assert [as_organiser.post(f"{edit}/{verb}").status_code for verb in ("up", "remove")] == [
        404,
        404,
    ]
