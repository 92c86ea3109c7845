"""A whole programme laid on a draft in one edit."""

import pytest
from flask import Flask

from tests.making import NOON, make_component, texts
from tests.packages.drafts import fresh, make_draft
from tests.packages.editing import AINO, PEKKA, edits_of
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.hosts.models import ComponentKind
from tourbook.packages import services
from tourbook.packages.services import Placed


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
