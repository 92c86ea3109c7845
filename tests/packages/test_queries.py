import pytest
from flask import Flask

from tests.making import NOON, make_component, make_place, make_theme, make_version
from tourbook.core.db import db
from tourbook.core.texts import Texts
from tourbook.hosts.models import ComponentKind
from tourbook.packages import queries


@pytest.mark.parametrize("words", ["säkerhet", "SAFETY", "arki", "100%"])
def test_words_are_found_in_any_language(app: Flask, words: str) -> None:
    version = make_version()
    version.package.name = Texts(en="Safety 100%", fi="Arki", sv="Vardagens säkerhet")
    make_version()
    db.session.flush()

    assert db.session.scalars(queries.packages(words=words)).all() == [version.package]


def test_a_sign_of_the_search_language_is_only_a_sign(app: Flask) -> None:
    make_version()

    assert db.session.scalars(queries.packages(words="%")).all() == []


def test_packages_are_found_by_theme_and_status(app: Flask) -> None:
    theme = make_theme()
    published, draft = make_version(themes=[theme]), make_version(published=False)

    assert db.session.scalars(queries.packages(theme_id=theme.id)).all() == [published.package]
    assert db.session.scalars(queries.packages(status="draft")).all() == [draft.package]
    assert db.session.scalars(queries.packages(status="published")).all() == [published.package]
    assert db.session.scalars(queries.packages(status="retired")).all() == []


def test_the_library_is_narrowed_by_kind_town_and_words(app: Flask) -> None:
    here = make_component(place=make_place())
    meal = make_component(ComponentKind.MEAL)
    gone = make_component()
    gone.retired_at = NOON
    db.session.flush()
    assert here.place is not None

    def found(**wanted: object) -> list[int]:
        return [c.id for c in db.session.scalars(queries.library(**wanted)).unique()]  # type: ignore[arg-type]

    assert found() == sorted([here.id, meal.id], key=[meal.id, here.id].index)
    assert found(kind="meal") == [meal.id]
    assert found(town_id=here.place.municipality_id) == [here.id]
    assert found(words=here.organisation.name) == [here.id]
    assert found(words="nothing like it") == []
