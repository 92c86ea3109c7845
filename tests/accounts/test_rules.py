"""What a password must be, and what an audit entry shows."""

import pytest

from tourbook.accounts import rules
from tourbook.accounts.rules import Difference
from tourbook.core.refused import Refused


@pytest.mark.parametrize(
    "password",
    [
        "quiet-lake-at-dawn",
        "korkea kuusi 3 hirveä",
        "ЛесИОзероЗимой",
        "x9!kQ2#vLp7$",
        "a" * 3 + "bcdefxyzwq",
    ],
)
def test_a_password_that_others_would_not_guess_is_taken(password: str) -> None:
    rules.check_password(password, email="anna@example.org")


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "elevenchars",
        "x" * 129,
        "password1234",
        "Password!2026",
        "SALASANA12345",
        "qwertyuiop123",
        "123456789012",
        "abcdefghijklm",
        "aaaaaaaaaaaa",
        "abc1abc1abc1abc1",
        "my-name-is-anna",
        "ANNAANNAANNA1",
    ],
)
def test_a_password_that_others_would_guess_is_refused(password: str) -> None:
    with pytest.raises(Refused):
        rules.check_password(password, email="anna@example.org")


def test_an_address_is_kept_in_one_way() -> None:
    assert rules.plain_email("  Anna@Example.ORG ") == "anna@example.org"


def test_an_administrator_with_another_may_be_shut_out() -> None:
    rules.check_can_disable(is_self=False, admins_left=1)


@pytest.mark.parametrize(("is_self", "left"), [(True, 1), (False, 0)])
def test_nobody_shuts_out_themselves_or_the_last_administrator(is_self: bool, left: int) -> None:
    with pytest.raises(Refused):
        rules.check_can_disable(is_self=is_self, admins_left=left)


def test_differences_name_what_changed_and_nothing_else() -> None:
    before = {"places": 4, "state": "option", "name": "A"}
    after = {"places": 6, "state": "option", "reason": None}

    assert rules.differences(before, after) == [
        Difference("places", "4", "6"),
        Difference("name", "A", ""),
        Difference("reason", "", ""),
    ]
    assert rules.differences(None, None) == []
