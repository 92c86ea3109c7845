"""Public pages are made once for all visitors, and never shared with anybody known."""

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web import kitchen


def nonces(response: TestResponse) -> set[str]:
    return set(re.findall(r'nonce="([^"]+)"', response.text))


def without_nonce(response: TestResponse) -> str:
    return re.sub(r'nonce="[^"]+"', "", response.text)


def made() -> int:
    """How often the cached view has run (this asks the counter itself, which then moves on)."""
    return next(kitchen.calls)


def test_a_page_is_made_once(client: FlaskClient) -> None:
    kitchen.version["now"] += 1
    before = made()

    first = client.get("/kitchen/cached")
    second = client.get("/kitchen/cached")

    assert made() == before + 2
    assert without_nonce(first) == without_nonce(second)
    assert first.headers["ETag"] == second.headers["ETag"]
    assert second.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert second.headers["Content-Type"] == "text/html; charset=utf-8"


def test_a_kept_page_gets_a_new_nonce_each_time(client: FlaskClient) -> None:
    first = client.get("/kitchen/cached")
    second = client.get("/kitchen/cached")

    assert (len(nonces(first)), len(nonces(second))) == (1, 1)
    assert nonces(first) != nonces(second)
    assert f"'nonce-{nonces(second).pop()}'" in second.headers["Content-Security-Policy"]


def test_a_reader_with_the_same_page_gets_304_and_no_body(client: FlaskClient) -> None:
    etag = client.get("/kitchen/cached").headers["ETag"]
    before = made()

    response = client.get("/kitchen/cached", headers={"If-None-Match": etag})

    assert (response.status_code, response.data) == (304, b"")
    assert made() == before + 1
    assert response.headers["ETag"] == etag
    assert "Content-Security-Policy" not in response.headers


def test_an_old_copy_gets_the_page(client: FlaskClient) -> None:
    response = client.get("/kitchen/cached", headers={"If-None-Match": '"older"'})

    assert response.status_code == 200


def test_a_new_version_is_made_anew(client: FlaskClient) -> None:
    client.get("/kitchen/cached")
    kitchen.version["now"] += 1
    before = made()

    client.get("/kitchen/cached")

    assert made() == before + 2


def test_each_language_has_its_own_page(client: FlaskClient) -> None:
    finnish = client.get("/kitchen/cached", headers={"Accept-Language": "fi"})
    swedish = client.get("/kitchen/cached", headers={"Accept-Language": "sv"})

    assert '<html lang="fi">' in finnish.text
    assert '<html lang="sv">' in swedish.text
    assert finnish.headers["ETag"] != swedish.headers["ETag"]


def test_arguments_in_another_order_are_the_same_page(client: FlaskClient) -> None:
    client.get("/kitchen/cached?a=1&b=2")
    before = made()

    client.get("/kitchen/cached?b=2&a=1")

    assert made() == before + 1


def test_a_very_long_query_is_not_kept(client: FlaskClient) -> None:
    client.get("/kitchen/cached?q=" + "x" * 300)
    before = made()

    response = client.get("/kitchen/cached?q=" + "x" * 300)

    assert made() == before + 2
    assert "ETag" not in response.headers


def test_a_signed_in_person_gets_a_page_of_their_own(client: FlaskClient) -> None:
    client.post("/as/host")
    before = made()

    response = client.get("/kitchen/cached")

    assert made() == before + 2
    assert "Sign out" in response.text
    assert "ETag" not in response.headers
    assert "Sign out" not in client.application.test_client().get("/kitchen/cached").text


def test_a_page_that_starts_a_session_is_not_kept(client: FlaskClient) -> None:
    first = client.get("/kitchen/cached-flash")
    second = client.application.test_client().get("/kitchen/cached-flash")

    assert first.text != second.text
    assert first.headers["Cache-Control"] == "no-store"
