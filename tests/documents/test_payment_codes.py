"""Payment codes: the guidelines' limits, and pictures read back by another program."""

import io
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pytest
import vl_convert
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tourbook.core.refused import Refused
from tourbook.documents import payment_codes, references
from tourbook.documents.payment_codes import Payment, PaymentWords

ASKED = Payment("Esimerkki Oy", "FI21 1234 5600 0007 85", 123_450, reference="20260011")
WORDS = PaymentWords(
    payee="Payee",
    account="Account",
    amount="Amount",
    reference="Reference",
    text="Text",
    due="Due date",
)


def test_payload_is_the_published_one() -> None:
    written = payment_codes.payload(ASKED)

    assert written == (
        "BCD\n002\n1\nSCT\n\nEsimerkki Oy\nFI2112345600000785\nEUR1234.50\n\nRF5220260011\n\n"
    )
    assert len(written.encode()) == 73


def test_all_parts_have_their_lines() -> None:
    asked = Payment(
        "Öberg & Co",
        "SE45 5000 0000 0583 9825 7466",
        5,
        text="Visit  12\r\nMarch\u200b",
        due=date(2026, 3, 9),
        bic="essesess",
    )

    assert payment_codes.payload(asked).split("\n") == [
        "BCD",
        "002",
        "1",
        "SCT",
        "ESSESESS",
        "Öberg & Co",
        "SE4550000000058398257466",
        "EUR0.05",
        "",
        "",
        "Visit 12 March",
        "ReqdExctnDt/2026-03-09",
    ]


def read_back(picture: bytes) -> zxingcpp.Barcode:
    with Image.open(io.BytesIO(picture)) as image:
        (found,) = zxingcpp.read_barcodes(image)
    return found


def version(picture: bytes) -> int:
    """From the width in dots: 21 for version 1, four more for each further one."""
    with Image.open(io.BytesIO(picture)) as image:
        dots = image.width // payment_codes.PIXELS - 2 * payment_codes.QUIET
    return (dots - 17) // 4


LARGEST_QR = 13
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)


@settings(max_examples=40)
@given(
    NAMES.map(lambda name: name[:70]),
    st.integers(1, payment_codes.MAX_CENTS),
    st.integers(1, 10**19 - 1) | NAMES.map(lambda text: text[:140]) | st.just(""),
    st.none() | st.dates(),
)
def test_any_code_is_read_back(name: str, cents: int, said: int | str, due: date | None) -> None:
    about = {"text": said} if isinstance(said, str) else {"reference": references.finnish(said)}
    asked = Payment(name, "FI2112345600000785", cents, due=due, **about)
    try:
        expected = payment_codes.payload(asked)
    except Refused:
        assert "too much room" in str(refusal_of(asked)) or not payment_codes.one_line(name)
        return

    picture = payment_codes.to_png(asked)
    found = read_back(picture)

    assert found.bytes == expected.encode()
    assert found.ec_level == "M"
    assert version(picture) <= LARGEST_QR


def refusal_of(asked: Payment) -> Refused:
    with pytest.raises(Refused) as caught:
        payment_codes.payload(asked)
    return caught.value


def test_largest_code_is_read_back_and_one_byte_more_is_refused() -> None:
    empty = len(payment_codes.payload(replace(ASKED, name="N", reference="")).encode()) - 1
    name = "ä" * 70
    left = payment_codes.MAX_BYTES - empty - len(name.encode())
    text = "ö" * (left // 2) + "x" * (left % 2)
    full = replace(ASKED, name=name, reference="", text=text)

    picture = payment_codes.to_png(full)

    assert len(payment_codes.payload(full).encode()) == payment_codes.MAX_BYTES
    assert read_back(picture).text == payment_codes.payload(full)
    assert version(picture) == LARGEST_QR
    with pytest.raises(Refused, match="shorten them"):
        payment_codes.to_png(replace(full, text=f"{text}x"))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (replace(ASKED, name=" \n\u200b"), "name has 1 to 70"),
        (replace(ASKED, name="n" * 71), "name has 1 to 70"),
        (replace(ASKED, iban="FI2112345600000786"), "mistyped"),
        (replace(ASKED, cents=0), "from 0.01"),
        (replace(ASKED, cents=-5), "from 0.01"),
        (replace(ASKED, cents=payment_codes.MAX_CENTS + 1), "999,999,999.99"),
        (replace(ASKED, reference="20260012"), "mistyped"),
        (replace(ASKED, text="and a text"), "not both"),
        (replace(ASKED, reference="", text="t" * 141), "at most 140"),
        (replace(ASKED, bic="NDEAFIH"), "8 or 11"),
    ],
)
def test_wrong_payment_is_refused_in_words(wrong: Payment, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        payment_codes.payload(wrong)


@pytest.mark.parametrize(
    "right",
    [
        replace(ASKED, name="n" * 70),
        replace(ASKED, cents=1),
        replace(ASKED, cents=payment_codes.MAX_CENTS),
        replace(ASKED, reference="RF18 5390 0754 7034"),
        replace(ASKED, reference=""),
        replace(ASKED, reference="", text="t" * 140),
        replace(ASKED, bic="ndea fi hh xxx"),
    ],
)
def test_payment_at_the_limit_is_read_back(right: Payment) -> None:
    assert read_back(payment_codes.to_png(right)).text == payment_codes.payload(right)


def test_amounts_at_the_limits_are_written_in_full() -> None:
    smallest = payment_codes.payload(replace(ASKED, cents=1))
    largest = payment_codes.payload(replace(ASKED, cents=payment_codes.MAX_CENTS))

    assert smallest.split("\n")[7] == "EUR0.01"
    assert largest.split("\n")[7] == "EUR999999999.99"


def test_alternative_says_what_the_code_says() -> None:
    asked = replace(ASKED, due=date(2026, 3, 9))

    assert payment_codes.alternative(asked, WORDS, "en") == (
        "Payee: Esimerkki Oy; Account: FI21 1234 5600 0007 85; Amount: €1,234.50; "
        "Reference: 202 60011; Due date: Mon 9 March 2026"
    )
    assert "1\u00a0234,50\u00a0€" in payment_codes.alternative(asked, WORDS, "fi")
    assert payment_codes.alternative(replace(ASKED, reference="", text="a\nb"), WORDS, "en") == (
        "Payee: Esimerkki Oy; Account: FI21 1234 5600 0007 85; Amount: €1,234.50; Text: a b"
    )


def test_svg_is_named_for_those_who_cannot_see_it() -> None:
    svg = payment_codes.to_svg(ASKED, title='Pay <"us"> & go', description="Payee: Esimerkki Oy")
    root = ET.fromstring(svg)  # noqa: S314 - our own
    space = "{http://www.w3.org/2000/svg}"

    assert root.get("role") == "img"
    assert root.findtext(f"{space}title") == 'Pay <"us"> & go'
    assert root.findtext(f"{space}desc") == "Payee: Esimerkki Oy"
    assert not {"width", "height", "class", "style"} & set(root.attrib)


def test_svg_is_read_back() -> None:
    svg = payment_codes.to_svg(ASKED, title="Payment code", description="")

    found = read_back(vl_convert.svg_to_png(svg, scale=payment_codes.PIXELS))

    assert found.text == payment_codes.payload(ASKED)
