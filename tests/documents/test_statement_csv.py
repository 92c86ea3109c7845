"""Tables of Finnish banks: columns by name, amounts and days as they are written there."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tourbook.core.refused import Refused
from tourbook.documents import statement_csv, statements
from tourbook.documents.statements import Entry, Statement

SHORT = "Kirjauspäivä;Määrä;Saaja/Maksaja;Viite;Viesti"


def read(*lines: str, encoding: str = "utf-8") -> Statement:
    (statement,) = statements.read("\n".join(lines).encode(encoding))
    return statement


def read_row(row: str) -> Entry:
    statement = read(SHORT, row)
    assert not statement.troubles
    (entry,) = statement.entries
    return entry


def test_op_table_is_read_whole() -> None:
    statement = read(
        'Kirjauspäivä;Arvopäivä;Määrä  EUROA;"Laji";Selitys;Saaja/Maksaja;'
        "Saajan tilinumero ja pankin BIC;Viite;Viesti;Arkistointitunnus;",
        '2026-03-03;2026-03-04;+1 234,50;"506";TILISIIRTO;Järvi; ;ref=00000000000020260011;;A/1;',
        '2026-03-05;2026-03-05;-12,00;"106";TILISIIRTO;"Kahvila; Öljy";;;kahvi;A/2;',
    )

    first, second = statement.entries
    assert first == Entry(
        booked=date(2026, 3, 3),
        value=date(2026, 3, 4),
        cents=123_450,
        currency="EUR",
        reference="20260011",
        possible=("20260011",),
        text="TILISIIRTO",
        payer="Järvi",
        bank_id="A/1",
        place=2,
        id=first.id,
    )
    assert (second.cents, second.payer, second.text) == (-1_200, "Kahvila; Öljy", "kahvi")
    assert (statement.first, statement.last) == (date(2026, 3, 3), date(2026, 3, 5))
    assert (statement.account, statement.gap) == ("", None)


TABLES = [
    (
        "utf-8-sig",
        "Tilinumero\tFI21 1234 5600 0007 85 EUR",
        "",
        "Kirjauspäivä\tArvopäivä\tMaksupäivä\tMäärä\tSaaja/Maksaja\tTilinumero\tTapahtuma\tViite\tViesti",
        "03.03.2026\t04.03.2026\t02.03.2026\t100,00\tPäivi\tFI37\tViitesiirto\t1234561\tmoi",
    ),
    (
        "utf-8",
        "FI21 1234 5600 0007 85",
        "",
        "Kirjauspäivä;Määrä;Maksaja;Maksunsaaja;Nimi;Otsikko;Viitenumero;Valuutta",
        "2026/03/03;100,00;FI37;FI21;Päivi;moi;1234561;EUR",
    ),
    (
        "cp1252",
        "Tili;FI2112345600000785",
        "",
        "Kirjauspäivä;Maksupäivä;Summa;Tapahtumalaji;Maksaja;Saajan nimi;Viitenumero;Viesti",
        "3.3.2026;4.3.2026;100,00;TILISIIRTO;PÄIVI;ME OY;12 34561;'moi",
    ),
    (
        "utf-16",
        "Konto FI21 1234 5600 0007 85",
        "",
        "Bokföringsdag;Valutadag;Belopp (EUR);Mottagare/Betalare;Referensnummer;Meddelande",
        "03.03.2026;04.03.2026;100,00 €;Päivi;RF34 1234 561;moi",
    ),
    (
        "utf-8",
        "Account,FI2112345600000785",
        "",
        "Booking date,Value date,Amount EUR,Payer/Payee,Reference number,Message",
        "2026-03-03,2026-03-04,100.00,Päivi,1234561,moi",
    ),
    (
        "cp1252",
        "FI2112345600000785",
        "",
        '"Pvm","Määrä","Valuutta","Nimi","Viite","Viesti"',
        '"20260303","100.00","eur","Päivi","=""1234561""","moi"',
    ),
]


@pytest.mark.parametrize("table", TABLES)
def test_tables_of_banks_say_the_same(table: tuple[str, ...]) -> None:
    encoding, *lines = table

    statement = read(*lines, encoding=encoding)

    (entry,) = statement.entries
    assert not statement.troubles
    assert statement.account == "FI2112345600000785"
    assert (entry.booked, entry.cents, entry.currency) == (date(2026, 3, 3), 10_000, "EUR")
    assert entry.value in (date(2026, 3, 4), None)
    assert (entry.payer.casefold(), entry.text) == ("päivi", "moi")
    assert entry.reference == "1234561"
    assert entry.place == 4


def test_names_of_columns_mean_one_thing_each() -> None:
    names = [name for known in statement_csv.COLUMNS.values() for name in known]

    assert len(names) == len(set(names))
    assert names == [statement_csv.plain_name(name) for name in names]


AMOUNTS = [
    ("0,01", 1),
    ("5", 500),
    ("12,5", 1_250),
    ("-12,00", -1_200),
    ("12,00-", -1_200),
    ("\u221212,00", -1_200),
    ("+1 234,50", 123_450),
    ("1\u00a0234,50", 123_450),
    ("1\u202f234,50 €", 123_450),
    ("1.234,50", 123_450),
    ("1,234.50", 123_450),
    ("1'234.50", 123_450),
    ("1.234.567,89", 123_456_789),
    ("1.234.567", 123_456_700),
    ("1234.5000", 123_450),
    ("007,10", 710),
]


@pytest.mark.parametrize(("said", "cents"), AMOUNTS)
def test_amounts_are_read_as_people_write_them(said: str, cents: int) -> None:
    assert read_row(f"3.3.2026;{said};A;;").cents == cents


DAYS = ["3.3.2026", "03.03.2026", "2026-03-03", "2026/03/03", "20260303", "2026-03-03T10:00:00"]


@pytest.mark.parametrize("said", [*DAYS, "3.3.2026 12:30"])
def test_days_are_read_in_both_orders(said: str) -> None:
    assert read_row(f"{said};1;A;;").booked == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("3.3.2026;0,005;A;;", "0,005 has more than two decimals"),
        ("3.3.2026;0.005;A;;", "0.005 has more than two decimals"),
        ("3.3.2026;1.234;A;;", "not clear where the decimals of 1.234 begin"),
        ("3.3.2026;1,234;A;;", "not clear where the decimals of 1,234 begin"),
        ("3.3.2026;1.234,567.8;A;;", "not clear where the decimals"),
        ("3.3.2026;1,2,3;A;;", "1,2,3 is not an amount"),
        ("3.3.2026;-1-;A;;", "-1- is not an amount"),
        ("3.3.2026;ten;A;;", "ten is not an amount"),
        ("3.3.2026;;A;;", "There is no amount."),
        (";1,00;A;;", "There is no booking day."),
        ("31.2.2026;1,00;A;;", "31.2.2026 is not a day"),
        ("3/4/2026;1,00;A;;", "3/4/2026 is not a day"),
        ("3.3.26;1,00;A;;", "3.3.26 is not a day"),
        ("3.3.2026", "There is no amount."),
        (f"3.3.2026;{'9' * 14},00;A;;", "too large"),
    ],
)
def test_trouble_stands_beside_its_row_and_the_rest_is_read(wrong: str, sentence: str) -> None:
    statement = read(SHORT, "2.3.2026;7;A;;", "", wrong, "4.3.2026;8;A;;")

    (trouble,) = statement.troubles
    assert sentence in str(trouble)
    assert trouble.place == 4
    assert [(entry.cents, entry.place) for entry in statement.entries] == [(700, 2), (800, 5)]


def test_waiting_entries_and_other_money_are_kept_apart() -> None:
    statement = read(
        "Pvm;Määrä;Valuutta;Tila",
        "3.3.2026;1;EUR;Odottaa",
        "3.3.2026;2;usd;Toteutunut",
        "3.3.2026;3;euros;",
    )

    assert [str(trouble) for trouble in statement.troubles] == [
        "This entry is not booked yet, so it is left out.",
        "euros is not a currency.",
    ]
    assert [(one.cents, one.currency) for one in statement.entries] == [(200, "USD")]


@pytest.mark.parametrize("order", [1, -1])
def test_balances_after_each_row_are_checked_in_either_order(order: int) -> None:
    rows = ["3.3.2026;100,00;150,00", "3.3.2026;-30,00;120,00", "4.3.2026;5,00;125,00"]

    statement = read("Pvm;Määrä;Saldo", *rows[::order])

    assert (statement.opening, statement.closing, statement.gap) == (5_000, 12_500, 0)
    assert not statement.troubles


def test_missing_row_is_seen_in_the_balances() -> None:
    statement = read("Pvm;Määrä;Saldo", "3.3.2026;100,00;150,00", "4.3.2026;5,00;125,00")

    assert statement.gap == -3_000
    assert [str(trouble) for trouble in statement.troubles] == [
        "The entries do not lead from the opening to the closing balance: -30.00 EUR is missing."
    ]


def test_same_file_gives_the_same_ids_and_equal_rows_differ() -> None:
    lines = (SHORT, "3.3.2026;1;A;;x", "3.3.2026;1;A;;x", "3.3.2026;1;B;;x")

    first, again = read(*lines), read(*lines)

    assert first == again
    assert len({entry.id for entry in first.entries}) == 3


def test_longer_export_names_the_same_entries_alike() -> None:
    march = ["3.3.2026;1;A;;x", "3.3.2026;1;A;;x"]

    short = read(SHORT, *march)
    long = read(SHORT, "1.2.2026;5;C;;y", *march, encoding="cp1252")

    assert [entry.id for entry in short.entries] == [entry.id for entry in long.entries[1:]]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"hello\nworld", "No row names the columns"),
        (b"Pvm;Viite\n1.1.2026;1", "No row names the columns"),
        (b"Pvm;Saldo\x00\n", "no text"),
        (b"Pvm;Amount;Name\n1.1.2026;1;A\n1.1.2026;1;\x81\n", "Row 3 has characters"),
        ("Pvm;Amount;Name\n1.1.2026;1;ä\n".encode() + b"1.1.2026;1;\xe4", "Row 3 has characters"),
        ("Pvm;Amount".encode("utf-16") + b"\n", "Row 1 has characters"),
        (b"Pvm;Amount\n1.1.2026;" + b"9" * 200_000, "Row 2 is too long"),
        (b"Pvm;Amount\n" + b"\n" * 100_001, "more than 100000 rows"),
    ],
)
def test_other_files_are_refused_in_words(data: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        statements.read(data)


def test_quotation_mark_that_never_ends_swallows_no_row() -> None:
    statement = read(SHORT, '3.3.2026;1;"A;;x', "3.3.2026;2;B;;x")

    assert [entry.cents for entry in statement.entries] == [100, 200]


ROWS = st.tuples(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.integers(-(10**9), 10**9),
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=10),
)


@settings(max_examples=40)
@given(st.lists(ROWS, max_size=8), st.booleans())
def test_any_table_is_read_back(rows: list[tuple[date, int, str]], points: bool) -> None:
    lines = [
        f"{day.isoformat() if points else f'{day:%d.%m.%Y}'};{an_amount(cents, points)};"
        f'"{name.replace(chr(34), "")}";;'
        for day, cents, name in rows
    ]

    statement = read(SHORT, *lines)

    assert not statement.troubles
    assert [(entry.booked, entry.cents) for entry in statement.entries] == [
        (day, cents) for day, cents, _ in rows
    ]
    assert len({entry.id for entry in statement.entries}) == len(rows)


def an_amount(cents: int, points: bool) -> str:
    said = f"{cents / 100:.2f}"
    return said if points else said.replace(".", ",")
