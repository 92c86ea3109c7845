# ruff: noqa: RUF001

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.bookings.rules.importing import reading
from tourbook.bookings.rules.importing.names import Name
from tourbook.bookings.rules.importing.reading import Member, Row
from tourbook.bookings.rules.importing.troubles import TABLE, Kind, Trouble, Weight
from tourbook.core.refused import Refused
from tourbook.documents import sheets

TODAY = date(2027, 3, 2)
HEADER = ["Surname", "Given names", "E-mail", "Date of birth", "Nationality"]


def read(*rows: list[str]) -> list[Row]:
    return list(reading.read(rows, today=TODAY).rows)


def only(*cells: str) -> Row:
    return read(HEADER, list(cells))[0]


def kinds(row: Row) -> list[Kind]:
    return [trouble.kind for trouble in row.troubles]


def test_a_row_is_a_person_with_its_number_in_the_table() -> None:
    rows = read(
        ["Delegation", "", "", "", ""],
        HEADER,
        ["Saari", "Ahti", "Ahti@Example.org", "3.4.1980", "Viro"],
        ["", "", "", "", ""],
        ["Aalto", "Bo", "", "", ""],
    )

    assert [row.number for row in rows] == [3, 5]
    assert rows[0].member == Member(
        "Ahti Saari", email="ahti@example.org", nationality="EE", birth_date=date(1980, 4, 3)
    )
    assert not any(row.troubles for row in rows)


def test_the_header_of_a_second_page_is_nobody() -> None:
    rows = read(HEADER, ["Saari", "Ahti"], HEADER, ["Aalto", "Bo"])

    assert [row.member.name for row in rows] == ["Ahti Saari", "Bo Aalto"]


def test_names_are_kept_as_they_are_written_with_script_and_spoken_form() -> None:
    header = ["Name", "Pronunciation"]
    cyrillic, arabic, told = read(
        header, ["Щербакова, Юлия", ""], ["محمد علي", ""], ["山田太郎", "Yamada Taro"]
    )

    assert (cyrillic.member.name, cyrillic.name.script) == ("Юлия Щербакова", "Cyrillic")
    assert (cyrillic.member.spoken, cyrillic.spoken_proposal) == ("", "Yuliya Shcherbakova")
    assert (arabic.member.name, arabic.spoken_proposal) == ("محمد علي", "")
    assert (told.member.name, told.member.spoken) == ("山田太郎", "Yamada Taro")


def test_a_form_of_address_is_read_from_its_column_or_before_the_name() -> None:
    rows = read(["Name"], ["Dr. Aino Esimerkki"])
    with_column = read(["", "Name"], ["Ms", "Aino Esimerkki"], ["Mr", "Ahti Saari"])

    assert (rows[0].member.form_of_address, rows[0].member.name) == ("Dr.", "Aino Esimerkki")
    assert [row.member.form_of_address for row in with_column] == ["Ms", "Mr"]


def test_a_middle_name_belongs_to_the_given_names() -> None:
    rows = read(["Фамилия", "Имя", "Отчество"], ["Иванов", "Иван", "Петрович"])

    assert rows[0].member.name == "Иван Петрович Иванов"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Finland", "FI"), ("suomi", "FI"), ("EST", "EE"), ("ee", "EE"), ("Deutschland", "DE"),
        ("Allemagne", "DE"), ("Польша", "PL"), ("فنلندا", "FI"), ("Lietuva", "LT"), ("", ""),
    ],
)  # fmt: skip
def test_a_country_is_known_by_codes_and_in_many_languages(text: str, code: str) -> None:
    row = only("Saari", "Ahti", "", "", text)

    assert (row.member.nationality, row.troubles) == (code, ())


@pytest.mark.parametrize(
    ("cell", "email"),
    [
        ("Ahti Saari <Ahti@Example.org>", "ahti@example.org"),
        ("mailto:a@b.fi", "a@b.fi"),
        ("a@b.fi;", "a@b.fi"),
    ],
)
def test_a_mailbox_is_found_in_what_people_paste(cell: str, email: str) -> None:
    row = only("Saari", "Ahti", cell)

    assert (row.member.email, row.troubles) == (email, ())


@pytest.mark.parametrize(
    ("cells", "trouble", "text"),
    [
        (("", "", "a@b.fi"), Kind.NO_NAME, "There is no name in this row."),
        (("", "- ?!"), Kind.NO_NAME, "There is no name in this row."),
        (
            ("x" * 161, ""),
            Kind.TOO_LONG,
            "“xxxxxxxxxxxxxxxxxxxx…” is too long: use at most 160 characters.",
        ),
        (
            ("Saari", "Ahti", "ahti at b.fi"),
            Kind.BAD_EMAIL,
            "“ahti at b.fi” is no e-mail address. It is left out.",
        ),
        (
            ("Saari", "Ahti", "", "", "Atlantis"),
            Kind.BAD_COUNTRY,
            "“Atlantis” is no country that is known here. It is left out.",
        ),
        (
            ("Saari", "Ahti", "", "31.2.1980"),
            Kind.DATE_UNREADABLE,
            "“31.2.1980” is no day of the calendar. It is left out.",
        ),
        (
            ("Saari", "Ahti", "", "2026-01-01"),
            Kind.DATE_UNLIKELY,
            "No participant can have been born on “2026-01-01”. It is left out.",
        ),
        (
            ("Saari", "Ahti", "", "03/04/1980"),
            Kind.DATE_ORDER,
            "“03/04/1980” may be two days: 1980-04-03 or 1980-03-04. Choose one.",
        ),
        (
            ("Saari", "Ahti", "", "29314"),
            Kind.DATE_SERIAL,
            "“29314” is a number of days in a spreadsheet and may mean 1980-04-03.",
        ),
        (
            ("Saari\u200f", "Ahti"),
            Kind.MARKS,
            (
                "Characters that nobody sees were taken out of “Saari⟨U+200F⟩”:"
                " U+200F RIGHT-TO-LEFT MARK."
            ),
        ),
        (
            ("", "علی\u200cرضا"),
            Kind.MARKS_KEPT,
            "“علی⟨U+200C⟩رضا” holds a joiner that its script needs. It is kept.",
        ),
        (
            ("MÃ¼ller", "Jo"),
            Kind.DAMAGED,
            "Letters of “MÃ¼ller” were lost or misread on the way. Check them.",
        ),
        (
            ("Smith", "\u0410lice"),
            Kind.MIXED_LETTERS,
            "“\u0410lice Smith” mixes letters of two scripts that look alike. Check the spelling.",
        ),
        (
            ('=HYPERLINK("x")', ""),
            Kind.FORMULA_NAME,
            '“=HYPERLINK("x")” begins like a formula. It is read as text. Is it a name?',
        ),
    ],
)
def test_each_rows_trouble_stands_beside_it(
    cells: tuple[str, ...], trouble: Kind, text: str
) -> None:
    row = only(*cells)

    assert kinds(row) == [trouble]
    assert row.troubles[0].text("en") == text
    assert row.stopped is (row.troubles[0].weight is Weight.STOP)
    assert row.doubtful is (row.troubles[0].weight is Weight.DOUBT)


def test_a_formula_elsewhere_is_text_and_only_noted() -> None:
    rows = read(["Name", "Post"], ["Ahti Saari", "=1+1"])

    assert rows[0].member.post == "=1+1"
    assert kinds(rows[0]) == [Kind.FORMULA]
    assert not rows[0].doubtful


def test_what_may_be_meant_is_offered_and_not_taken() -> None:
    damaged, mixed = only("MÃ¼ller", "Jo"), only("Smith", "\u0410lice")

    assert damaged.troubles[0].choices == ("Müller",)
    assert mixed.troubles[0].choices == ("Alice Smith",)
    assert mixed.member.name == "\u0410lice Smith"


def test_the_other_dates_of_the_list_order_the_choices() -> None:
    rows = read(HEADER, ["A", "B", "", "03/04/1980"], ["C", "D", "", "12/25/1979"])

    assert rows[0].troubles[0].choices == ("1980-03-04", "1980-04-03")


def test_needs_and_passports_are_not_read() -> None:
    rows = reading.read(
        [["Name", "Diet", "Passport"], ["Ahti Saari", "=halal\u200f", "X1"]], today=TODAY
    )

    assert rows.rows == (Row(2, Member("Ahti Saari"), Name("Ahti Saari")),)
    assert [column.header for column in rows.layout.left_out] == ["Diet", "Passport"]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "There are no rows to read"),
        ([["", " "]], "There are no rows to read"),
        ([["Name", "E-mail"]], "There is a header but nobody under it"),
        ([["Name"], *[[f"Person {number}"] for number in range(1001)]], "at most 1000 people"),
    ],
)
def test_a_list_of_nobody_and_of_a_town_is_refused(rows: list[list[str]], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        reading.read(rows, today=TODAY)


def test_a_thousand_people_are_read() -> None:
    rows = [["Name"], *[[f"Person {number}"] for number in range(1000)]]

    assert len(reading.read(rows, today=TODAY).rows) == 1000


def test_a_file_of_another_code_page_and_delimiter_is_read() -> None:
    data = "Sukunimi;Etunimi;Syntymäaika\r\nSääskö;Åke;3.4.1980\r\n".encode("cp1252")

    rows = reading.read(sheets.read_table(data, "list.csv"), today=TODAY).rows

    assert rows[0].member == Member("Åke Sääskö", birth_date=date(1980, 4, 3))


def test_dates_and_formulas_of_a_workbook_arrive_as_values() -> None:
    data = sheets.to_xlsx(
        ["Name", "Date of birth", "Post"],
        [["Ahti Saari", date(1980, 4, 3), "=SUM(A1)"]],
        title="List",
    )

    rows = reading.read(sheets.read_table(data, "list.xlsx"), today=TODAY).rows

    assert rows[0].member == Member("Ahti Saari", post="=SUM(A1)", birth_date=date(1980, 4, 3))


@pytest.mark.parametrize("kind", Kind)
def test_every_trouble_has_a_sentence_and_a_weight(kind: Kind) -> None:
    trouble = Trouble(kind)

    assert trouble.sentence == TABLE[kind][1]
    assert trouble.sentence[-1] in ".?"
    assert trouble.weight in Weight


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=8))
def test_any_table_is_read_or_refused_with_a_sentence(rows: list[list[str]]) -> None:
    try:
        found = reading.read(rows, today=TODAY)
    except Refused:
        return
    assert len(found.rows) <= len(rows)
    for row in found.rows:
        assert row.stopped or row.member.name
        assert all(trouble.text("en") for trouble in row.troubles)
