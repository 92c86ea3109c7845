"""Error pages speak to people and tell nothing to others."""

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/nope", 404, "This page does not exist"),
        ("/kitchen/undeclared", 403, "This page is not for you"),
        ("/kitchen/refused", 409, "This cannot be done now"),
        ("/kitchen/broken", 500, "Something went wrong here"),
        ("/kitchen/away", 503, "The service cannot be reached just now"),
    ],
)
def test_each_error_has_its_page(client: FlaskClient, path: str, status: int, title: str) -> None:
    response = client.get(path)

    assert response.status_code == status
    assert f"<h1>{title}</h1>" in response.text


@pytest.mark.parametrize("path", ["/kitchen/broken", "/kitchen/away"])
def test_a_fault_leaks_nothing(client: FlaskClient, path: str) -> None:
    text = client.get(path).text

    assert not [word for word in ("hunter2", "SELECT", "Traceback", "Error:") if word in text]


def test_a_fault_asks_nobody_who_is_reading(client: FlaskClient) -> None:
    client.post("/as/organiser")

    page = client.get("/kitchen/away", headers={"Accept-Language": "fi"})

    assert "Sign out" not in page.text
    assert '<html lang="fi">' in page.text
    assert page.headers["Retry-After"] == "30"


def test_a_refusal_is_told_in_its_own_sentence(client: FlaskClient) -> None:
    assert "Only 3 places are left." in client.get("/kitchen/refused").text


def test_the_way_back_leads_to_this_site_only(client: FlaskClient) -> None:
    here = client.get("/kitchen/refused", headers={"Referer": "http://localhost/kitchen/form?a=1"})
    away = client.get("/kitchen/refused", headers={"Referer": "https://evil.example/kitchen/"})

    assert '<a class="button" href="/kitchen/form?a=1">' in here.text
    assert '<a class="button" href="/">' in away.text


def test_another_method_is_refused_with_the_methods_that_work(client: FlaskClient) -> None:
    response = client.delete("/kitchen/language")

    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


def test_a_form_without_its_field_is_refused_calmly(strict: FlaskClient) -> None:
    response = strict.post("/kitchen/form", data={"name": "Museum"})

    assert response.status_code == 400
    assert "Nothing was saved. Go back, reload the page and send the form again." in response.text


def test_a_form_with_its_field_is_taken(strict: FlaskClient) -> None:
    page = strict.get("/kitchen/form").text
    token = page.partition('name="csrf_token" type="hidden" value="')[2].partition('"')[0]

    response = strict.post(
        "/kitchen/form",
        data={"csrf_token": token, "name": "Museum", "texts-en": "Hello", "kind": "a"},
    )

    assert response.json == {"name": "Museum", "price": None, "texts": "Hello"}


def test_too_much_is_refused(client: FlaskClient) -> None:
    client.application.config["MAX_CONTENT_LENGTH"] = 1000
    try:
        response = client.post("/kitchen/form", data={"name": "x" * 2000})
    finally:
        client.application.config["MAX_CONTENT_LENGTH"] = None

    assert response.status_code == 413
    assert "This is too large" in response.text


def test_too_many_tries_are_told_to_wait(client: FlaskClient) -> None:
    answers = [client.get("/kitchen/limited").status_code for _ in range(3)]

    assert answers == [200, 200, 429]


def test_junk_in_headers_is_no_fault(client: FlaskClient) -> None:
    headers = Headers(
        [("Accept-Language", ";;q=x,*"), ("Referer", "http://[::1"), ("Cookie", "=;=")]
    )

    assert client.get("/kitchen/refused", headers=headers).status_code == 409
