"""What the figures say: plainly, with how many and how sure."""

from typing import Any

import pytest

from tests.learning.reporting import TWELVE, Row, figures
from tourbook.learning.rules import sentences


def change_of(rows: list[Row]) -> dict[str, Any]:
    change: dict[str, Any] = figures(rows)["objectives"][0]["change"]
    return change


def moved(*pairs: tuple[int, int]) -> dict[str, Any]:
    return change_of([(pre, pre, now, 4, 8, None) for pre, now in pairs])


def test_a_clear_change_says_how_large_for_how_many_and_how_sure() -> None:
    assert sentences.change(change_of(list(TWELVE)), "en") == (
        "Mean change +1.2 points (95 % interval +0.6 to +1.7, n = 12). 9 rated themselves higher,"
        " 3 the same, 0 lower."
    )


def test_what_all_intervals_tell_is_told_once() -> None:
    one = figures()["objectives"][0]

    told = "The whole interval lies above zero: groups like this one would most likely move up."

    assert sentences.certainty({"objectives": [one]}, "en") == [f"Explain rescue work: {told}"]
    assert sentences.certainty({"objectives": [one, one]}, "en") == [f"All objectives: {told}"]


def test_intervals_that_tell_different_things_name_their_objectives() -> None:
    clear = figures()["objectives"][0]
    unclear = clear | {"change": moved((2, 3), (3, 2), (2, 4), (3, 3), (4, 4))}

    told = sentences.certainty({"objectives": [clear, unclear, clear]}, "en")

    assert [one.count("Explain rescue work") for one in told] == [2, 1]


def test_the_true_change_is_explained_only_where_it_is_shown() -> None:
    assert "response shift" in sentences.shift(figures(), "en")[0]
    assert sentences.shift(figures(TWELVE[:4]), "en") == []


def test_an_interval_that_reaches_zero_cannot_tell() -> None:
    told = sentences.sureness(moved((2, 3), (3, 2), (2, 4), (3, 3), (4, 4)), "en")

    assert told is not None
    assert "cannot tell a change from none" in told


def test_a_fall_is_called_a_fall() -> None:
    change = moved((4, 2), (5, 3), (4, 3), (5, 3), (4, 2))

    assert "below zero" in str(sentences.sureness(change, "en"))
    assert "\u2212" in sentences.change(change, "en")


def test_no_spread_is_said_in_words() -> None:
    change = moved(*[(2, 3)] * 6)
    told = sentences.change(change, "en")

    assert sentences.sureness(change, "en") is None
    assert told.startswith("All 6 moved by +1.0: there is no spread")


def test_four_people_are_only_counted() -> None:
    assert sentences.change(change_of(list(TWELVE[:4])), "en") == (
        "n = 4, hidden to protect people"
    )


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_headlines_are_as_many_in_each_language(language: str) -> None:
    assert len(sentences.headlines(figures(), language)) == 4


def test_headlines_of_few_are_silent() -> None:
    assert sentences.headlines(figures(TWELVE[:4]), "en") == []


def test_nothing_is_called_significant() -> None:
    said = " ".join(sentences.headlines(figures(), "en")).lower()

    assert "significant" not in said
    assert "p =" not in said
    assert "nan" not in said
