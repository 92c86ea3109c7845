"""Numbers that tell a bank what is paid and where: Finnish and RF references, and IBAN.

Numbers are read as people write them: with spaces, hyphens, in lower case, with characters that
cannot be seen, with the digits of another script. What comes back is written in one way only, so
two numbers that mean the same are equal.

Sources: Finance Finland, "Forming a Finnish reference number or reference numbers in print outs"
(7-3-1 method); ISO 11649 (RF creditor reference); ISO 7064 MOD 97-10; ISO 13616 with the lengths
of the SWIFT IBAN Registry, release 101.
"""

import re
import unicodedata
from collections.abc import Iterator

from tourbook.core.refused import Refused

#: A Finnish reference with its check digit.
SHORTEST = 4
LONGEST = 20
WEIGHTS = (7, 3, 1)

#: What may follow `RF` and its two check digits.
RF_BASE_LONGEST = 21
RF_LONGEST = 4 + RF_BASE_LONGEST

ALPHANUMERIC = re.compile(r"[0-9A-Z]+", re.ASCII)
IBAN_SHAPE = re.compile(r"[A-Z]{2}\d{2}[0-9A-Z]+", re.ASCII)
#: Blanks, hyphens and dashes, marks of direction and width, and controls.
BETWEEN = frozenset({"Zs", "Zl", "Zp", "Pd", "Cf", "Cc"})

#: Characters of a whole IBAN.
LENGTHS = """
AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18
DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23
IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27
MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19
SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30
"""
IBAN_LENGTHS = {pair[:2]: int(pair[2:]) for pair in LENGTHS.split()}

#: `RF34 1234 561` or `RF341234561` inside a text, with what follows in groups of up to four.
RF_IN_TEXT = re.compile(
    r"(?<!\w)RF\d\d[0-9A-Z]{0,21}(?!\w)(?:[ -][0-9A-Z]{1,4}(?!\w)){0,6}", re.ASCII | re.IGNORECASE
)
RF_BEGINS = re.compile(r"(?<!\w)RF(?=\d\d)", re.ASCII | re.IGNORECASE)
RF_GROUP = 4
#: `12 34561` or `1234561`, but no part of a date, an amount or a longer word.
DIGITS_IN_TEXT = re.compile(
    r"(?<![\w.,/+-])(?:\d{4,20}|\d{1,5}(?: \d{5}){1,3})(?![\w/-]|[.,]\d)", re.ASCII
)


def squeezed(written: str) -> str:
    """A number as machines write it: capital letters and digits only, nothing between them."""
    plain = unicodedata.normalize("NFKC", written)
    kept = (mark for mark in plain if unicodedata.category(mark) not in BETWEEN)
    return "".join(western(mark) for mark in kept).upper()


def western(mark: str) -> str:
    """A digit of any script as 0 to 9; anything else as it is."""
    digit = unicodedata.decimal(mark, None)
    return mark if digit is None else str(digit)


def in_groups(number: str, size: int) -> str:
    """Groups counted from the left, the way RF references and IBANs are printed."""
    return " ".join(number[at : at + size] for at in range(0, len(number), size))


# Finnish references


def check_digit(base: str) -> int:
    """The last digit of a Finnish reference whose other digits are `base`.

    The digits are weighed 7, 3, 1, 7, 3, 1 ... from the right; the check digit is what the sum
    lacks to the next ten.
    """
    weighed = sum(
        int(digit) * WEIGHTS[place % len(WEIGHTS)] for place, digit in enumerate(reversed(base))
    )
    return -weighed % 10


def finnish(base: str | int) -> str:
    """Build a Finnish reference from 1 to 19 digits: 2026001 becomes "20260011".

    Leading zeros mean nothing; a short number is filled with them to four digits in all.

    Raises:
        Refused: the base is no such number, or nothing but zeros.
    """
    digits = squeezed(str(base)).lstrip("0")
    if not digits or not is_digits(digits) or len(digits) >= LONGEST:
        raise Refused("A reference number is made from 1 to 19 digits, not all of them zero.")
    return f"{digits}{check_digit(digits)}".zfill(SHORTEST)


def check_finnish(written: str) -> str:
    """A Finnish reference as machines write it: "12 34561" is "1234561".

    Raises:
        Refused: it is none, or a digit of it is wrong.
    """
    number = squeezed(written)
    if not is_digits(number):
        raise Refused("A reference number has digits only.")
    # Banks fill the field from the left, so only the digits that count are counted.
    digits = number.lstrip("0")
    if len(number) < SHORTEST or len(digits) > LONGEST:
        raise Refused("A reference number has 4 to 20 digits.")
    if len(digits) < 2 or check_digit(digits[:-1]) != int(digits[-1]):
        raise Refused("The reference number is mistyped: its last digit does not fit the others.")
    return digits.zfill(SHORTEST)


def print_finnish(written: str) -> str:
    """A Finnish reference as it is printed, in groups of five from the right: "12 34561".

    Raises:
        Refused: it is none.
    """
    return in_groups(check_finnish(written)[::-1], 5)[::-1]


def is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


# RF references


def mod_97(text: str) -> int:
    """The rest of ISO 7064 MOD 97-10, letters counted as A = 10 to Z = 35."""
    return int("".join(str(int(mark, 36)) for mark in text)) % 97


def check_digits(base: str, country: str) -> str:
    """The two digits that make `country`, digits and `base` whole; `RF` counts as a country."""
    return f"{98 - mod_97(f'{base}{country}00'):02d}"


def rf(base: str | int) -> str:
    """Build an RF reference from a Finnish one, or from 1 to 21 other letters and digits.

    Leading zeros mean nothing in it, so they are left out: 0013 becomes "RF4113".

    Raises:
        Refused: the base is nothing of that kind.
    """
    kept = squeezed(str(base)).lstrip("0")
    if not ALPHANUMERIC.fullmatch(kept) or len(kept) > RF_BASE_LONGEST:
        raise Refused("An RF reference is made from 1 to 21 letters A to Z and digits.")
    return f"RF{check_digits(kept, 'RF')}{kept}"


def rf_of_finnish(written: str) -> str:
    """The RF reference of a Finnish one: "12 34561" is "RF341234561".

    Raises:
        Refused: it is no Finnish reference.
    """
    return rf(check_finnish(written))


def check_rf(written: str) -> str:
    """An RF reference as machines write it: "rf34 1234 561" is "RF341234561".

    Raises:
        Refused: it is none, or a character of it is wrong.
    """
    number = squeezed(written)
    if not number.startswith("RF") or not is_digits(number[2:4]) or len(number) < 5:
        raise Refused("An RF reference begins with RF and two digits.")
    base = number[4:].lstrip("0")
    if not ALPHANUMERIC.fullmatch(base) or len(number) > RF_LONGEST:
        raise Refused("An RF reference has at most 25 letters A to Z and digits.")
    if number[2:4] != check_digits(base, "RF"):
        raise Refused("The RF reference is mistyped: its check digits do not fit the others.")
    return f"{number[:4]}{base}"


def print_rf(written: str) -> str:
    """An RF reference as it is printed, in groups of four: "RF34 1234 561".

    Raises:
        Refused: it is none.
    """
    return in_groups(check_rf(written), 4)


def finnish_of_rf(written: str) -> str:
    """The Finnish reference inside an RF reference: "RF34 1234 561" holds "1234561".

    Raises:
        Refused: it is no RF reference, or holds another kind of number.
    """
    base = check_rf(written)[4:]
    try:
        return check_finnish(base.zfill(SHORTEST))
    except Refused as refusal:
        raise Refused("This RF reference holds no Finnish reference number.") from refusal


# Either kind


def canonical(written: str) -> str:
    """The one form of a reference that is compared: Finnish if it is or holds one, else RF.

    Raises:
        Refused: it is no reference, or it is mistyped.
    """
    if not squeezed(written).startswith("RF"):
        return check_finnish(written)
    number = check_rf(written)
    try:
        return finnish_of_rf(number)
    except Refused:
        return number


def as_rf(written: str) -> str:
    """Either kind of reference as RF, for use abroad.

    Raises:
        Refused: it is no reference, or it is mistyped.
    """
    if squeezed(written).startswith("RF"):
        return check_rf(written)
    return rf_of_finnish(written)


def printed(written: str) -> str:
    """Either kind of reference as it is printed.

    Raises:
        Refused: it is no reference, or it is mistyped.
    """
    if squeezed(written).startswith("RF"):
        return print_rf(written)
    return print_finnish(written)


def found_in(text: str) -> tuple[str, ...]:
    """All that may be a reference in a free text, in the compared form; RF references first.

    One in ten numbers passes for a Finnish reference by chance, so what is found means something
    only if such a reference was given to someone.
    """
    seen = "".join(mark for mark in text if unicodedata.category(mark) != "Cf")
    rest = unicodedata.normalize("NFKC", seen)
    marked: list[str] = []
    # From the last to the first, so that what is taken out moves no earlier one.
    for match in reversed(list(RF_BEGINS.finditer(rest))):
        reference, written = longest_rf(rest, match.start())
        if reference:
            marked.insert(0, reference)
            rest = f"{rest[: match.start()]};{rest[match.start() + written :]}"
    numbers = [match.group() for match in DIGITS_IN_TEXT.finditer(rest)]
    return tuple(dict.fromkeys([*marked, *canonicals(numbers)]))


def longest_rf(text: str, at: int) -> tuple[str, int]:
    """The reference that begins here, and how far it goes; "" if there is none.

    Words after it may look like a part of it, so the longest beginning that is whole is taken.
    """
    run = RF_IN_TEXT.match(text, at)
    groups = re.split(r"[ -]", run.group()) if run else []
    for count in range(len(groups), 0, -1):
        full = all(len(group) == RF_GROUP for group in groups[: count - 1])
        for found in canonicals(["".join(groups[:count])] if full else []):
            return found, len(" ".join(groups[:count]))
    return "", 0


def canonicals(candidates: list[str]) -> Iterator[str]:
    for candidate in candidates:
        try:
            yield canonical(candidate)
        except Refused:
            continue


# Account numbers


def check_iban(written: str) -> str:
    """An account number as machines write it: "fi21 1234 5600 0007 85" has no blanks left.

    Raises:
        Refused: it is none, its country has no IBAN, its length or a character of it is wrong.
    """
    number = squeezed(written)
    if not IBAN_SHAPE.fullmatch(number):
        raise Refused("An account number (IBAN) begins with two letters and two digits.")
    country = number[:2]
    length = IBAN_LENGTHS.get(country)
    if length is None:
        raise Refused("No account number (IBAN) begins with %(country)s.", country=country)
    if len(number) != length:
        raise Refused(
            "An account number (IBAN) that begins with %(country)s has %(length)d characters, "
            "this one has %(given)d.",
            country=country,
            length=length,
            given=len(number),
        )
    if number[2:4] != check_digits(number[4:], country):
        raise Refused("The account number (IBAN) is mistyped: a character of it is wrong.")
    return number


def print_iban(written: str) -> str:
    """An account number as it is printed, in groups of four: "FI21 1234 5600 0007 85".

    Raises:
        Refused: it is none.
    """
    return in_groups(check_iban(written), 4)
