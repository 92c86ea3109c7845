"""Naming participants, and the page that each of them gets."""

import io
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
import time_machine
from werkzeug.test import TestResponse

from tests.browser_client import Browser
from tests.making import (
    NOON,
    make_booking,
    make_participant,
    make_user,
    participant_token,
)
from tourbook.accounts.models import User
from tourbook.bookings.models import Booking, BookingState, Participant
from tourbook.bookings.services import details
from tourbook.core import tokens
from tourbook.core.db import db
from tourbook.documents import sheets
from tourbook.messages.models import Message

LIST = "Name\tPost\tE-mail\nAino Esimerkki\tInspector\taino@example.org\nLi 伟\t\t\n"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def booking(app: object) -> Booking:
    return make_booking(places=3)


@pytest.fixture
def as_leader(booking: Booking, sign_in: Callable[[User], Browser]) -> Browser:
    return sign_in(make_user(delegation=booking.delegation))


def names() -> list[str]:
    rows = sa.select(Participant).where(Participant.removed_at.is_(None)).order_by(Participant.id)
    return [one.name for one in db.session.scalars(rows)]


def the_person() -> Participant:
    return db.session.scalars(sa.select(Participant)).one()


def test_a_person_is_named(as_leader: Browser, booking: Booking) -> None:
    response = as_leader.post(
        f"/bookings/{booking.id}/participants/new",
        data={"name": "Aino", "email": "Aino@Example.org", "post": "Inspector"},
    )

    person = the_person()
    assert response.location == f"/bookings/{booking.id}/participants"
    assert (person.name, person.email, person.post) == ("Aino", "aino@example.org", "Inspector")
    assert tokens.digest(participant_token(person)) == person.token_hash


@pytest.mark.parametrize(
    "bad", [{"name": ""}, {"name": "x" * 161}, {"email": "nobody"}, {"post": "y" * 161}]
)
def test_a_person_with_bad_particulars_is_not_named(
    as_leader: Browser, booking: Booking, bad: dict[str, str]
) -> None:
    url = f"/bookings/{booking.id}/participants/new"

    assert as_leader.post(url, data={"name": "Aino", **bad}).status_code == 200
    assert names() == []


def test_no_more_people_than_places(as_leader: Browser, booking: Booking) -> None:
    url = f"/bookings/{booking.id}/participants/new"

    for name in ("Aino", "Bo", "Cid", "Dag"):
        response = as_leader.post(url, data={"name": name})

    assert "room for 0 more participants" in response.text
    assert names() == ["Aino", "Bo", "Cid"]


def test_nobody_is_named_in_a_booking_that_has_ended(sign_in: Callable[[User], Browser]) -> None:
    ended = make_booking(state=BookingState.CANCELLED)
    client = sign_in(make_user(delegation=ended.delegation))

    client.post(f"/bookings/{ended.id}/participants/new", data={"name": "Aino"})

    assert names() == []


def test_a_pasted_list_is_shown_before_it_is_kept(as_leader: Browser, booking: Booking) -> None:
    page = as_leader.post(f"/bookings/{booking.id}/participants/paste", data={"text": LIST})

    assert "Li 伟" in page.text
    assert "Add 2 persons" in page.text
    assert names() == []


def test_applying_a_list_twice_adds_everybody_once(as_leader: Browser, booking: Booking) -> None:
    url = f"/bookings/{booking.id}/participants/apply"

    statuses = [as_leader.post(url, data={"text": LIST}).status_code for _time in range(2)]

    assert statuses == [302, 409]
    assert names() == ["Aino Esimerkki", "Li 伟"]


def test_a_list_longer_than_the_places_is_refused(as_leader: Browser, booking: Booking) -> None:
    text = "\n".join(["Name", "A", "B", "C", "D"])
    url = f"/bookings/{booking.id}/participants"

    assert "only 3 places are free" in as_leader.post(f"{url}/paste", data={"text": text}).text
    assert as_leader.post(f"{url}/apply", data={"text": text}).status_code == 409
    assert names() == []


@pytest.mark.parametrize("name", ["people.xlsx", "people.csv"])
def test_a_file_is_read_as_a_paste_is(as_leader: Browser, booking: Booking, name: str) -> None:
    header, rows = ["Nimi", "Sähköposti"], [["Aino Esimerkki", "aino@example.org"]]
    as_book = name.endswith("xlsx")
    made = sheets.to_xlsx(header, rows, title="x") if as_book else sheets.to_csv(header, rows)

    page = as_leader.post(
        f"/bookings/{booking.id}/participants/paste", data={"file": (io.BytesIO(made), name)}
    )

    assert "aino@example.org" in page.text
    assert "Add 1 person" in page.text


def upload(browser: Browser, booking: Booking, content: bytes) -> TestResponse:
    """Send a file as one piece: the test client leaves the parts of a large one open."""
    head = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="people.csv"\r\n\r\n'
    return browser.post(
        f"/bookings/{booking.id}/participants/paste",
        data=head + content + b"\r\n--edge--\r\n",
        content_type="multipart/form-data; boundary=edge",
    )


@pytest.mark.parametrize(
    ("spare", "status", "sentence"),
    [
        (1, 200, "The file is larger than 5 MB."),
        (900_000, 200, "The file is larger than 5 MB."),
        (2_000_000, 413, "Make the file or the text smaller"),
    ],
)
def test_a_file_over_the_limit_is_refused_with_a_sentence(
    as_leader: Browser, booking: Booking, spare: int, status: int, sentence: str
) -> None:
    response = upload(as_leader, booking, b"x" * (sheets.MAX_BYTES + spare))

    assert response.status_code == status
    assert sentence in response.text


def test_a_file_of_several_megabytes_is_read(as_leader: Browser, booking: Booking) -> None:
    rows = b"Name;E-mail\nAino Esimerkki;\n" + b";\n" * 1_500_000

    response = upload(as_leader, booking, rows)

    assert response.status_code == 200
    assert "Aino Esimerkki" in response.text


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"text": "   "},
        {"text": "Name\tE-mail"},
        {"file": (b"\x00\x01 no workbook", "people.xlsx")},
        {"file": (b"x", "people.exe")},
        {"text": (b"x", "instead.txt")},
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    as_leader: Browser, booking: Booking, data: dict[str, str | tuple[bytes, str]]
) -> None:
    sent = {
        name: (io.BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value
        for name, value in data.items()
    }

    response = as_leader.post(f"/bookings/{booking.id}/participants/paste", data=sent)

    assert response.status_code == 200
    assert "Please check the form" in response.text


def test_a_new_mailbox_ends_the_old_link(as_leader: Browser, booking: Booking) -> None:
    person = make_participant(booking)
    token, url = participant_token(person), f"/bookings/{booking.id}/participants/{person.id}"

    as_leader.post(url, data={"name": "Aino", "email": person.email})
    assert as_leader.get(f"/p/{token}").status_code == 200
    as_leader.post(url, data={"name": "Aino", "email": "new@example.org"})

    assert as_leader.get(f"/p/{token}").status_code == 404


def test_removing_ends_the_link_and_erases_what_was_told(
    as_leader: Browser, booking: Booking
) -> None:
    person = make_participant(booking)
    person.diet_sealed, person.consent_at = b"x", NOON
    token = participant_token(person)
    db.session.commit()

    as_leader.post(f"/bookings/{booking.id}/participants/{person.id}/remove")

    assert the_person().diet_sealed is None
    assert names() == []
    assert as_leader.get(f"/p/{token}").status_code == 404


def test_a_participant_of_another_booking_does_not_exist(
    as_leader: Browser, booking: Booking
) -> None:
    other = make_participant()

    for url in (
        f"/bookings/{booking.id}/participants/{other.id}",
        f"/bookings/{other.booking_id}/participants/{other.id}",
    ):
        assert as_leader.get(url).status_code == 404


def test_links_are_sent_once_each(as_leader: Browser, booking: Booking) -> None:
    for _n in range(2):
        make_participant(booking)
    make_participant(booking).email = ""
    db.session.commit()

    for _time in range(2):
        as_leader.post(f"/bookings/{booking.id}/participants/links")

    messages = db.session.scalars(sa.select(Message)).all()
    assert [message.kind for message in messages] == ["bookings/participant_link"] * 2
    assert "token" not in str(messages[0].values["link"]).replace("{token}", "")
    assert "Link sent" in as_leader.get(f"/bookings/{booking.id}/participants").text


def test_a_new_link_is_mailed_and_the_old_one_ends(as_leader: Browser, booking: Booking) -> None:
    person = make_participant(booking)
    old = participant_token(person)

    as_leader.post(f"/bookings/{booking.id}/participants/{person.id}/link")

    assert as_leader.get(f"/p/{old}").status_code == 404
    assert as_leader.get(f"/p/{participant_token(the_person())}").status_code == 200
    assert db.session.scalars(sa.select(Message.to_email)).all() == [person.email]


def test_without_a_mailbox_the_new_link_is_shown_once(as_leader: Browser, booking: Booking) -> None:
    person = make_participant(booking)
    person.email = ""
    db.session.commit()

    page = as_leader.post(f"/bookings/{booking.id}/participants/{person.id}/link")

    assert f"/p/{participant_token(the_person())}" in page.text
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["", "/details", "/programme", "/programme.ics", "/programme.pdf"])
@pytest.mark.parametrize("token", ["x", "A" * 22, "%00", "é" * 22])
def test_a_broken_link_opens_nothing(visitor: Browser, path: str, token: str) -> None:
    make_participant()

    assert visitor.get(f"/p/{token}{path}").status_code == 404


TOLD = {
    "name": "Aino Esimerkki",
    "form_of_address": "Dr",
    "language": "fi",
    "diet": ["vegan"],
    "diet_words": "no celery",
    "consent": "y",
}


def test_a_participant_tells_and_it_is_sealed(visitor: Browser) -> None:
    person = make_participant()
    url = f"/p/{participant_token(person)}"

    response = visitor.post(f"{url}/details", data=TOLD)

    person = the_person()
    assert response.location == url
    assert (person.form_of_address, person.language, person.consent_at) == ("Dr", "fi", NOON)
    assert b"celery" not in (person.diet_sealed or b"")
    assert details.diet_of(person).words == "no celery"
    assert 'value="no celery"' in visitor.get(f"{url}/details").text


def test_without_consent_nothing_is_kept(visitor: Browser) -> None:
    person = make_participant()
    told = {key: value for key, value in TOLD.items() if key != "consent"}

    response = visitor.post(f"/p/{participant_token(person)}/details", data=told)

    assert "Tick that we may keep" in response.text
    assert 'value="no celery"' in response.text
    assert (the_person().diet_sealed, the_person().consent_at) == (None, None)


def test_consent_is_not_ticked_beforehand(visitor: Browser) -> None:
    page = visitor.get(f"/p/{participant_token(make_participant())}/details").text

    tick = page[page.index('name="consent"') - 200 : page.index('name="consent"') + 200]
    assert "checked" not in tick


def test_taking_wishes_back_erases_them(visitor: Browser) -> None:
    person = make_participant()
    url = f"/p/{participant_token(person)}/details"
    visitor.post(url, data=TOLD)

    visitor.post(url, data={"name": "Aino", "language": "en", "diet_words": "", "needs_words": ""})

    assert (the_person().diet_sealed, the_person().consent_at) == (None, None)


@pytest.mark.parametrize(
    "bad", [{"language": "de"}, {"diet": ["stones"]}, {"name": ""}, {"diet_words": "x" * 301}]
)
def test_bad_details_change_nothing(visitor: Browser, bad: dict[str, object]) -> None:
    person = make_participant()

    response = visitor.post(f"/p/{participant_token(person)}/details", data=TOLD | bad)

    assert response.status_code == 200
    assert the_person().consent_at is None


def test_the_page_speaks_the_persons_language_and_shows_the_programme(visitor: Browser) -> None:
    person = make_participant()
    person.language = "fi"
    db.session.commit()
    url = f"/p/{participant_token(person)}"

    page = visitor.get(url)

    assert '<html lang="fi">' in page.text
    assert "Visit on day 1 (fi)" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert '<html lang="sv">' in visitor.get(f"{url}?lang=sv").text


def test_nobody_else_sees_what_a_person_told(as_leader: Browser, booking: Booking) -> None:
    person = make_participant(booking)
    as_leader.post(f"/p/{participant_token(person)}/details", data=TOLD)

    pages = [
        as_leader.get(f"/bookings/{booking.id}{path}").text
        for path in ("", "/participants", f"/participants/{person.id}", "/participants?format=csv")
    ]

    assert not any("celery" in page or "egan" in page for page in pages)


def test_a_cancelled_visit_says_so(visitor: Browser) -> None:
    person = make_participant(make_booking(state=BookingState.CANCELLED))

    page = visitor.get(f"/p/{participant_token(person)}").text

    assert "This visit has been cancelled" in page
