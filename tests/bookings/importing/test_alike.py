# ruff: noqa: RUF001

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.bookings.rules.importing.alike import Alike, Index, alike

PAIRS = [
    ("Aino Korhonen", "AINO  KORHONEN", Alike.SAME),
    ("Aino Korhonen", "Korhonen Aino", Alike.ORDER),
    ("Aino Korhonen", "Korhonen, Aino", Alike.ORDER),
    ("Alice Smith", "\u0410lice Smith", Alike.LETTERS),
    ("Ivan Petrov", "lvan Petrov", Alike.LETTERS),
    ("Jörg Müller", "Jorg Muller", Alike.ACCENTS),
    ("Jörg Müller", "Joerg Mueller", Alike.ACCENTS),
    ("Øyvind Ås", "Oyvind As", Alike.ACCENTS),
    ("José García", "GARCIA Jose", Alike.ACCENTS),
    ("علی\u200cرضا", "علیرضا", Alike.ACCENTS),
    ("Юлия Щербакова", "Yuliya Shcherbakova", Alike.TRANSLITERATION),
    ("Юлия Щербакова", "Julia Schtscherbakowa", Alike.TRANSLITERATION),
    ("Юлия Щербакова", "Iuliia Shcherbakova", Alike.TRANSLITERATION),
    ("Сергей Жуков", "Sergej Schukow", Alike.TRANSLITERATION),
    ("Сергей Жуков", "Zhukov Sergei", Alike.TRANSLITERATION),
    ("Олександр Шевченко", "Oleksandr Shevchenko", Alike.TRANSLITERATION),
    ("Γιώργος Παπαδόπουλος", "Giorgos Papadopoulos", Alike.TRANSLITERATION),
    ("محمد علي", "Mohammed Ali", Alike.TRANSLITERATION),
    ("محمد علي", "Muhammad Aly", Alike.TRANSLITERATION),
    ("יוסף כהן", "Yosef Cohen", Alike.TRANSLITERATION),
    ("王伟", "Wang Wei", Alike.TRANSLITERATION),
    ("Yuliya Shcherbakova", "Julia Schtscherbakowa", Alike.TRANSLITERATION),
    ("Aino Korhonen", "Aino Korhonnen", Alike.SPELLING),
    ("Aino Korhonen", "Ania Korhonen", Alike.SPELLING),
    ("Xino Korhonen", "Aino Korhonen", Alike.SPELLING),
    ("Mari Maasikas", "Mart Maasikas", Alike.SPELLING),
]


@pytest.mark.parametrize(("one", "other", "reason"), PAIRS)
def test_names_of_one_person_are_found_whichever_comes_first(
    one: str, other: str, reason: Alike
) -> None:
    assert alike(one, other) is alike(other, one) is reason


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aino Korhonen", "Anna Virtanen"),
        ("Li Wei", "Li Wen"),
        ("Bo Ek", "Bo Ed"),
        ("Driver Number 1", "Driver Number 2"),
        ("Aino", "Aino Korhonen"),
        ("محمد علي", "محمود علي"),
        ("Bond Tanaka", "Bend Tonaka Jr"),
        ("山田太郎", "田中花子"),
    ],
)
def test_names_of_two_people_are_not_alike(one: str, other: str) -> None:
    assert alike(one, other) is alike(other, one) is None


def test_an_index_finds_what_a_pair_by_pair_look_finds() -> None:
    names = list(dict.fromkeys(name for one, other, _reason in PAIRS for name in (one, other)))
    index = Index(names)

    for name in names:
        assert index.like(name) == {
            other: reason
            for other in names
            if other != name and (reason := alike(name, other)) is not None
        }


WORDS = ("aino", "saari", "ahti", "aalto", "bo", "ek", "sari", "maria", "marja")
NAMES = st.lists(st.sampled_from(WORDS), min_size=2, max_size=3).map(" ".join)


@given(st.lists(NAMES, max_size=12), NAMES)
def test_an_index_misses_nobody(names: list[str], name: str) -> None:
    found = Index(names).like(name)

    assert found == {
        other: reason
        for other in dict.fromkeys(names)
        if other != name and (reason := alike(name, other)) is not None
    }


@given(st.text(max_size=20), st.text(max_size=20))
def test_likeness_has_no_direction(one: str, other: str) -> None:
    assert alike(one, other) is alike(other, one)
