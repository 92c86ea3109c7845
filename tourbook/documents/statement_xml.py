"""Bank statements in XML: ISO 20022 camt.053, version 02 and later.

Source: ISO 20022 message definition report, Bank-to-Customer Cash Management (camt.053.001.02 to
.001.13), and Finance Finland's ISO 20022 account statement guide. A credit is an increase and a
debit a decrease, also of an entry that reverses another one. A batch is one entry with several
transactions.

Entries are read as they stream by, so a large file takes little room.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from lxml import etree

from tourbook.core.refused import Refused
from tourbook.documents import references, safe_xml
from tourbook.documents.safe_xml import all_of, lines_of, words
from tourbook.documents.statement_entries import (
    MAX_NAME,
    Entry,
    Statement,
    Trouble,
    cents_of,
    finished,
    keep_trouble,
    referred,
    shortened,
    tidy,
)

NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:(camt\.\d{3})\.001\.\d{2}")
STATEMENT = "camt.053"
AMOUNT = re.compile(r"\+?(\d+)(?:\.(\d*))?", re.ASCII)
SIGNS = {"CRDT": 1, "DBIT": -1}
OPENING = ("OPBD", "PRCD")
CLOSING = ("CLBD",)
NOT_GIVEN = "NOTPROVIDED"
TRANSACTIONS = "NtryDtls/TxDtls"
#: Where a transaction of a batch has its amount, the surest first.
PART_AMOUNTS = ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt")
PAYERS = ("Dbtr/Nm", "Dbtr/Pty/Nm", "UltmtDbtr/Nm", "UltmtDbtr/Pty/Nm")
PAYEES = ("Cdtr/Nm", "Cdtr/Pty/Nm", "UltmtCdtr/Nm", "UltmtCdtr/Pty/Nm")


def read(data: bytes) -> tuple[Statement, ...]:
    """The statements of a camt.053 file.

    Raises:
        Refused: it is another file, it cannot be read, or it would harm the reader.
    """
    root = safe_xml.root_of(data)
    check_kind(root)
    statements = tuple(stream(data, etree.QName(root).namespace))
    if not statements:
        raise Refused("The file holds no statement.")
    return statements


def check_kind(root: etree._Element) -> None:
    """Refuse what is no statement, and say what it is if that is known.

    Raises:
        Refused: it is another kind of file.
    """
    name = etree.QName(root)
    kind = NAMESPACE.fullmatch(name.namespace or "")
    if kind is None or name.localname != "Document":
        raise Refused("This XML file is no bank statement. Give a camt.053 file.")
    if kind[1] != STATEMENT:
        raise Refused(
            "This is a file of kind %(kind)s. Give the account statement, camt.053.", kind=kind[1]
        )


def stream(data: bytes, namespace: str) -> Iterator[Statement]:
    """Statements as their ends come by; entries are forgotten once they are read."""
    entry, statement = f"{{{namespace}}}Ntry", f"{{{namespace}}}Stmt"
    lines = {entry: lines_of(data, "Ntry"), statement: lines_of(data, "Stmt")}
    entries: list[Entry] = []
    troubles: list[Trouble] = []
    for element in safe_xml.elements(data, "end", entry, statement):
        line = next(lines[element.tag], 1)
        if element.tag == statement:
            yield statement_of(element, line, entries, troubles)
            entries, troubles = [], []
        elif element.getparent().tag == statement:
            take(element, line, entries, troubles)
        forget(element)


def forget(element: etree._Element) -> None:
    """Give back the room of an element, and of the one before it, which is read already."""
    previous = element.getprevious()
    if previous is not None and previous.tag == element.tag:
        element.getparent().remove(previous)
    element.clear(keep_tail=False)


def take(element: etree._Element, line: int, entries: list[Entry], troubles: list[Trouble]) -> None:
    """Read one entry; what is wrong with it is kept beside its line."""
    try:
        whole = entry_of(element, line)
    except Refused as refusal:
        keep_trouble(troubles, line, refusal)
        return
    try:
        entries.extend(parts_of(element, whole))
    except Refused as refusal:
        keep_trouble(troubles, line, refusal)
        entries.append(taken_whole(element, whole))


def taken_whole(element: etree._Element, whole: Entry) -> Entry:
    """An entry that cannot be divided, with the references of all its transactions."""
    parts = (part_of(detail, whole, whole.cents) for detail in all_of(element, TRANSACTIONS))
    found = (reference for part in parts for reference in part.possible)
    return replace(whole, possible=tuple(dict.fromkeys([*whole.possible, *found])))


def amount_of(element: etree._Element) -> int:
    """Hundredths, without a sign.

    Raises:
        Refused: what is written is no amount.
    """
    said = tidy(element.text or "")
    match = AMOUNT.fullmatch(said)
    if match is None:
        raise Refused("%(written)s is not an amount.", written=shortened(said) or '""')
    return cents_of(match[1], match[2] or "", shortened(said))


def signed(element: etree._Element) -> int:
    """The amount of an entry or a balance: a debit is negative.

    Raises:
        Refused: the amount is missing or wrong, or it is neither a credit nor a debit.
    """
    amounts = all_of(element, "Amt")
    sign = SIGNS.get(words(element, "CdtDbtInd"))
    if not amounts:
        raise Refused("There is no amount (Amt).")
    if sign is None:
        raise Refused("It is not said whether this is a credit (CRDT) or a debit (DBIT).")
    return sign * amount_of(amounts[0])


def currency_of(element: etree._Element) -> str:
    code = element.get("Ccy", "").strip()
    return code if len(code) == 3 and code.isascii() and code.isalpha() else ""


def day_of(element: etree._Element, *paths: str) -> date | None:
    """The day at the first path that has one, without its hour.

    Raises:
        Refused: what is written is no day.
    """
    said = words(element, *paths)
    if not said:
        return None
    try:
        return date.fromisoformat(said[:10])
    except ValueError as error:
        raise Refused("%(written)s is not a day.", written=shortened(said)) from error


# Entries


def entry_of(element: etree._Element, line: int) -> Entry:
    """The entry as one amount, with what is known of it if it has one transaction.

    Raises:
        Refused: it is not booked, or its amount or day is missing or wrong.
    """
    if words(element, "Sts/Cd", "Sts/Prtry", "Sts") not in ("BOOK", ""):
        raise Refused("This entry is not booked yet, so it is left out.")
    cents = signed(element)
    value = day_of(element, "ValDt/Dt", "ValDt/DtTm")
    booked = day_of(element, "BookgDt/Dt", "BookgDt/DtTm") or value
    currency = currency_of(all_of(element, "Amt")[0])
    if booked is None:
        raise Refused("There is no booking day (BookgDt).")
    if not currency:
        raise Refused("The amount has no currency (Ccy).")
    text = words(element, "AddtlNtryInf")
    reference, possible = referred((), text)
    return Entry(
        booked=booked,
        value=value,
        cents=cents,
        currency=currency,
        reference=reference,
        possible=possible,
        text=text,
        bank_id=words(element, "AcctSvcrRef")[:MAX_NAME],
        reversal=words(element, "RvslInd") in ("true", "1"),
        place=line,
    )


def parts_of(element: etree._Element, whole: Entry) -> list[Entry]:
    """The transactions of an entry, or the entry itself if it names none.

    Raises:
        Refused: the transactions do not say how the amount is divided.
    """
    details = all_of(element, TRANSACTIONS)
    if not details:
        return [whole]
    if len(details) == 1:
        return [part_of(details[0], whole, whole.cents)]
    parts = [part_of(detail, whole, part_cents(detail, whole)) for detail in details]
    if sum(part.cents for part in parts) != whole.cents:
        raise undivided()
    return parts


def undivided() -> Refused:
    return Refused(
        "The amounts of the transactions in this entry do not add up to it, "
        "so it is taken as one payment."
    )


def part_cents(detail: etree._Element, whole: Entry) -> int:
    """A transaction's share of its entry, in the entry's currency.

    Raises:
        Refused: it has none, or it is wrong.
    """
    sign = SIGNS.get(words(detail, "CdtDbtInd"), 1 if whole.cents >= 0 else -1)
    for path in PART_AMOUNTS:
        for found in all_of(detail, path):
            if currency_of(found) == whole.currency:
                return sign * amount_of(found)
    raise undivided()


def part_of(detail: etree._Element, whole: Entry, cents: int) -> Entry:
    text = tidy(" ".join(found.text or "" for found in all_of(detail, "RmtInf/Ustrd")))
    strd = "RmtInf/Strd"
    given = [tidy(found.text or "") for found in all_of(detail, f"{strd}/CdtrRefInf/Ref")]
    text = text or words(detail, f"{strd}/AddtlRmtInf", "AddtlTxInf") or whole.text
    reference, possible = referred(given, text)
    own = words(detail, "Refs/AcctSvcrRef", "Refs/TxId")[:MAX_NAME]
    end_to_end = words(detail, "Refs/EndToEndId")[:MAX_NAME]
    return Entry(
        booked=whole.booked,
        value=whole.value,
        cents=cents,
        currency=whole.currency,
        reference=reference,
        possible=possible,
        text=text,
        payer=payer_of(detail, came_in=(cents >= 0) != whole.reversal),
        end_to_end="" if end_to_end == NOT_GIVEN else end_to_end,
        bank_id="/".join(dict.fromkeys(name for name in (whole.bank_id, own) if name)),
        reversal=whole.reversal,
        place=whole.place,
    )


def payer_of(detail: etree._Element, *, came_in: bool) -> str:
    """The other party. Parties keep their parts when a payment is reversed."""
    paths = PAYERS if came_in else PAYEES
    return words(detail, *(f"RltdPties/{path}" for path in paths))[:MAX_NAME]


# Statements


def statement_of(
    element: etree._Element, line: int, entries: list[Entry], troubles: list[Trouble]
) -> Statement:
    balances, wrong = balances_of(element, line)
    currency = words(element, "Acct/Ccy") or balance_currency(element)
    days = [entry.booked for entry in entries]
    try:
        first = day_of(element, "FrToDt/FrDtTm", "FrToDt/FrDt")
        last = day_of(element, "FrToDt/ToDtTm", "FrToDt/ToDt")
    except Refused as refusal:
        wrong.append(Trouble.of(line, refusal))
        first = last = None
    return finished(
        Statement(
            account=account_of(element),
            first=first or min(days, default=None),
            last=last or max(days, default=None),
            opening=chosen(balances, OPENING),
            closing=chosen(balances, CLOSING),
            currency=currency or (entries[0].currency if entries else "EUR"),
            entries=tuple(entries),
            troubles=(*wrong, *troubles),
        ),
        line,
    )


def account_of(element: etree._Element) -> str:
    return references.squeezed(words(element, "Acct/Id/IBAN", "Acct/Id/Othr/Id"))[:MAX_NAME]


def balance_currency(element: etree._Element) -> str:
    return next(filter(None, map(currency_of, all_of(element, "Bal/Amt"))), "")


def balances_of(element: etree._Element, line: int) -> tuple[dict[str, int], list[Trouble]]:
    """Balances by their kind, and what is wrong with others."""
    balances: dict[str, int] = {}
    troubles: list[Trouble] = []
    for balance in all_of(element, "Bal"):
        try:
            balances.setdefault(words(balance, "Tp/CdOrPrtry/Cd"), signed(balance))
        except Refused as refusal:
            keep_trouble(troubles, line, refusal)
    return balances, troubles


def chosen(balances: dict[str, int], kinds: tuple[str, ...]) -> int | None:
    return next((balances[kind] for kind in kinds if kind in balances), None)
