"""Changing people."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests import making
from tests.conftest import Statements
from tests.making import NOON
from tourbook.accounts import access, queries, services
from tourbook.accounts.models import AccountLink, LinkPurpose, User
from tourbook.accounts.services import PURPOSE
from tourbook.core import jobs, tokens
from tourbook.core.audit import Actor, AuditEntry
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.messages.models import Message

ACTOR = Actor(None, "test")
GOOD = "quiet-lake-at-dawn"


@pytest.fixture(autouse=True)
def database(app: Flask) -> Flask:
    return app


def invite(email: str = "New@Example.org", role: Role = Role.ORGANISER) -> User:
    return services.invite(email, "New Person", role, language="fi", at=NOON, actor=ACTOR)


def kinds() -> list[str]:
    return list(db.session.scalars(sa.select(Message.kind).order_by(Message.id)))


def links() -> list[AccountLink]:
    return list(db.session.scalars(sa.select(AccountLink)).unique())


def token(user: User, purpose: LinkPurpose = LinkPurpose.SIGN_IN) -> str:
    return tokens.derive(services.new_link(user, purpose, at=NOON).token_salt, PURPOSE)


def test_invite_makes_the_person_and_mails_a_link() -> None:
    user = invite()

    assert (user.email, user.language) == ("new@example.org", "fi")
    assert user.roles == {Role.ORGANISER}
    assert kinds() == ["accounts/invitation"]
    link = links()[0]
    assert (link.user, link.purpose) == (user, LinkPurpose.INVITATION)


def test_invite_of_somebody_who_has_come_in_adds_the_role_and_tells() -> None:
    user = making.make_user(Role.ORGANISER)
    user.last_sign_in_at = NOON

    invite(user.email, Role.EVALUATOR)

    assert user.roles == {Role.ORGANISER, Role.EVALUATOR}
    assert kinds() == ["accounts/role_added"]


def test_invite_to_what_they_are_says_nothing() -> None:
    user = making.make_user(Role.ORGANISER)
    user.last_sign_in_at = NOON

    invite(user.email)

    assert len(user.memberships) == 1
    assert kinds() == []


def test_invite_of_a_host_names_its_organisation() -> None:
    organisation = making.make_organisation()

    user = services.invite(
        "h@example.org",
        "H",
        Role.HOST,
        organisation_id=organisation.id,
        language="en",
        at=NOON,
        actor=ACTOR,
    )

    assert user.organisation_ids == {organisation.id}


def test_invite_of_a_closed_account_is_refused() -> None:
    user = making.make_user(Role.ORGANISER)
    user.disabled_at = NOON

    with pytest.raises(Refused, match="closed"):
        invite(user.email)


@pytest.mark.parametrize("role", [Role.HOST, Role.LEADER])
def test_a_colleague_has_a_role_of_the_team(role: Role) -> None:
    with pytest.raises(Refused, match="role in the team"):
        services.invite_colleague("a@example.org", "A", role, language="en", at=NOON, actor=ACTOR)


def test_a_password_lets_in_and_a_wrong_one_does_not() -> None:
    user = making.make_user(Role.ORGANISER)
    services.set_password(user, GOOD, at=NOON, actor=ACTOR)

    assert services.by_password(user.email.upper(), GOOD) is user
    assert services.by_password(user.email, GOOD + "!") is None
    assert services.by_password("nobody@example.org", GOOD) is None


def test_a_closed_account_has_no_password() -> None:
    user = making.make_user(Role.ORGANISER)
    services.set_password(user, GOOD, at=NOON, actor=ACTOR)
    user.disabled_at = NOON

    assert services.by_password(user.email, GOOD) is None


def test_an_unknown_address_costs_one_comparison_too(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []

    def compare(kept: str, _password: str) -> bool:
        compared.append(kept)
        return False

    monkeypatch.setattr(services, "matches", compare)
    making.make_user(Role.ORGANISER, email="known@example.org")

    services.by_password("known@example.org", GOOD)
    services.by_password("unknown@example.org", GOOD)

    assert compared == [services.NOBODYS_HASH, services.NOBODYS_HASH]


def test_a_new_password_ends_sessions_and_waiting_links() -> None:
    user = making.make_user(Role.ORGANISER)
    key, waiting = user.get_id(), token(user)

    services.set_password(user, GOOD, at=NOON, actor=ACTOR)

    assert access.load(key) is None
    assert access.load(user.get_id()) is user
    with pytest.raises(Refused):
        services.use_link(waiting, LinkPurpose.SIGN_IN, at=NOON)


def test_a_change_needs_the_present_password() -> None:
    user = making.make_user(Role.ORGANISER)
    services.set_password(user, GOOD, at=NOON, actor=ACTOR)

    with pytest.raises(Refused, match="present password"):
        services.change_password(user, current="wrong", new="another-good-one-9", at=NOON)
    services.change_password(user, current=GOOD, new="another-good-one-9", at=NOON)

    assert services.by_password(user.email, "another-good-one-9") is user
    assert kinds() == ["accounts/password_changed"]


def test_a_link_is_spent_once() -> None:
    user = making.make_user(Role.ORGANISER)
    written = token(user)

    assert services.use_link(written, LinkPurpose.SIGN_IN, at=NOON) is user
    with pytest.raises(Refused, match="used or has run out"):
        services.use_link(written, LinkPurpose.SIGN_IN, at=NOON)


def test_a_link_is_good_for_its_purpose_and_time() -> None:
    user = making.make_user(Role.ORGANISER)
    written = token(user)

    for purpose, at in (
        (LinkPurpose.RESET, NOON),
        (LinkPurpose.SIGN_IN, NOON + timedelta(minutes=30)),
    ):
        with pytest.raises(Refused):
            services.use_link(written, purpose, at=at)
    last = NOON + timedelta(minutes=29, seconds=59)
    assert services.use_link(written, LinkPurpose.SIGN_IN, at=last) is user


def test_a_link_of_a_closed_account_is_refused() -> None:
    user = making.make_user(Role.ORGANISER)
    written = token(user)
    user.disabled_at = NOON

    with pytest.raises(Refused):
        services.use_link(written, LinkPurpose.SIGN_IN, at=NOON)


def test_asking_costs_the_same_for_a_known_and_an_unknown_address(statements: Statements) -> None:
    user = making.make_user(Role.ORGANISER)
    counts = []

    for email in (user.email, "unknown@example.org"):
        with statements() as seen:
            services.ask_for_link(email, LinkPurpose.SIGN_IN, at=NOON)
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_only_a_known_address_gets_the_link() -> None:
    user = making.make_user(Role.ORGANISER)
    for email in (user.email, "unknown@example.org"):
        services.ask_for_link(email, LinkPurpose.SIGN_IN, at=NOON)
        services.mail_asked_link({"email": email, "purpose": "sign_in"}, NOON)

    assert db.session.scalars(sa.select(Message.to_email)).all() == [user.email]
    assert kinds() == ["accounts/sign_in"]


def test_an_invitation_opens_the_account() -> None:
    user = invite()
    link = links()[0]

    opened = services.accept_invitation(
        tokens.derive(link.token_salt, PURPOSE),
        name="Own Name",
        language="sv",
        password=GOOD,
        at=NOON,
    )

    assert opened is user
    assert (user.name, user.language, user.last_sign_in_at) == ("Own Name", "sv", NOON)
    assert services.by_password(user.email, GOOD) is user


def test_closing_shuts_out_at_once_and_opening_lets_in() -> None:
    making.make_user(Role.ADMIN)
    user = making.make_user(Role.ORGANISER)
    key = user.get_id()

    services.disable(user, at=NOON, actor=ACTOR)
    assert access.load(key) is None
    assert queries.organisers() == []
    services.enable(user, at=NOON, actor=ACTOR)

    assert queries.organisers() == [user]


def test_the_last_administrator_stays() -> None:
    admin = making.make_user(Role.ADMIN)

    with pytest.raises(Refused, match="last administrator"):
        services.disable(admin, at=NOON, actor=ACTOR)


def test_no_password_or_token_is_in_the_audit_log() -> None:
    user = invite()
    services.set_password(user, GOOD, at=NOON, actor=ACTOR)

    for entry in db.session.scalars(sa.select(AuditEntry)):
        assert GOOD not in f"{entry.before} {entry.after}"
        assert "salt" not in f"{entry.before} {entry.after}"


def test_links_that_ran_out_long_ago_are_forgotten() -> None:
    token(making.make_user(Role.ORGANISER))

    services.tidy_links({}, NOON + timedelta(days=29))
    assert len(links()) == 1
    services.tidy_links({}, NOON + timedelta(days=31))
    assert links() == []


@pytest.mark.parametrize("key", ["", "1", "x.y", "1.", "9999999999.a", "-1.a", "1.a.b", "²." + "a"])
def test_a_broken_session_is_nobody(key: str) -> None:
    assert access.load(key) is None


def test_jobs_of_accounts_are_known() -> None:
    assert {services.MAIL_LINK, "accounts.tidy_links"} <= set(jobs._kinds)
