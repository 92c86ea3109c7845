"""Coming in, one's own account, people and the audit log, as pages."""

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from tests import making
from tests.browser_client import Browser
from tests.conftest import Statements
from tests.making import NOON
from tourbook.accounts import services
from tourbook.accounts.models import AccountLink, LinkPurpose, User
from tourbook.accounts.services import PURPOSE
from tourbook.core import audit, clock, tokens
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.jobs import Job
from tourbook.core.roles import Role

ACTOR = Actor(None, "test")
GOOD = "quiet-lake-at-dawn"


@pytest.fixture
def person(app: Flask) -> User:
    user = making.make_user(Role.ORGANISER, email="olli@example.org")
    services.set_password(user, GOOD, at=NOON, actor=ACTOR)
    db.session.commit()
    return user


@pytest.fixture
def admin(app: Flask) -> User:
    return making.make_user(Role.ADMIN)


def token(user: User, purpose: LinkPurpose) -> str:
    link = services.new_link(user, purpose, at=clock.now())
    db.session.commit()
    return tokens.derive(link.token_salt, PURPOSE)


def steady(page: str) -> str:
    """The page without what differs each time it is made."""
    return re.sub(r'nonce="[^"]*"', "", page)


def sign_in(browser: Browser, password: str = GOOD, query: str = "") -> str:
    response = browser.post(
        f"/sign-in{query}", data={"email": "Olli@example.org", "password": password}
    )
    return response.location or response.text


def test_a_password_signs_in_and_leads_to_the_desk(visitor: Browser, person: User) -> None:
    assert sign_in(visitor) == "/desk/"
    assert visitor.get("/account").status_code == 200
    with visitor.session_transaction() as session:
        assert session.permanent


@pytest.mark.parametrize(
    ("query", "location"),
    [
        ("?next=/desk/people", "/desk/people"),
        ("?next=https://evil.example/", "/desk/"),
        ("?next=//evil.example/", "/desk/"),
    ],
)
def test_signing_in_leads_nowhere_else(
    visitor: Browser, person: User, query: str, location: str
) -> None:
    assert sign_in(visitor, query=query) == location


def test_a_session_from_before_is_not_kept(visitor: Browser, person: User) -> None:
    with visitor.session_transaction() as session:
        session["planted"] = "by somebody"

    sign_in(visitor)

    with visitor.session_transaction() as session:
        assert "planted" not in session


def test_a_wrong_password_and_an_unknown_address_read_the_same(
    visitor: Browser, person: User
) -> None:
    wrong = visitor.post("/sign-in", data={"email": "olli@example.org", "password": "x" * 12})
    unknown = visitor.post("/sign-in", data={"email": "olla@example.org", "password": "x" * 12})

    assert "The address or the password is not right." in wrong.text
    assert steady(wrong.text).replace("olli@", "olla@") == steady(unknown.text)


def test_the_eleventh_try_for_one_account_has_to_wait(visitor: Browser, person: User) -> None:
    statuses = [
        visitor.post("/sign-in", data={"email": "olli@example.org", "password": "no"}).status_code
        for _ in range(11)
    ]

    assert statuses == [200] * 10 + [429]
    other = visitor.post("/sign-in", data={"email": "other@example.org", "password": "no"})
    assert other.status_code == 200


def test_a_link_is_asked_for_in_the_same_words_by_anybody(visitor: Browser, person: User) -> None:
    pages = [
        steady(visitor.post("/sign-in/link", data={"email": email}).text).replace(email, "")
        for email in ("olli@example.org", "nobody@example.org")
    ]

    assert pages[0] == pages[1]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Job)) == 2


def test_opening_a_link_changes_nothing_and_its_button_signs_in(
    visitor: Browser, person: User
) -> None:
    written = token(person, LinkPurpose.SIGN_IN)

    assert visitor.get(f"/enter/{written}").status_code == 200
    assert db.session.scalars(sa.select(AccountLink.used_at)).all() == [None]
    assert visitor.post(f"/enter/{written}").location == "/desk/"
    assert visitor.post(f"/enter/{written}").status_code == 410


@pytest.mark.parametrize("door", ["enter", "welcome", "reset"])
@pytest.mark.parametrize("written", ["x", "0" * 22, "%00", "a" * 3000])
def test_a_broken_link_says_so(visitor: Browser, door: str, written: str) -> None:
    response = visitor.get(f"/{door}/{written}")

    assert response.status_code == 410
    assert "This link no longer works" in response.text


def test_an_invitation_keeps_what_was_typed_when_the_password_is_weak(
    visitor: Browser, app: Flask
) -> None:
    user = services.invite(
        "new@example.org", "New", Role.ORGANISER, language="en", at=NOON, actor=ACTOR
    )
    written = token(user, LinkPurpose.INVITATION)
    data = {"name": "Own Name", "language": "fi", "password": "password1234"}

    refused = visitor.post(f"/welcome/{written}", data=data)
    assert "easy to guess" in refused.text
    assert "Own Name" in refused.text

    taken = visitor.post(f"/welcome/{written}", data={**data, "password": ""})
    assert taken.location == "/desk/"
    kept = db.session.get(User, user.id)
    assert kept is not None
    assert (kept.name, kept.language, kept.password_hash) == ("Own Name", "fi", None)


def test_reset_sets_the_password_and_signs_in(visitor: Browser, person: User) -> None:
    written = token(person, LinkPurpose.RESET)

    response = visitor.post(f"/reset/{written}", data={"password": "another-good-one-9"})

    assert response.location == "/desk/"
    assert services.by_password("olli@example.org", "another-good-one-9") is not None


def test_signing_out_ends_the_session(visitor: Browser, person: User) -> None:
    sign_in(visitor)

    visitor.post("/sign-out")

    assert "/sign-in" in visitor.get("/account").location


def test_signing_out_everywhere_ends_other_sessions(
    visitor: Browser, person: User, app: Flask
) -> None:
    other = app.test_client()
    assert isinstance(other, Browser)
    sign_in(visitor)
    sign_in(other)

    visitor.post("/account/sign-out-everywhere")

    assert "/sign-in" in other.get("/account").location


def test_changing_the_password_keeps_this_session_and_ends_others(
    visitor: Browser, person: User, app: Flask
) -> None:
    other = app.test_client()
    assert isinstance(other, Browser)
    sign_in(visitor)
    sign_in(other)

    response = visitor.post(
        "/account/password", data={"current": GOOD, "new": "another-good-one-9"}
    )

    assert response.location == "/account"
    assert visitor.get("/account").status_code == 200
    assert "/sign-in" in other.get("/account").location


def test_the_profile_is_saved_and_its_language_is_spoken(as_organiser: Browser) -> None:
    as_organiser.get("/account?lang=fi")

    response = as_organiser.post("/account", data={"name": "New Name", "language": "sv"})

    assert response.location == "/account"
    page = as_organiser.get("/account").text
    assert 'lang="sv"' in page
    assert "New Name" in page


@pytest.mark.parametrize("name", ["", "x" * 121, "a\x00b"])
def test_a_name_that_cannot_be_is_refused(as_organiser: Browser, name: str) -> None:
    response = as_organiser.post("/account", data={"name": name, "language": "en"})

    assert response.status_code == 200
    assert "Please check the form" in response.text


SignIn = Callable[[User], Browser]


def test_an_administrator_invites_a_colleague(admin: User, sign_in: SignIn) -> None:
    response = sign_in(admin).post(
        "/desk/people/invite",
        data={"email": "eva@example.org", "name": "Eva", "role": "evaluator", "language": "sv"},
    )

    eva = db.session.scalars(sa.select(User).where(User.email == "eva@example.org")).unique().one()
    assert response.location == f"/desk/people/{eva.id}"
    assert eva.roles == {Role.EVALUATOR}
    assert eva.language == "sv"


def test_an_invitation_without_an_address_is_refused(admin: User, sign_in: SignIn) -> None:
    response = sign_in(admin).post("/desk/people/invite", data={"name": "Eva", "role": "host"})

    assert "Please check the form" in response.text
    assert "Eva" in response.text


def test_an_administrator_closes_and_opens(admin: User, sign_in: SignIn, person: User) -> None:
    browser = sign_in(admin)

    browser.post(f"/desk/people/{person.id}/close")
    assert "This account is closed" in browser.get(f"/desk/people/{person.id}").text
    browser.post(f"/desk/people/{person.id}/open")
    assert "This account is closed" not in browser.get(f"/desk/people/{person.id}").text


def test_nobody_closes_their_own_account(admin: User, sign_in: SignIn) -> None:
    response = sign_in(admin).post(f"/desk/people/{admin.id}/close")

    assert response.status_code == 409
    assert "cannot close your own account" in response.text


@pytest.mark.parametrize("count", [1, 3])
def test_people_ask_the_same_number_of_questions(
    as_organiser: Browser, statements: Statements, count: int
) -> None:
    for _ in range(count):
        making.make_user(Role.ORGANISER)
    db.session.expire_all()

    with statements() as seen:
        as_organiser.get("/desk/people")

    assert len(seen) == 3


def test_people_are_narrowed_and_handed_out(as_organiser: Browser, person: User) -> None:
    assert "olli@example.org" in as_organiser.get("/desk/people?text=OLLI@&role=organiser").text
    assert "Nobody fits" in as_organiser.get("/desk/people?role=leader").text
    assert "olli@example.org" in as_organiser.get("/desk/people?format=csv").text


def test_the_audit_log_shows_before_and_after(as_organiser: Browser, person: User) -> None:
    audit.record(
        "bookings.change", person, at=NOON, actor=ACTOR, before={"places": 4}, after={"places": 6}
    )
    db.session.commit()

    page = as_organiser.get(
        f"/desk/audit?action=bookings.change&number={person.id}&since=2027-03-02&until=2027-03-02"
    ).text

    assert "<del>4</del>" in page
    assert "<ins>6</ins>" in page
    assert "No entry fits" in as_organiser.get("/desk/audit?who=nobody-by-this-name").text
    assert "places: 4" in as_organiser.get("/desk/audit?format=csv").text


@pytest.mark.parametrize(
    "query",
    ["since=2027-02-30", "number=0", "number=1000000000000", "page=x", "kind=%00", "who=%00"],
)
def test_a_filter_that_makes_no_sense_breaks_nothing(as_organiser: Browser, query: str) -> None:
    assert as_organiser.get(f"/desk/audit?{query}").status_code == 200
