"""The papers of drafts and versions: print view, PDF in three languages, calendar file."""

import io
from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pikepdf
import pytest
from flask import Flask

from tests.browser_client import Browser
from tests.making import NOON, make_component, make_municipality, make_version, texts
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.directory.models import Place
from tourbook.documents import pdf
from tourbook.hosts.models import ComponentKind
from tourbook.packages import papers
from tourbook.packages.models import Item, Version
from tourbook.packages.rules import printing

MONDAY = date(2027, 6, 7)


def draft(*, published: bool = False) -> Version:
    """Two days: one item is optional, one of a part of the group, one stands in for another."""
    version = make_version(days=2, component=make_component(), published=published)
    if published:
        return version
    version.trial_day = MONDAY
    first, second = (day.items[0] for day in version.days)
    first.track, first.interpreters = "A", ["fr"]
    second.optional = True
    version.days[0].items.append(
        Item(
            kind=ComponentKind.LODGING,
            title=texts("Night"),
            text=texts(""),
            starts_minute=1260,
            ends_minute=1920,
            lineage="night",
        )
    )
    version.days[0].items.append(
        Item(
            kind=ComponentKind.PROGRAMME,
            title=texts("Plan B"),
            text=texts(""),
            starts_minute=600,
            ends_minute=690,
            lineage="plan-b",
            alternative_to=first.lineage,
        )
    )
    db.session.commit()
    return version


def events_of(content: bytes) -> dict[str, Any]:
    calendar = icalendar.Calendar.from_ical(content)
    return {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}


def test_the_paper_says_what_is_special_of_each_item(app: Flask) -> None:
    data = printing.paper(draft(), "en")

    notes = {item["title"]: item["notes"] for day in data["days"] for item in day["items"]}
    assert notes["Visit on day 1"] == ["Part A of the group", "Interpreted into: French"]
    assert notes["Visit on day 2"] == ["Optional"]
    assert notes["Plan B"] == ["In place of Visit on day 1, if need be"]
    assert data["days"][1]["heading"] == "Day 2, Tue 8 June 2027"
    assert data["mark"] == "Draft"


def test_a_published_version_is_no_draft(app: Flask) -> None:
    data = printing.paper(draft(published=True), "en")

    assert (data["mark"], data["sender"]) == ("", "tourbook")
    assert data["days"][0]["heading"] == "Day 1"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_pdf_is_tagged_and_marked_as_a_draft(app: Flask, language: str) -> None:
    data = printing.paper(draft(), language)

    made = pdf.render(papers.TEMPLATE, data, language=language)

    with pikepdf.open(io.BytesIO(made)) as document:
        assert str(document.Root.Lang).startswith(language)
        assert "/StructTreeRoot" in document.Root
    unmarked = pdf.render(papers.TEMPLATE, data | {"mark": ""}, language=language)
    assert unmarked != made
    assert made == pdf.render(papers.TEMPLATE, data, language=language)


def test_the_calendar_has_the_days_on_trial_in_local_time(app: Flask) -> None:
    version = draft()

    events = events_of(papers.calendar(version, "en", at=NOON))

    assert set(events) == {"Visit on day 1", "Visit on day 2", "Night"}
    visit = events["Visit on day 1"]
    assert visit["DTSTART"].dt.astimezone(UTC) == datetime(2027, 6, 7, 7, 0, tzinfo=UTC)
    assert visit["STATUS"] == "TENTATIVE"
    assert "Interpreted into: French" in visit["DESCRIPTION"]
    night = events["Night"]
    assert night["DTEND"].dt.astimezone(UTC) == datetime(2027, 6, 8, 5, 0, tzinfo=UTC)


def test_the_night_when_clocks_change_keeps_what_clocks_show(app: Flask) -> None:
    version = draft()
    version.trial_day = date(2027, 3, 27)

    night = events_of(papers.calendar(version, "en", at=NOON))["Night"]

    assert night["DTSTART"].dt.astimezone(UTC) == datetime(2027, 3, 27, 19, 0, tzinfo=UTC)
    assert night["DTEND"].dt.astimezone(UTC) == datetime(2027, 3, 28, 5, 0, tzinfo=UTC)


def test_without_a_day_on_trial_there_is_no_calendar(app: Flask) -> None:
    version = draft()
    version.trial_day = None

    with pytest.raises(Refused, match="No day is on trial"):
        papers.calendar(version, "en", at=NOON)


def test_the_page_to_print_offers_the_files(as_organiser: Browser) -> None:
    version = draft()
    base = f"/desk/packages/versions/{version.id}"

    page = as_organiser.get(f"{base}/papers").text

    assert "This is a draft: it may still change." in page
    assert "Part A of the group" in page
    assert "Visit on day 2 (fi)" in as_organiser.get(f"{base}/papers?lang=fi").text
    for language in ("fi", "sv", "en"):
        assert f"{base}/programme-{language}.pdf" in page
    assert f"{base}/programme.ics" in page


def test_the_files_are_named_after_the_package(as_organiser: Browser) -> None:
    version = draft()
    base = f"/desk/packages/versions/{version.id}"
    name = f"{version.package.slug}-{version.number}-en"

    made = as_organiser.get(f"{base}/programme-en.pdf")
    calendar = as_organiser.get(f"{base}/programme.ics?lang=en")

    assert made.data.startswith(b"%PDF-")
    assert made.headers["Content-Disposition"] == f"attachment; filename={name}.pdf"
    assert calendar.headers["Content-Disposition"] == f"attachment; filename={name}.ics"
    assert "Visit on day 1" in events_of(calendar.data)


def test_a_calendar_without_a_day_is_refused_in_words(as_organiser: Browser) -> None:
    version = draft()
    version.trial_day = None
    db.session.commit()
    base = f"/desk/packages/versions/{version.id}"

    response = as_organiser.get(f"{base}/programme.ics")

    assert response.status_code == 409
    assert "No day is on trial" in response.text
    assert "once a day is on trial" in as_organiser.get(f"{base}/papers").text


@pytest.mark.parametrize("path", ["programme-de.pdf", "programme-.pdf", "programme-en.txt"])
def test_there_are_no_other_files(as_organiser: Browser, path: str) -> None:
    version = draft()

    assert as_organiser.get(f"/desk/packages/versions/{version.id}/{path}").status_code == 404


def test_hostile_words_are_words_on_paper(app: Flask) -> None:
    version = draft()
    words = '#import "/x"; *bold* <script>alert(1)</script> \\ $x$ \u202e'
    version.package.name = texts(words)
    version.days[0].items[0].title = texts(words)
    version.days[0].items[0].place = Place(
        name=words, municipality=make_municipality(), lat=61, lon=27
    )

    made = pdf.render(papers.TEMPLATE, printing.paper(version, "en"), language="en")

    assert made.startswith(b"%PDF-")
    assert words in events_of(papers.calendar(version, "en", at=NOON))
