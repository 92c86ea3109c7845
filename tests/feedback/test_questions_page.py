"""The organiser's page of what will be asked."""

from tests.browser_client import Browser
from tests.making import make_version, texts
from tourbook.core.db import db
from tourbook.documents import sheets
from tourbook.feedback.services import questions
from tourbook.packages.models import Version


def url(version: Version) -> str:
    return f"/desk/packages/versions/{version.id}/questions"


def described(version: Version) -> None:
    objective = version.objectives[0]
    objective.anchor_low = texts("I could not name one")
    objective.anchor_middle = texts("I could name one")
    objective.anchor_high = texts("I could lead one")


def test_a_draft_shows_the_questions_as_they_will_be_made(as_organiser: Browser) -> None:
    version = make_version(published=False)
    described(version)
    db.session.commit()

    page = as_organiser.get(url(version)).text

    assert "This version is a draft" in page
    assert "I could name one" in page
    assert page.count("own words.") == 6
    assert questions.questions_of(version) == []


def test_kept_questions_are_shown_as_they_were_asked(as_organiser: Browser) -> None:
    version = make_version(published=False)
    questions.make_questions(version)
    described(version)
    db.session.commit()

    page = as_organiser.get(url(version)).text

    assert "I could explain it to a colleague" in page
    assert "I could name one" not in page


def test_the_questions_can_be_taken_along_in_three_languages(as_organiser: Browser) -> None:
    version = make_version()
    db.session.commit()

    found = as_organiser.get(f"{url(version)}?format=xlsx")

    rows = sheets.read_table(found.data, "questions.xlsx")
    assert rows[0][:3] == ["Wave", "Code", "About (fi)"]
    assert [row[1] for row in rows[1:5]] == [
        "LO1.pre",
        "LO1.then",
        "LO1.post",
        f"use.{version.days[0].items[0].lineage}",
    ]
    assert "Osaisin selittää sen työtoverille" in rows[1]


def test_there_are_no_questions_of_what_is_not_there(as_organiser: Browser) -> None:
    assert as_organiser.get("/desk/packages/versions/999999/questions").status_code == 404
