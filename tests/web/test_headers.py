"""What browsers are told with every page."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.conftest import make_floor
from tourbook.core.db import db
from tourbook.web.headers import POLICY


@pytest.mark.parametrize("path", ["/kitchen/language", "/nope", "/kitchen/broken", "/sign-in"])
def test_every_page_is_protected(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers

    policies = [
        re.sub(r" 'nonce-[\w-]{22}'", "", one) for one in headers.getlist("Content-Security-Policy")
    ]
    assert policies == [POLICY.format(nonce="")]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-cache"
    assert {"Accept-Language", "Cookie"} <= set(headers["Vary"].split(", "))
    assert "Strict-Transport-Security" not in headers


def test_nothing_inline_and_nothing_evaluated_may_run() -> None:
    assert "unsafe" not in POLICY
    assert POLICY.startswith("default-src 'none'; script-src 'self'{nonce}; style-src 'self';")


def test_a_page_by_token_is_neither_kept_nor_told_on(client: FlaskClient) -> None:
    headers = client.get("/kitchen/token/abc").headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_a_page_of_a_signed_in_person_is_not_kept(client: FlaskClient) -> None:
    client.post("/as/host")

    assert client.get("/kitchen/cached").headers["Cache-Control"] == "no-store"


def test_a_secure_request_is_asked_to_stay_secure(client: FlaskClient) -> None:
    headers = client.get("/kitchen/language", base_url="https://localhost").headers

    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_cookies_of_production_are_for_https_and_this_host_only(tmp_path: Path) -> None:
    app = make_floor(tmp_path, env="production")

    cookie = app.test_client().post("/as/host", base_url="https://localhost").headers
    with app.app_context():
        db.engine.dispose()

    assert cookie.get("Set-Cookie", "") == ""  # refused: no CSRF field was sent
    app.config["WTF_CSRF_ENABLED"] = False
    written = app.test_client().post("/as/host", base_url="https://localhost")
    assert written.headers["Set-Cookie"].startswith("__Host-session=")
    assert written.headers["Set-Cookie"].endswith("; Secure; HttpOnly; Path=/; SameSite=Lax")


def test_static_files_are_kept_for_ever_under_a_versioned_path(
    floor: Flask, client: FlaskClient
) -> None:
    with floor.test_request_context():
        address = floor.jinja_env.globals["static"]("css/kit.css")  # type: ignore[operator]

    response = client.get(address)

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in response.headers
    response.close()
