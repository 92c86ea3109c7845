import pytest

from tourbook.bookings.rules import rosters
from tourbook.bookings.rules.rosters import Person, Problem
from tourbook.core.refused import Refused

AINO = Person("Aino Esimerkki", "Dr", "Inspector", "aino@example.org")


@pytest.mark.parametrize(
    "header",
    [
        ["Name", "Form of address", "Post", "E-mail"],
        ["Nimi", "Puhuttelu", "Tehtävä", "Sähköposti"],
        ["Namn:", "Tilltal", "Befattning", "E-post"],
        ["FULL NAME", "Title", "Job title", "email"],
    ],
)
def test_a_header_is_understood_in_three_languages(header: list[str]) -> None:
    row = ["Aino Esimerkki", "Dr", "Inspector", "Aino@Example.org"]

    assert rosters.read([header, row]) == [AINO]


def test_without_a_header_the_order_tells() -> None:
    assert rosters.read([["Aino Esimerkki", "Dr", "Inspector", "aino@example.org"]]) == [AINO]


def test_columns_may_stand_in_any_order_and_unknown_ones_are_left_out() -> None:
    rows = [["Sähköposti", "Kenkä", "Sukunimi", "Etunimi"], ["a@b.fi", "42", "Korhonen", "Aino"]]

    assert rosters.read(rows) == [Person("Aino Korhonen", email="a@b.fi")]


def test_short_rows_and_odd_spaces_are_read() -> None:
    assert rosters.read([["  Ahti \t Saari\u00a0 "]]) == [Person("Ahti Saari")]


@pytest.mark.parametrize("rows", [[], [["Name", "E-mail"]]])
def test_a_list_of_nobody_is_refused(rows: list[list[str]]) -> None:
    with pytest.raises(Refused):
        rosters.read(rows)


@pytest.mark.parametrize(
    ("person", "problem"),
    [
        (Person("Liv Ny"), None),
        (Person("李 伟", email="li@example.org"), None),
        (Person(""), Problem.NO_NAME),
        (Person("x" * 161), Problem.TOO_LONG),
        (Person("Liv", email="not a mailbox"), Problem.BAD_EMAIL),
        (Person("Liv", email="two@a.fi,b@c.fi"), Problem.BAD_EMAIL),
        (Person("Somebody Else", email="AINO@example.org"), Problem.KNOWN),
        (Person("aino esimerkki"), Problem.KNOWN),
        (Person("Aino Esimerkki", email="other@example.org"), None),
    ],
)
def test_each_row_is_told_its_first_problem(person: Person, problem: Problem | None) -> None:
    assert [entry.problem for entry in rosters.check([person], [AINO])] == [problem]


def test_a_row_that_stands_twice_is_taken_once() -> None:
    entries = rosters.check([AINO, AINO, Person("Liv")], [])

    assert [entry.problem for entry in entries] == [None, Problem.TWICE, None]
    assert rosters.taken(entries) == [AINO, Person("Liv")]


def test_a_file_goes_the_way_of_a_paste() -> None:
    assert rosters.as_text([["a\tb", "c\nd"], ["e"]]) == "a b\tc d\ne"
