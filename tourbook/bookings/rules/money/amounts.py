"""Amounts as files and programs write them, read as whole cents or refused."""

import re

from tourbook.core.refused import Refused

#: No thousands, no exponent: `1234.50`, `-1234,5`, `1234`.
WRITTEN = re.compile(r"([+-]?)([0-9]{1,12})(?:[.,]([0-9]*))?")


def cents_of(text: str) -> int:
    """`1234.5` and `1234,50` are 123450 cents. Nothing is rounded, and `1.000` is refused: it may
    be a thousand.

    What people type in a form is read by the form's own field, which knows thousands and signs.

    Raises:
        Refused: it is no amount, or it has part of a cent (0.005).
    """
    match = WRITTEN.fullmatch(text.strip())
    if match is None:
        raise Refused("This is not an amount: %(text)s.", text=text.strip()[:40])
    sign, whole, decimals = match[1], match[2], match[3] or ""
    if len(decimals) > 2:
        raise Refused("An amount has at most two decimals: %(text)s.", text=text.strip()[:40])
    cents = int(whole) * 100 + int(decimals.ljust(2, "0"))
    return -cents if sign == "-" else cents
