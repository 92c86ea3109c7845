"""The page of all components, looked at as a machine would."""

from html.parser import HTMLParser

import pytest
from flask import Flask, get_template_attribute
from flask.testing import FlaskClient

from tourbook.web.exports import export
from tourbook.web.filters import labelled
from tourbook.web.timeline import Day, Item


class Seen(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.attributes: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend(name for name, _value in attrs)
        self.ids.extend(value or "" for name, value in attrs if name == "id")


@pytest.mark.parametrize("path", ["/kitchen/", "/kitchen/form", "/nope", "/kitchen/broken"])
def test_a_page_has_one_heading_unique_ids_and_nothing_inline(
    client: FlaskClient, path: str
) -> None:
    seen = Seen(client.get(path).text)

    assert seen.tags.count("h1") == 1
    assert seen.tags.count("title") == 1
    assert len(seen.ids) == len(set(seen.ids))
    assert "style" not in seen.tags
    assert not [name for name in seen.attributes if name == "style" or name.startswith("on")]


def test_a_state_is_told_in_words(client: FlaskClient) -> None:
    page = client.get("/kitchen/").text

    assert '<span class="status status-good">Confirmed</span>' in page
    assert '<span class="status status-bad">Cancelled</span>' in page


def test_cells_that_a_phone_lists_say_their_column_and_their_role() -> None:
    cells = '<th scope="row">Name</th><td colspan="2">not asked</td><td class="x">14</td><td></td>'
    head = ["Field", "Why", "Basis", 'Days "before"', ""]

    assert labelled(cells, head) == (
        '<th role="rowheader" scope="row">Name</th>'
        '<td role="cell" data-label="Why" colspan="2">not asked</td>'
        '<td role="cell" data-label="Days &#34;before&#34;" class="x">14</td>'
        '<td role="cell"></td>'
    )


def test_paging_keeps_the_filters(client: FlaskClient) -> None:
    page = client.get("/kitchen/?state=open&page=4").text

    assert 'href="/kitchen/?state=open&amp;page=5"' in page
    assert 'href="/kitchen/?state=open&amp;format=xlsx"' in page


def test_a_button_that_acts_is_a_form_with_a_csrf_field(strict: FlaskClient) -> None:
    page = strict.get("/kitchen/").text
    forms = page.count('<form class="post-button" method="post"')

    assert forms == 8
    assert page.count('name="csrf_token"') == forms


def test_flashes_are_told_aloud(client: FlaskClient) -> None:
    page = client.get("/kitchen/").text

    assert page.count('role="status"') == 2
    assert page.count('role="alert"') == 1


@pytest.mark.parametrize(
    ("query", "content_type", "name"),
    [
        ("?format=csv", "text/csv; charset=utf-8", "hosts.csv"),
        (
            "?format=xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "hosts.xlsx",
        ),
    ],
)
def test_a_list_leaves_as_a_file(floor: Flask, query: str, content_type: str, name: str) -> None:
    with floor.test_request_context(f"/{query}"):
        response = export([["Museum", 12], ["=1+1", None]], ["Name", "Places"], "hosts")

    assert response.headers["Content-Type"] == content_type
    assert response.headers["Content-Disposition"] == f"attachment; filename={name}"


@pytest.mark.parametrize(
    ("words", "read"), [("9.05", "09:05"), ("21.45", "21:45"), ("8:30", "08:30")]
)
def test_an_hour_in_any_language_is_read_by_machines(app: Flask, words: str, read: str) -> None:
    timeline = get_template_attribute("components/timeline.html", "timeline")

    with app.test_request_context():
        drawn = timeline([Day("Monday", [Item("meal", "Lunch", starts=words)])])

    assert f'<time datetime="{read}">{words}</time>' in drawn
