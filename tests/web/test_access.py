"""Who gets in: a page that says nothing is closed."""

import pytest
from flask.testing import FlaskClient

from tourbook.core.roles import Role
from tourbook.web.access import Kind, Rule, roles, rule_of


def test_an_undeclared_page_is_closed_to_everybody(client: FlaskClient) -> None:
    assert client.get("/kitchen/undeclared").status_code == 403

    client.post("/as/organiser")

    assert client.get("/kitchen/undeclared").status_code == 403


def test_a_stranger_is_sent_to_sign_in_and_back(client: FlaskClient) -> None:
    response = client.get("/kitchen/organiser?page=2")

    assert response.status_code == 303
    assert response.location == "/sign-in?next=/kitchen/organiser?page%3D2"


def test_a_stranger_who_posts_comes_back_to_the_form(client: FlaskClient) -> None:
    response = client.post(
        "/kitchen/signed-in", headers={"Referer": "http://localhost/kitchen/form?x=1"}
    )

    assert response.location == "/sign-in?next=/kitchen/form?x%3D1"


def test_a_stranger_is_not_sent_back_to_another_site(client: FlaskClient) -> None:
    response = client.post("/kitchen/signed-in", headers={"Referer": "https://evil.example/x"})

    assert response.location == "/sign-in?next=/"


def test_a_fragment_asks_the_whole_page_to_sign_in(client: FlaskClient) -> None:
    response = client.get("/kitchen/signed-in", headers={"HX-Request": "true"})

    assert response.status_code == 200
    assert response.headers["HX-Redirect"] == "/sign-in?next=/kitchen/signed-in"


@pytest.mark.parametrize(("person", "status"), [("host", 403), ("organiser", 200)])
def test_a_page_of_a_role_is_for_that_role(client: FlaskClient, person: str, status: int) -> None:
    client.post(f"/as/{person}")

    assert client.get("/kitchen/organiser").status_code == status


def test_signed_in_is_enough_where_no_role_is_named(client: FlaskClient) -> None:
    client.post("/as/host")

    assert client.get("/kitchen/signed-in").text == "welcome"


def test_a_token_needs_no_account(client: FlaskClient) -> None:
    assert client.get("/kitchen/token/abc").text == "holder of 3"


def test_the_rule_can_be_read_from_the_view() -> None:
    def view() -> str:
        return ""

    assert rule_of(view) is None
    assert rule_of(roles(Role.HOST)(view)) == Rule(Kind.ROLES, frozenset({Role.HOST}))
