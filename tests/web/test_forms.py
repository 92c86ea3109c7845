"""Forms keep what was typed and put each problem beside its field."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from tests.web.kitchen import SinkFilter, SinkForm
from tourbook.core.texts import Texts
from tourbook.web.forms import given, problems

FILLED = {"name": "Museum", "texts-en": "Hello", "kind": "a"}


def checked(floor: Flask, **changes: str) -> SinkForm:
    floor.config["WTF_CSRF_ENABLED"] = False
    data = {**FILLED, **{name.replace("__", "-"): value for name, value in changes.items()}}
    with floor.test_request_context(method="POST", data=data):
        form = SinkForm()
        form.validate()
        return form


def errors(form: SinkForm) -> list[tuple[str | None, str]]:
    return [(problem.target, problem.text) for problem in problems(form)]


def test_a_filled_form_is_read(floor: Flask) -> None:
    form = checked(
        floor,
        name="  Museum ",
        seats="12",
        price="1 234,50",
        first_day="2026-03-31",
        speaks="fi",
        texts__fi="Hei",
    )

    assert errors(form) == []
    assert (form.name.data, form.seats.data, form.price.data) == ("Museum", 12, 123450)
    assert str(form.first_day.data) == "2026-03-31"
    assert form.speaks.data == ["fi"]
    assert form.texts.data == Texts(en="Hello", fi="Hei")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "   ", "Fill in this field."),
        ("name", "x" * 201, "This is too long: use at most 200 characters."),
        ("name", "a\x00b", "This holds characters that cannot be shown. Type the text again."),
        ("email", "nobody", "Give an e-mail address, such as name@example.com."),
        ("seats", "ten", "Give a whole number, such as 12."),
        ("price", "1.2.3", "Give an amount, such as 1234.50."),
        ("first_day", "2026-02-31", "There is no such day in the calendar."),
        ("starts", "25:00", "Give a time between 00:00 and 23:59, such as 9:30."),
        ("leaves", "soon", "Give a date, such as 31.3.2026."),
        ("about", "x" * 5001, "This is too long: use at most 5000 characters."),
    ],
)
def test_each_problem_is_a_sentence_at_its_field(
    floor: Flask, field: str, value: str, sentence: str
) -> None:
    form = checked(floor, **{field: value})

    assert [(target, text.partition(": ")[2]) for target, text in errors(form)] == [
        (field, sentence)
    ]


def test_a_choice_that_was_not_offered_is_refused(floor: Flask) -> None:
    assert [target for target, _text in errors(checked(floor, kind="x"))] == ["kind"]


def test_a_missing_english_text_is_told_with_its_group(floor: Flask) -> None:
    form = checked(floor, texts__en="")

    assert errors(form) == [
        ("texts-en", "Title for visitors, In English: Fill in this field."),
    ]


def test_what_was_typed_is_shown_again(client: FlaskClient) -> None:
    page = client.post("/kitchen/form", data={"name": "Museum", "price": "1,2,3 kr"}).text

    assert 'value="Museum"' in page
    assert 'value="1,2,3 kr"' in page
    assert '<a href="#price">Price per person, net: Give an amount, such as 1234.50.</a>' in page
    assert "<title>Error: Add a host" in page


@pytest.mark.parametrize(
    "field",
    [
        "name", "email", "secret", "seats", "price", "first_day", "starts", "leaves", "kind",
        "pick", "speaks", "about", "texts-en", "agreed", "csrf_token",
    ],
)  # fmt: skip
def test_a_file_in_place_of_text_is_no_fault(client: FlaskClient, field: str) -> None:
    response = client.post(
        "/kitchen/form",
        data={**FILLED, "name": "", field: (BytesIO(b"x"), "x.txt")},
        content_type="multipart/form-data",
    )

    assert response.status_code == 200


def test_a_text_in_place_of_a_file_is_no_fault(client: FlaskClient) -> None:
    assert client.post("/kitchen/form", data={**FILLED, "plan": "x"}).json is not None


def test_a_refusal_stands_above_the_form(client: FlaskClient) -> None:
    page = client.post("/kitchen/form", data={**FILLED, "name": "refuse"}).text

    assert "<li>Only 3 places are left.</li>" in page
    assert 'value="refuse"' in page


def test_a_filter_leaves_out_what_makes_no_sense(floor: Flask) -> None:
    with floor.test_request_context():
        good = SinkFilter(MultiDict({"state": "open", "q": "lake"}))
        bad = SinkFilter(MultiDict({"state": "melted", "q": "a\x00"}))
        none = SinkFilter(MultiDict())

    assert (good.state.data, good.q.data, good.errors) == ("open", "lake", {})
    assert (bad.state.data, bad.q.data) == (None, None)
    assert set(bad.errors) == {"state", "q"}
    assert none.errors == {}


def test_given_refuses_what_is_missing() -> None:
    assert given(0) == 0
    with pytest.raises(ValueError, match="not filled in"):
        given(None)
