# ruff: noqa: RUF001

import pytest

from tourbook.bookings.rules.importing import names
from tourbook.bookings.rules.importing.names import Name


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Aino Esimerkki", Name("Aino Esimerkki")),
        ("Saari, Ahti", Name("Ahti Saari", "Ahti", "Saari")),
        ("van der Berg, Anna Maria", Name("Anna Maria van der Berg", "Anna Maria", "van der Berg")),
        ("علي، محمد", Name("محمد علي", "محمد", "علي")),
        ("SAARI Ahti", Name("SAARI Ahti", "Ahti", "SAARI")),
        ("Ahti SAARI", Name("Ahti SAARI", "Ahti", "SAARI")),
        ("AHTI SAARI", Name("AHTI SAARI")),
        ("Martin King, Jr.", Name("Martin King, Jr.")),
        ("Saari, Ahti, PhD", Name("Saari, Ahti, PhD")),
        ("Saari,", Name("Saari,")),
        ("山田太郎", Name("山田太郎")),
    ],
)
def test_a_name_in_one_cell_is_read_as_it_is_meant(cell: str, name: Name) -> None:
    assert names.in_one_cell(cell) == name


@pytest.mark.parametrize(
    ("given", "surname", "whole"),
    [
        ("Ahti", "Saari", "Ahti Saari"),
        ("太郎", "山田", "山田 太郎"),
        ("민준", "김", "김 민준"),
        ("Юлия", "Щербакова", "Юлия Щербакова"),
        ("Ahti", "", "Ahti"),
        ("", "Saari", "Saari"),
        ("", "", ""),
    ],
)
def test_two_columns_are_one_name_in_the_order_of_its_script(
    given: str, surname: str, whole: str
) -> None:
    assert names.of_two(given, surname).whole == whole


@pytest.mark.parametrize(
    "cell", ["Ms", "Mr.", "Dr", "Herr Dr.", "Prof. Dr.", "Mme", "г-н", "السيد", "Lt. Col.", "HRA"]
)
def test_forms_of_address_are_known_in_many_languages(cell: str) -> None:
    assert names.is_address(cell)


@pytest.mark.parametrize("cell", ["", ".", "Saari", "Ms Saari", "Director", "1"])
def test_other_words_are_no_form_of_address(cell: str) -> None:
    assert not names.is_address(cell)


@pytest.mark.parametrize(
    ("cell", "address", "name"),
    [
        ("Dr. Aino Esimerkki", "Dr.", "Aino Esimerkki"),
        ("Prof. Dr. Aino Esimerkki", "Prof. Dr.", "Aino Esimerkki"),
        ("Aino Esimerkki", "", "Aino Esimerkki"),
        ("Miss Esimerkki", "", "Miss Esimerkki"),
    ],
)
def test_a_form_of_address_before_a_name_is_set_apart(cell: str, address: str, name: str) -> None:
    assert names.address_before(cell) == (address, name)


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("Юлия Щербакова", "Yuliya Shcherbakova"),
        ("Γιώργος", "Giorgos"),
        ("გიორგი", "giorgi"),
        ("さくら", "sakura"),
        ("Aino", ""),
        ("محمد", ""),
        ("山田太郎", ""),
    ],
)
def test_letters_say_a_name_where_they_stand_for_sounds(name: str, spoken: str) -> None:
    assert names.spoken_form(name) == spoken
