"""Links, keys and the shape of what a template makes."""

import pytest

from tourbook.messages import rules


def test_one_mailbox_has_one_key_however_it_is_written() -> None:
    assert rules.event_key("a:1", " Anna@Example.org ") == rules.event_key(
        "a:1", "anna@example.org"
    )


def test_another_event_or_mailbox_has_another_key() -> None:
    keys = {rules.event_key(event, box) for event in ("a", "b") for box in ("x@y.fi", "z@y.fi")}

    assert len(keys) == 4


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (rules.page_link("/bookings/7"), True),
        (rules.token_link("/r/{token}", "salt", "service_request"), True),
        ({"en": "Path", "fi": "Polku"}, False),
        ({"path": "/", "other": 1}, False),
        ("/bookings/7", False),
    ],
)
def test_links_are_told_from_other_values(value: object, answer: bool) -> None:
    assert rules.is_link(value) is answer


def test_a_token_link_holds_no_token() -> None:
    assert rules.token_link("/r/{token}", "salt", "x") == {
        "path": "/r/{token}",
        "salt": "salt",
        "purpose": "x",
    }


def test_the_first_line_is_the_subject() -> None:
    assert rules.parted("Subject: Two  words\n\nHello\n\n") == ("Two words", "Hello\n")


@pytest.mark.parametrize("rendered", ["Hello\n", "Subject:\n\nHello", "", "subject: a\n\nb"])
def test_a_template_without_a_subject_is_refused(rendered: str) -> None:
    with pytest.raises(ValueError, match="Subject"):
        rules.parted(rendered)


def test_tokens_are_struck_out() -> None:
    assert rules.struck("go to /r/abc and /r/abc", ["abc"]) == "go to /r/[…] and /r/[…]"
