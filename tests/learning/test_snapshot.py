"""The frozen figures: the same from the same answers, and never of fewer than five."""

import dataclasses
import json
import random

import pytest

from tests.learning.reporting import TWELVE, Row, figures, source
from tourbook.learning.rules import snapshot


def test_the_same_answers_make_the_same_bytes_in_any_order() -> None:
    first = source(TWELVE)
    mixed = list(first.answers)
    random.Random(4).shuffle(mixed)

    again = snapshot.snapshot(dataclasses.replace(first, answers=mixed))

    assert snapshot.canonical(again) == snapshot.canonical(snapshot.snapshot(first))


def test_figures_outlive_being_kept_as_json() -> None:
    made = figures()

    assert snapshot.digest(json.loads(json.dumps(made))) == snapshot.digest(made)


def test_an_objective_has_both_changes_and_the_shift_between() -> None:
    (one,) = figures()["objectives"]

    assert (one["change"]["n"], one["change"]["improved"], one["change"]["same"]) == (12, 9, 3)
    assert one["change"]["value"] == pytest.approx(14 / 12, abs=1e-6)
    assert one["change"]["low"] < one["change"]["value"] < one["change"]["high"]
    shift = one["shift"]
    assert shift["true_change"] == pytest.approx(shift["then_change"] + shift["shift"], abs=1e-5)


def test_response_counts_the_silent_too() -> None:
    before, after = figures()["waves"]

    assert (before["invited"], before["started"], before["complete"]) == (14, 12, 12)
    assert (after["started"], after["complete"]) == (12, 7)


def test_nothing_is_shown_for_four_people() -> None:
    made = figures(TWELVE[:4])

    (one,), (item,) = made["objectives"], made["items"]
    assert one["change"]["status"] == "suppressed"
    assert one["change"]["n"] == 4
    numbers = [one[key]["value"] for key in ("pre", "now", "change", "then", "then_change")]
    assert numbers == [None] * 5
    assert (item["counts"], item["mean"]["value"]) == ([None] * 5, None)
    assert made["recommend"]["counts"] == [None] * 11
    assert made["recommend"]["promoters"] == 0
    assert made["open"][0]["texts"] == []


def test_five_people_are_shown() -> None:
    (one,) = figures(TWELVE[:5])["objectives"]

    assert one["change"]["n"] == 5
    assert one["change"]["value"] is not None


def test_no_difference_of_two_groups_tells_of_fewer_than_five() -> None:
    """Two came without having answered before: "then" is told of the ten pairs only."""
    rows: list[Row] = [*TWELVE[:10], *((None, *row[1:]) for row in TWELVE[10:])]

    (one,) = figures(rows)["objectives"]

    assert one["change"]["n"] == 10
    assert one["then_change"]["n"] == 10
    assert one["shift"]["n"] == 10


def test_looking_back_stands_alone_where_few_answered_before() -> None:
    rows: list[Row] = [*TWELVE[:3], *((None, *row[1:]) for row in TWELVE[3:])]

    (one,) = figures(rows)["objectives"]

    assert one["change"]["value"] is None
    assert one["then_change"]["n"] == 12
    assert one["shift"]["shift"] is None


def test_a_unanimous_no_is_told_as_a_range() -> None:
    rows: list[Row] = [(*row[:3], 1, *row[4:]) for row in TWELVE]

    (item,) = figures(rows)["items"]

    assert (item["range"], item["counts"], item["mean"]["value"]) == ([1, 2], None, None)


def test_texts_are_mixed_and_have_no_author() -> None:
    (kept,) = figures()["open"]

    assert kept["n"] == 7
    assert sorted(kept["texts"]) == sorted(row[5] for row in TWELVE if row[5])
    assert kept["texts"] != [row[5] for row in TWELVE if row[5]]


def test_texts_of_four_are_not_shown() -> None:
    rows: list[Row] = [(*row[:5], row[5] if n < 4 else None) for n, row in enumerate(TWELVE)]

    (kept,) = figures(rows)["open"]

    assert (kept["n"], kept["texts"]) == (3, [])


def test_no_answers_at_all_make_a_report_without_figures() -> None:
    made = figures([])

    assert made["people"] == 0
    assert b"NaN" not in snapshot.canonical(made)
