"""The language: chosen, then the account's, then the browser's, then English."""

import pytest
from flask.testing import FlaskClient

PATH = "/kitchen/language"


def shown(client: FlaskClient, path: str = PATH, **headers: str) -> str:
    text = client.get(path, headers={n.replace("_", "-"): v for n, v in headers.items()}).text
    return text.partition('<html lang="')[2][:2]


def test_english_is_the_fall_back(client: FlaskClient) -> None:
    assert shown(client) == "en"
    assert shown(client, Accept_Language="ja,ko;q=0.5") == "en"
    assert shown(client, f"{PATH}?lang=ja") == "en"


@pytest.mark.parametrize(
    ("header", "language"),
    [("fi-FI,fi;q=0.9,en;q=0.5", "fi"), ("de,sv-FI;q=0.8", "sv"), ("en;q=0.1,fi;q=0.9", "fi")],
)
def test_the_browser_is_asked(client: FlaskClient, header: str, language: str) -> None:
    assert shown(client, Accept_Language=header) == language


def test_the_account_comes_before_the_browser(client: FlaskClient) -> None:
    client.post("/as/host")

    assert shown(client, Accept_Language="fi") == "sv"


def test_a_choice_comes_first_and_stays(client: FlaskClient) -> None:
    client.post("/as/host")

    assert shown(client, f"{PATH}?lang=fi", Accept_Language="en") == "fi"
    assert shown(client, Accept_Language="en") == "fi"


def test_a_choice_that_is_no_language_is_not_kept(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.get(f"{PATH}?lang=<script>").headers


def test_the_switch_keeps_the_page_and_its_arguments(client: FlaskClient) -> None:
    page = client.get("/kitchen/language?page=2&q=a%26b&lang=fi").text

    assert 'href="/kitchen/language?page=2&amp;q=a%26b&amp;lang=sv"' in page


def test_moments_follow_the_language(client: FlaskClient) -> None:
    assert "Tue 3 March 2026, 14:05 EET" in client.get(f"{PATH}?lang=en").text
    assert "ti 3.3.2026 klo 14.05 EET" in client.get(f"{PATH}?lang=fi").text
    assert "tis 3 mars 2026 kl. 14.05 EET" in client.get(f"{PATH}?lang=sv").text
