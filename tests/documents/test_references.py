"""References and account numbers: published examples, another library, and what people type."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban as other_iban
from stdnum import iso11649

from tourbook.core.refused import Refused
from tourbook.documents import references

INVISIBLE = "\u200b\u200e\u2060\ufeff"
#: Base, whole, printed: from Finance Finland's guide and other programs' published examples.
PUBLISHED = [
    ("123456", "1234561", "12 34561"),
    ("123456712345678", "1234567123456784", "1 23456 71234 56784"),
    ("2026001", "20260011", "202 60011"),
    ("123123", "1231234", "12 31234"),
    ("1000", "10003", "10003"),
    ("1234", "12344", "12344"),
    ("7531011660049813289", "75310116600498132890", "75310 11660 04981 32890"),
    ("617435", "6174354", "61 74354"),
    ("1", "0013", "0013"),
]
BASES = st.integers(1, 10**19 - 1)
RF_BASES = st.from_regex(r"\A[1-9A-Z][0-9A-Z]{0,20}\Z")


def by_sevens(number: str) -> bool:
    """Another way to the Finnish check: the whole number, weighed 1 7 3, is divisible by ten."""
    weights = "173" * 7
    products = [int(a) * int(b) for a, b in zip(reversed(number), weights, strict=False)]
    return sum(products) % 10 == 0


@pytest.mark.parametrize(("base", "whole", "printed"), PUBLISHED)
def test_published_references_are_built_checked_and_printed(
    base: str, whole: str, printed: str
) -> None:
    assert references.finnish(base) == whole
    assert references.check_finnish(whole) == whole
    assert references.print_finnish(whole) == printed


@pytest.mark.parametrize(
    ("finnish", "rf", "printed"),
    [
        ("0013", "RF4113", "RF41 13"),
        ("1234561", "RF341234561", "RF34 1234 561"),
        ("20260011", "RF5220260011", "RF52 2026 0011"),
        ("10003", "RF6810003", "RF68 1000 3"),
    ],
)
def test_finnish_reference_goes_to_rf_and_back(finnish: str, rf: str, printed: str) -> None:
    assert references.rf_of_finnish(finnish) == rf
    assert references.print_rf(rf) == printed
    assert references.finnish_of_rf(printed) == finnish


@given(BASES)
def test_any_finnish_reference_passes_another_check(base: int) -> None:
    whole = references.finnish(base)

    assert by_sevens(whole)
    assert whole.lstrip("0")[:-1] == str(base)
    assert references.check_finnish(references.print_finnish(whole)) == whole
    assert iso11649.is_valid(references.rf_of_finnish(whole))
    assert references.finnish_of_rf(references.rf_of_finnish(whole)) == whole


@given(BASES, st.integers(0, 30), st.integers(1, 9))
def test_any_one_wrong_digit_is_found(base: int, place: int, more: int) -> None:
    whole = references.finnish(base)
    at = place % len(whole)
    wrong = f"{whole[:at]}{(int(whole[at]) + more) % 10}{whole[at + 1 :]}"

    with pytest.raises(Refused):
        references.check_finnish(wrong)


@given(RF_BASES)
def test_any_rf_reference_is_valid_elsewhere(base: str) -> None:
    whole = references.rf(base)

    assert iso11649.validate(whole) == whole == f"{whole[:4]}{base}"
    assert references.print_rf(whole) == iso11649.format(whole)
    assert references.check_rf(references.print_rf(whole)) == whole


@given(st.from_regex(r"\ARF(0[2-9]|[1-8]\d|9[0-8])[1-9A-Z][0-9A-Z]{0,20}\Z"))
def test_rf_is_refused_where_another_library_refuses(number: str) -> None:
    assert accepted(references.check_rf, number) == iso11649.is_valid(number)


def accepted(check: object, number: str) -> bool:
    assert callable(check)
    try:
        check(number)
    except Refused:
        return False
    return True


@pytest.mark.parametrize(
    "written",
    [
        "12 34561",
        " 12-34561 ",
        f"{INVISIBLE}12{INVISIBLE} 34561",
        "12\u00a034561",
        "0000000001234561",
        "0000000000000000000001234561",
        "\uff11\uff12\uff13\uff14\uff15\uff16\uff11",
        "\u0661\u0662\u0663\u0664\u0665\u0666\u0661",
        "rf34 1234 561",
        "RF34-1234-561",
        f"Rf34{INVISIBLE}1234561",
        "RF34001234561",
    ],
)
def test_references_are_read_as_people_write_them(written: str) -> None:
    assert references.canonical(written) == "1234561"
    assert references.as_rf(written) == "RF341234561"


def test_rf_of_another_kind_stays_rf() -> None:
    assert references.canonical("rf18 5390 0754 7034") == "RF18539007547034"
    assert references.printed("rf18 5390 0754 7034") == "RF18 5390 0754 7034"
    assert references.printed("1234561") == "12 34561"


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("", "digits only"),
        ("   ", "digits only"),
        ("12A4561", "digits only"),
        ("13", "4 to 20 digits"),
        ("123456789012345678901", "4 to 20 digits"),
        ("1234562", "mistyped"),
        ("0000", "mistyped"),
        ("RF", "begins with RF"),
        ("RFA41234561", "begins with RF"),
        ("RF34", "begins with RF"),
        ("RF180", "25 letters"),
        ("RF34ÄÖ", "25 letters"),
        ("RF18" + "1" * 22, "25 letters"),
        ("RF351234561", "mistyped"),
    ],
)
def test_bad_reference_is_refused_in_words(written: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        references.canonical(written)


@pytest.mark.parametrize("base", ["", "0", "000", "12x", "1" * 20, "-", "\u00bd"])
def test_no_finnish_reference_is_made_of_that(base: str) -> None:
    with pytest.raises(Refused, match="1 to 19 digits"):
        references.finnish(base)


@pytest.mark.parametrize("base", ["", "0", "Ä", "1" * 22, "a/b"])
def test_no_rf_reference_is_made_of_that(base: str) -> None:
    with pytest.raises(Refused, match="1 to 21 letters"):
        references.rf(base)


def test_rf_of_another_kind_holds_no_finnish_reference() -> None:
    with pytest.raises(Refused, match="holds no Finnish"):
        references.finnish_of_rf(references.rf("ABC123"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Invoice RF34 1234 561 thank you", ("1234561",)),
        ("rf341234561", ("1234561",)),
        ("RF34 1234 561 RF52 2026 0011", ("1234561", "20260011")),
        ("RF34 1234 561 RF35 1234 561", ("1234561",)),
        ("RF34-1234-561 20260011", ("1234561", "20260011")),
        ("RF34\u00a01234\u00a0561", ("1234561",)),
        ("Ref:RF34 1234 561, paid 12.3.2026", ("1234561",)),
        ("viite 12 34561", ("1234561",)),
        ("Viite: 1234561.", ("1234561",)),
        ("RF18 5390 0754 7034 and 12 34561", ("RF18539007547034", "1234561")),
        (f"viite 1234{INVISIBLE}561", ("1234561",)),
        ("1234561 1234561", ("1234561",)),
        ("account FI2112345600000785", ()),
        ("on 2026-11-22 we paid 1234561.50", ()),
        ("RF351234561 is mistyped", ()),
        ("thank you", ()),
        ("", ()),
    ],
)
def test_references_are_found_in_a_text(text: str, found: tuple[str, ...]) -> None:
    assert references.found_in(text) == found


@given(RF_BASES, st.text(max_size=20))
def test_printed_rf_is_found_before_any_text(base: str, after: str) -> None:
    whole = references.rf(base)

    assert references.canonical(whole) in references.found_in(f"{references.print_rf(whole)}; ")
    assert isinstance(references.found_in(f"{whole}{after}"), tuple)


IBANS = [
    "FI21 1234 5600 0007 85",
    "FI37 1590 3000 0007 76",
    "SE45 5000 0000 0583 9825 7466",
    "DE89 3704 0044 0532 0130 00",
    "GB29 NWBK 6016 1331 9268 19",
    "NO93 8601 1117 947",
    "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
]


@pytest.mark.parametrize("printed", IBANS)
def test_published_ibans_are_read_and_printed(printed: str) -> None:
    plain = printed.replace(" ", "")

    assert other_iban.is_valid(printed)
    assert references.check_iban(f" {printed.lower()}{INVISIBLE}") == plain
    assert references.print_iban(plain) == printed


LETTERS = {"n": r"\d", "a": "[A-Z]", "c": "[0-9A-Z]"}
KNOWN = [
    (country, info["bban"])
    for country in sorted(references.IBAN_LENGTHS)
    for info in [other_iban._ibandb.info(country)[0][1]]
]


def test_lengths_are_those_of_the_registry() -> None:
    lengths = {
        country: 4 + sum(int(count) for count in re.findall(r"(\d+)!", bban))
        for country, bban in KNOWN
    }

    assert lengths == references.IBAN_LENGTHS


@st.composite
def ibans(draw: st.DrawFn) -> str:
    country, bban = draw(st.sampled_from(KNOWN))
    shape = re.sub(r"(\d+)!([nac])", lambda m: f"{LETTERS[m[2]]}{{{m[1]}}}", bban)
    account = draw(st.from_regex(re.compile(rf"\A{shape}\Z", re.ASCII)))
    return f"{country}{other_iban.calc_check_digits(f'{country}00{account}')}{account}"


@given(ibans(), st.integers(4, 40), st.sampled_from("0123456789"))
def test_ibans_of_all_countries_agree_with_another_library(
    number: str, place: int, digit: str
) -> None:
    at = place % len(number)
    other = f"{number[:at]}{digit}{number[at + 1 :]}" if number[at].isdigit() else number

    assert references.check_iban(number) == number
    assert accepted(references.check_iban, other) == other_iban.is_valid(other, check_country=False)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("", "begins with two letters"),
        ("1234561", "begins with two letters"),
        ("FI21 1234 5600 0007 8/", "begins with two letters"),
        ("US21 1234 5600 0007 85", "No account number .* US"),
        ("FI21 1234 5600 0007 8", "has 18 characters, this one has 17"),
        ("FI21 1234 5600 0007 86", "mistyped"),
        ("FI12 1234 5600 0007 85", "mistyped"),
    ],
)
def test_bad_iban_is_refused_in_words(written: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        references.check_iban(written)
