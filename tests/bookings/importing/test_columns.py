import pytest

from tourbook.bookings.rules import rosters
from tourbook.bookings.rules.importing import columns
from tourbook.bookings.rules.importing.columns import Found, Layout

KNOWN = {
    "number", "name", "first", "last", "middle", "spoken", "form_of_address", "post", "email",
    "nationality", "employer", "phone", "vehicle", "clothing_size", "birth_date", "needs",
    "document",
}  # fmt: skip


def held(layout: Layout) -> list[str]:
    return [column.holds for column in layout.columns]


@pytest.mark.parametrize(
    "header",
    [
        ["Sukunimi", "Etunimi", "Sähköposti", "Syntymäaika", "Kansalaisuus", "Työnantaja"],
        ["Efternamn", "Förnamn", "E-post", "Födelsedatum", "Medborgarskap", "Arbetsgivare"],
        ["Surname", "Given names", "E-mail", "Date of birth", "Nationality", "Organisation"],
        ["Nachname", "Vorname", "E-Mail", "Geburtsdatum", "Staatsangehörigkeit", "Behörde"],
        ["Nom", "Prénom", "Courriel", "Date de naissance", "Nationalité", "Organisme"],
        ["Apellidos", "Nombre", "Correo electrónico", "Fecha de nacimiento", "Nacionalidad",
         "Institución"],
        ["Cognome", "Nome", "Posta elettronica", "Data di nascita", "Cittadinanza", "Ente"],
        ["Perekonnanimi", "Eesnimi", "E-posti aadress", "Sünniaeg", "Kodakondsus", "Asutus"],
        ["Uzvārds", "Vārds", "E-pasts", "Dzimšanas datums", "Pilsonība", "Iestāde"],
        ["Pavardė", "Vardas", "El. paštas", "Gimimo data", "Pilietybė", "Įstaiga"],
        ["Nazwisko", "Imię", "Adres e-mail", "Data urodzenia", "Obywatelstwo", "Instytucja"],
        ["Фамилия", "Имя", "Эл. почта", "Дата рождения", "Гражданство", "Организация"],
        ["Прізвище", "Ім'я", "Електронна пошта", "Дата народження", "Громадянство", "Установа"],
        ["اسم العائلة", "الاسم الأول", "البريد الإلكتروني", "تاريخ الميلاد", "الجنسية",
         "جهة العمل"],
        ["SURNAME:", "Given name(s)*", "e_mail", "D.O.B.", "nationality ", "Organization"],
    ],
)  # fmt: skip
def test_headers_are_known_in_many_languages(header: list[str]) -> None:
    layout = columns.layout([header, ["Saari", "Ahti", "a@b.fi", "1980-04-03", "FI", "X"]])

    assert held(layout) == ["last", "first", "email", "birth_date", "nationality", "employer"]
    assert layout.header_row == 1
    assert {column.found for column in layout.columns} == {Found.HEADER}


def test_every_header_of_before_means_what_it_meant() -> None:
    for column, words in rosters.HEADERS.items():
        assert {columns.holding(word) for word in words} == {column}


def test_no_word_means_something_that_is_not_read() -> None:
    assert set(columns.HEADERS.values()) == KNOWN


def test_the_header_is_found_under_titles() -> None:
    rows = [
        ["Delegation of Example", "", ""],
        ["", "", ""],
        ["Visit 3-6 May 2027", "", "final list"],
        ["No.", "Name", "E-mail"],
        ["1", "Ahti Saari", "a@b.fi"],
    ]

    layout = columns.layout(rows)

    assert (layout.header_row, held(layout)) == (4, ["number", "name", "email"])
    assert layout.titles == ("Delegation of Example", "Visit 3-6 May 2027 final list")


def test_headings_over_merged_cells_are_read_with_what_stands_under_them() -> None:
    rows = [
        ["List", "", "", "", ""],
        ["Name", "", "Contact", "", "Nationality"],
        ["Surname", "Given name", "E-mail", "Phone", ""],
        ["Saari", "Ahti", "a@b.fi", "1", "FI"],
    ]

    layout = columns.layout(rows)

    assert held(layout) == ["last", "first", "email", "phone", "nationality"]
    assert (layout.header_row, layout.titles) == (3, ("List",))


def test_a_column_without_a_header_is_known_by_what_stands_in_it() -> None:
    rows = [
        ["", "Surname", "Given"],
        ["Ms", "Saari", "Aino"],
        ["Mr.", "Saari", "Ahti"],
        ["Dr", "Aalto", "Bo"],
    ]

    layout = columns.layout(rows)

    assert held(layout) == ["form_of_address", "last", "first"]
    assert layout.columns[0].found is Found.CONTENT


def test_without_any_header_contents_and_order_tell() -> None:
    rows = [["Ms", "Aino Saari", "Inspector", "a@b.fi"], ["Mr", "Ahti Aalto", "Clerk", "c@b.fi"]]

    layout = columns.layout(rows)

    assert (layout.header_row, held(layout)) == (0, ["form_of_address", "name", "post", "email"])


@pytest.mark.parametrize(
    ("header", "meant"),
    [
        (["Name", "Vorname"], ["last", "first"]),
        (["Nimi", "Sukunimi"], ["first", "last"]),
        (["Nome", "Cognome"], ["first", "last"]),
        (["Nimi / Name", "Sähköposti / E-mail"], ["name", "email"]),
        (["Surname / Given name", "Rank"], ["name", "post"]),
        (["Name", "E-mail", "E-post"], ["name", "email", ""]),
    ],
)
def test_words_with_two_meanings_are_told_apart_by_their_neighbours(
    header: list[str], meant: list[str]
) -> None:
    assert held(columns.layout([header, ["x"] * len(header)])) == meant


def test_a_title_is_a_post_where_posts_stand_under_it() -> None:
    posts = [["Title", "Name"], ["Head of department", "A B"], ["Director general", "C D"]]
    titles = [["Title", "Name"], ["Ms", "A B"], ["Dr", "C D"]]

    assert held(columns.layout(posts)) == ["post", "name"]
    assert held(columns.layout(titles)) == ["form_of_address", "name"]


def test_needs_and_documents_are_known_and_left_out() -> None:
    header = ["Name", "Diet", "Passport number", "Shoe size", "№"]

    layout = columns.layout([header, ["A B", "vegan", "X123", "42", "1"]])

    assert [column.header for column in layout.left_out] == ["Diet", "Passport number", "Shoe size"]
    assert [column.holds for column in layout.left_out] == ["needs", "document", ""]


def test_a_row_of_a_person_is_no_header() -> None:
    layout = columns.layout([["Name Nimi", "name@example.org"], ["Aino", "a@b.fi"]])

    assert layout.header_row == 0
