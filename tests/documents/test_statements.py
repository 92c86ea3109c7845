"""camt.053 statements: every shape that banks write, and trouble beside its line."""

from datetime import date
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.camt_files import (
    ACCOUNT,
    a_balance,
    a_file,
    a_part,
    a_statement,
    an_entry,
    in_new_way,
    in_old_way,
    structured,
)
from tourbook.documents import references, statements
from tourbook.documents.statements import Entry, Statement


def read_one(*entries: str, balances: str = "", version: str = "02") -> Statement:
    (statement,) = statements.read(
        a_file(a_statement(*entries, balances=balances), version=version)
    )
    return statement


def only(*entries: str, version: str = "02") -> Entry:
    statement = read_one(*entries, version=version)
    assert not statement.troubles
    (entry,) = statement.entries
    return entry


def told(statement: Statement) -> list[str]:
    return [str(trouble) for trouble in statement.troubles]


def test_payment_is_read_whole() -> None:
    entry = only(
        an_entry(
            a_part(
                structured("00000000020260011") + "<Ustrd>Visit in\n March</Ustrd>",
                payer="<Dbtr><Nm>Ministry of Ähtäri</Nm></Dbtr><Cdtr><Nm>Us</Nm></Cdtr>",
                refs="<EndToEndId>E2E-1</EndToEndId>",
            ),
            amount="1234.50",
            bank_id="A1",
        )
    )

    assert len(entry.id) == 32
    assert entry == Entry(
        booked=date(2026, 3, 3),
        value=date(2026, 3, 4),
        cents=123_450,
        currency="EUR",
        reference="20260011",
        possible=("20260011",),
        text="Visit in March",
        payer="Ministry of Ähtäri",
        end_to_end="E2E-1",
        bank_id="A1",
        place=3,
        id=entry.id,
    )


@pytest.mark.parametrize("version", ["02", "03", "04", "06", "08", "10", "13"])
def test_versions_name_parties_and_states_in_their_ways(version: str) -> None:
    late = int(version) >= 8
    name = "<Pty><Nm>A. Payer</Nm></Pty>" if late else "<Nm>A. Payer</Nm>"
    status = "<Sts><Cd>BOOK</Cd></Sts>" if late else "<Sts>BOOK</Sts>"
    part = a_part(structured("RF5220260011"), payer=f"<Dbtr>{name}</Dbtr>")

    entry = only(an_entry(part, status=status), version=version)

    assert (entry.payer, entry.reference) == ("A. Payer", "20260011")


@pytest.mark.parametrize(
    ("about", "reference", "possible"),
    [
        (structured("RF18 5390 0754 7034"), "RF18539007547034", ("RF18539007547034",)),
        (structured("1234561") + structured("20260011"), "1234561", ("1234561", "20260011")),
        (structured("mistyped 7"), "MISTYPED7", ("MISTYPED7",)),
        (structured("000000"), "", ()),
        ("<Ustrd>pay rf52 2026 0011 now</Ustrd>", "20260011", ("20260011",)),
        ("<Ustrd>viite 202 60011</Ustrd>", "20260011", ("20260011",)),
        ("<Ustrd>1234561 or 20260011</Ustrd>", "", ("1234561", "20260011")),
        ("<Ustrd>Thank you</Ustrd>", "", ()),
    ],
)
def test_references_are_read_from_fields_and_texts(
    about: str, reference: str, possible: tuple[str, ...]
) -> None:
    entry = only(an_entry(a_part(about)))

    assert (entry.reference, entry.possible) == (reference, possible)


PARTIES = "<Dbtr><Nm>Debtor</Nm></Dbtr><Cdtr><Nm>Creditor</Nm></Cdtr>"
REVERSED = "<RvslInd>true</RvslInd>"


@pytest.mark.parametrize(
    ("sign", "more", "cents", "payer"),
    [
        ("CRDT", "", 10_000, "Debtor"),
        ("DBIT", "", -10_000, "Creditor"),
        ("DBIT", REVERSED, -10_000, "Debtor"),
        ("CRDT", REVERSED, 10_000, "Creditor"),
        ("CRDT", "<RvslInd>false</RvslInd>", 10_000, "Debtor"),
    ],
)
def test_directions_and_reversals(sign: str, more: str, cents: int, payer: str) -> None:
    entry = only(an_entry(a_part(payer=PARTIES), sign=sign, more=more))

    assert (entry.cents, entry.payer) == (cents, payer)
    assert entry.reversal is (more == REVERSED)


def test_batch_gives_each_payment() -> None:
    statement = read_one(
        an_entry(
            a_part(structured("1234561"), in_old_way("60.00")),
            a_part(structured("20260011"), in_new_way("40")),
            bank_id="B",
        )
    )

    assert not statement.troubles
    assert [(one.cents, one.reference) for one in statement.entries] == [
        (6_000, "1234561"),
        (4_000, "20260011"),
    ]
    assert len({one.id for one in statement.entries}) == 2


@pytest.mark.parametrize(
    ("second", "sentence"),
    [
        (in_old_way("39.99"), "do not add up"),
        (in_old_way("40.00", "USD"), "do not add up"),
        ("", "do not add up"),
        (in_old_way("40.005"), "more than two decimals"),
        (in_old_way("forty"), "forty is not an amount"),
    ],
)
def test_batch_that_cannot_be_divided_stays_one_payment(second: str, sentence: str) -> None:
    statement = read_one(
        an_entry(
            a_part(structured("1234561"), in_old_way("60.00")),
            a_part(structured("20260011"), second),
        )
    )

    (entry,) = statement.entries
    (trouble,) = statement.troubles
    assert (entry.cents, entry.reference) == (10_000, "")
    assert entry.possible == ("1234561", "20260011")
    assert sentence in str(trouble)
    assert trouble.place == entry.place


def test_foreign_payment_counts_as_the_account_got_it() -> None:
    entry = only(an_entry(a_part(structured("1234561"), in_old_way("110.00", "USD"))))

    assert (entry.cents, entry.currency) == (10_000, "EUR")


def test_several_statements_are_read() -> None:
    first, second = statements.read(
        a_file(
            a_statement(an_entry(amount="1"), account="FI37 1590 3000 0007 76"),
            a_statement(an_entry(amount="2"), an_entry(amount="3")),
        )
    )

    assert (first.account, second.account) == ("FI3715903000000776", ACCOUNT)
    assert [entry.cents for entry in second.entries] == [200, 300]


PERIOD = (
    "<FrToDt><FrDtTm>2026-03-01T00:00:00+02:00</FrDtTm><ToDtTm>2026-03-31T00:00:00</ToDtTm>"
    "</FrToDt>"
)


@pytest.mark.parametrize("opening", ["OPBD", "PRCD"])
def test_balances_and_period_are_read(opening: str) -> None:
    statement = read_one(
        an_entry(amount="100.00"),
        an_entry(amount="30.00", sign="DBIT"),
        balances=PERIOD + a_balance(opening, "50.00", "DBIT") + a_balance("CLBD", "20.0"),
    )

    assert (statement.opening, statement.closing, statement.gap) == (-5_000, 2_000, 0)
    assert (statement.first, statement.last) == (date(2026, 3, 1), date(2026, 3, 31))
    assert statement.currency == "EUR"
    assert not statement.troubles


def test_balances_that_do_not_fit_are_said() -> None:
    statement = read_one(an_entry(), balances=a_balance("OPBD", "0") + a_balance("CLBD", "99.95"))

    assert statement.gap == -5
    assert told(statement) == [
        "The entries do not lead from the opening to the closing balance: -0.05 EUR is missing."
    ]


def test_statement_without_balances_has_nothing_to_check() -> None:
    statement = read_one(an_entry())

    assert (statement.opening, statement.closing, statement.gap) == (None, None, None)
    assert (statement.first, statement.last) == (date(2026, 3, 3), date(2026, 3, 3))


WRONG = [
    (an_entry(amount="0.005"), "0.005 has more than two decimals"),
    (an_entry(amount="1.2.3"), "1.2.3 is not an amount"),
    (an_entry(amount="-5"), "-5 is not an amount"),
    (an_entry(amount=""), '"" is not an amount'),
    (an_entry(amount="9" * 14), "too large"),
    (an_entry(sign="BOTH"), "credit (CRDT) or a debit (DBIT)"),
    (an_entry(currency=""), "no currency"),
    (an_entry(days=""), "no booking day"),
    (an_entry(days="<BookgDt><Dt>2026-02-30</Dt></BookgDt>"), "2026-02-30 is not a day"),
    (an_entry(status="<Sts>PDNG</Sts>"), "not booked yet"),
    (an_entry(status="<Sts><Cd>INFO</Cd></Sts>"), "not booked yet"),
    ("<Ntry/>", "no amount"),
]


@pytest.mark.parametrize(("wrong", "sentence"), WRONG)
def test_trouble_stands_beside_its_line_and_the_rest_is_read(wrong: str, sentence: str) -> None:
    statement = read_one(an_entry(amount="7"), f"\n\n{wrong}\n", an_entry(amount="8"))

    (trouble,) = statement.troubles
    assert sentence in str(trouble)
    assert trouble.place == 5
    assert [(entry.cents, entry.place) for entry in statement.entries] == [(700, 3), (800, 6)]


@pytest.mark.parametrize(
    ("amount", "cents"),
    [("0.01", 1), ("5", 500), ("1.5", 150), ("1.50000", 150), ("9" * 13, 999_999_999_999_900)],
)
def test_amounts_of_the_standard(amount: str, cents: int) -> None:
    assert only(an_entry(amount=amount)).cents == cents


def test_booking_day_may_be_a_moment_or_the_value_day() -> None:
    moment = only(an_entry(days="<BookgDt><DtTm>2026-03-05T23:59:59+02:00</DtTm></BookgDt>"))
    value = only(an_entry(days="<ValDt><Dt>2026-03-06</Dt></ValDt>"))

    assert (moment.booked, moment.value) == (date(2026, 3, 5), None)
    assert (value.booked, value.value) == (date(2026, 3, 6), date(2026, 3, 6))


def test_comment_cannot_split_an_amount() -> None:
    assert only(an_entry(amount="1<!-- x -->2<?y z?>.<![CDATA[50]]>")).cents == 1_250


# Ids


def test_same_file_gives_the_same_ids_and_equal_entries_differ() -> None:
    twin = an_entry(a_part("<Ustrd>same</Ustrd>"))
    data = a_file(a_statement(twin, twin, an_entry(bank_id="A"), an_entry(bank_id="B")))

    first, again = statements.read(data), statements.read(data)

    assert first == again
    assert len({entry.id for entry in first[0].entries}) == 4


def test_ids_do_not_hang_on_the_place_in_a_file() -> None:
    wanted = an_entry(a_part(structured("1234561")), amount="42", bank_id="A")
    (alone,) = statements.read(a_file(a_statement(wanted)))
    (among,) = statements.read(
        a_file("\n\n", a_statement(an_entry(), wanted, an_entry()), version="08")
    )

    assert alone.entries[0].id == among.entries[1].id


def test_number_within_the_statement_is_no_part_of_an_id() -> None:
    first, again = (
        only(an_entry(more=f"<NtryRef>{number}</NtryRef>", bank_id="")) for number in (1, 2)
    )

    assert first.id == again.id


def test_ids_differ_between_accounts() -> None:
    (one,) = statements.read(a_file(a_statement(an_entry())))
    (other,) = statements.read(a_file(a_statement(an_entry(), account="FI3715903000000776")))

    assert one.entries[0].id != other.entries[0].id


PARTS = st.tuples(st.integers(1, 10**9), st.booleans(), st.integers(1, 10**6), st.text(max_size=30))


@settings(max_examples=40)
@given(st.lists(PARTS, max_size=6), st.integers(-(10**9), 10**9))
def test_any_statement_is_read_back(
    payments: list[tuple[int, bool, int, str]], opening: int
) -> None:
    sums = [cents if came_in else -cents for cents, came_in, _, _ in payments]
    closing = opening + sum(sums)
    entries = [
        an_entry(
            a_part(structured(references.rf(base)), payer=f"<Dbtr><Nm>{xml(name)}</Nm></Dbtr>"),
            amount=f"{cents // 100}.{cents % 100:02d}",
            sign="CRDT" if came_in else "DBIT",
        )
        for cents, came_in, base, name in payments
    ]

    statement = read_one(*entries, balances=a_cents("OPBD", opening) + a_cents("CLBD", closing))

    assert not statement.troubles
    assert [entry.cents for entry in statement.entries] == sums
    assert len({entry.id for entry in statement.entries}) == len(payments)
    assert statement.gap == 0


def xml(text: str) -> str:
    return escape("".join(mark for mark in text if mark.isprintable()))


def a_cents(kind: str, cents: int) -> str:
    whole, rest = divmod(abs(cents), 100)
    return a_balance(kind, f"{whole}.{rest:02d}", "DBIT" if cents < 0 else "CRDT")
