import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.directory import rules

digits = st.lists(st.integers(0, 9), min_size=7, max_size=7)


@pytest.mark.parametrize("known", ["0112038-9", "1927400-1", "0202248-1", "1366959-8"])
def test_registered_business_ids_are_accepted(known: str) -> None:
    assert rules.business_id(known) == known


@pytest.mark.parametrize("written", [" 0112038-9 ", "01120389", "0112038\u20139", "112038-9"])
def test_other_ways_of_writing_mean_the_same(written: str) -> None:
    assert rules.business_id(written) == "0112038-9"


@pytest.mark.parametrize("written", ["", "   "])
def test_nothing_written_is_no_business_id(written: str) -> None:
    assert rules.business_id(written) is None


@pytest.mark.parametrize("written", ["12345-6", "123456789", "FI01120389", "abc", "٠١١٢٠٣٨-٩"])
def test_what_is_no_business_id_is_refused(written: str) -> None:
    with pytest.raises(Refused, match="seven digits"):
        rules.business_id(written)


@given(digits)
def test_one_check_digit_fits_or_none(number: list[int]) -> None:
    stem = "".join(str(digit) for digit in number)
    fitting = []
    for digit in range(10):
        try:
            fitting.append(rules.business_id(f"{stem}-{digit}"))
        except Refused:
            continue

    expected = rules.check_digit(number)

    assert fitting == ([] if expected is None else [f"{stem}-{expected}"])


@given(digits, st.integers(0, 6), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(number: list[int], place: int, shift: int) -> None:
    wrong = list(number)
    wrong[place] = (wrong[place] + shift) % 10

    same = rules.check_digit(number) == rules.check_digit(wrong)

    assert not same or rules.check_digit(number) is None


@pytest.mark.parametrize(
    ("name", "slug"),
    [("South Savo", "south-savo"), ("Äänekoski & Co.", "aanekoski-co"), ("x" * 90, "x" * 60)],
)
def test_slug_is_plain(name: str, slug: str) -> None:
    assert rules.slug_of(Texts(en=name)) == slug


def test_slug_needs_a_letter() -> None:
    with pytest.raises(Refused, match="letters from A to Z"):
        rules.slug_of(Texts(en="消防"))


def test_kilometres_are_those_of_the_map() -> None:
    mikkeli, savonlinna = (61.6881, 27.2723), (61.8699, 28.8789)

    assert round(rules.kilometres(mikkeli, savonlinna)) == 87
    assert rules.kilometres(mikkeli, mikkeli) == 0
