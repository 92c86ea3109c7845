# ruff: noqa: RUF001

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.bookings.rules.importing import letters

PERSIAN = "علی\u200cرضا"
SINHALA = "ශ්\u200dරී"
DEVANAGARI = "क्\u200dषमा"


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Aino Esimerkki", "Latin"),
        ("Юлия Щербакова", "Cyrillic"),
        ("محمد علي", "Arabic"),
        ("יוסף כהן", "Hebrew"),
        ("देवेंद्र शर्मा", "Devanagari"),
        ("สมชาย ใจดี", "Thai"),
        ("山田太郎", "Han"),
        ("さくら", "Hiragana"),
        ("김민준", "Hangul"),
        ("Γιώργος", "Greek"),
        ("123 -", ""),
    ],
)
def test_a_name_has_the_script_of_most_of_its_letters(text: str, script: str) -> None:
    assert letters.main_script(text) == script
    assert letters.cleaned(text) == letters.Cleaned(text)


@pytest.mark.parametrize("name", [PERSIAN, SINHALA, DEVANAGARI])
def test_a_joiner_stays_where_its_script_needs_it(name: str) -> None:
    cleaned = letters.cleaned(name)

    assert cleaned.text == unicodedata.normalize("NFC", name)
    assert [mark.kept for mark in cleaned.marks] == [True]
    assert cleaned.taken_out == ()


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Ali\u200f Reza", "U+200F RIGHT-TO-LEFT MARK"),
        ("Ali\u202e Reza", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("\u2067Ali Reza", "U+2067 RIGHT-TO-LEFT ISOLATE"),
        ("A\u200bli Reza", "U+200B ZERO WIDTH SPACE"),
        ("A\u200dli Reza", "U+200D ZERO WIDTH JOINER"),
        ("Ali Reza\u200c", "U+200C ZERO WIDTH NON-JOINER"),
        ("\ufeffAli Reza", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ("A\u00adli Reza", "U+00AD SOFT HYPHEN"),
        ("Ali \ue000Reza", "U+E000 UNNAMED"),
    ],
)
def test_other_unseen_marks_are_named_and_taken_out(cell: str, name: str) -> None:
    cleaned = letters.cleaned(cell)

    assert cleaned.text == "Ali Reza"
    assert [mark.name for mark in cleaned.taken_out] == [name]
    assert f"⟨{name.split()[0]}⟩" in letters.shown(cell)


def test_a_trailing_joiner_is_needed_by_no_script() -> None:
    assert letters.cleaned("علی\u200c").text == "علی"


def test_letters_are_composed_and_spaces_are_single() -> None:
    assert letters.cleaned(" A\u0308ijä\u00a0 \t Lepistö\n").text == "Äijä Lepistö"


@pytest.mark.parametrize(
    ("text", "meant"),
    [("MÃ¼ller", "Müller"), ("Anna MÃ¼ller", "Anna Müller"), ("JosÃ©", "José"), ("M?ller", "")],
)
def test_damage_on_the_way_is_seen_and_where_possible_repaired(text: str, meant: str) -> None:
    assert letters.is_damaged(text)
    assert letters.repaired(text) == meant


@pytest.mark.parametrize("text", ["\ufffdmal", "Z\u0301\u0302\u0303\u0304\u0305\u0306algo"])
def test_lost_letters_and_floods_of_marks_are_damage(text: str) -> None:
    assert letters.is_damaged(letters.cleaned(text).text)


@pytest.mark.parametrize("text", ["Åse Ødegård", "Äijälä", "Núñez", "Nguyễn Văn Đức", "Who?"])
def test_unusual_names_are_not_damaged(text: str) -> None:
    assert not letters.is_damaged(text)
    assert letters.repaired(text) == ""


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("\u0410lice", "Alice"),
        ("Iv\u0430n", "Ivan"),
        ("\u0429\u0435\u0440\u0431aкoва", "Щербакова"),
        ("\u0406van", "Ivan"),
    ],
)
def test_words_of_two_scripts_are_seen_with_what_was_meant(word: str, meant: str) -> None:
    assert letters.mixed_words(f"{word} Smith") == [word]
    assert letters.unmixed(word) == meant


def test_names_of_two_scripts_side_by_side_are_fine() -> None:
    assert letters.mixed_words("Иван Petrov 太郎") == []
    assert letters.unmixed("Жanna") == ""


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = letters.cleaned(text).text

    assert letters.cleaned(once).text == once
    assert once == once.strip()
    assert not letters.cleaned(once).taken_out
