"""The programme as papers: made once, kept as issued, in the reader's language."""

import io
from collections.abc import Callable, Iterator

import pikepdf
import pytest
import sqlalchemy as sa
import time_machine

from tests.browser_client import Browser
from tests.making import NOON, make_booking, make_departure, make_participant, make_user
from tests.making import participant_token as token_of
from tourbook.accounts.models import User
from tourbook.bookings import papers
from tourbook.bookings.models import Booking, BookingState, Paper
from tourbook.bookings.rules import programmes
from tourbook.core import jobs
from tourbook.core.db import db
from tourbook.documents import pdf


@pytest.fixture(autouse=True)
def at_noon_in_this_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(pdf, "render_in_child", pdf.render)
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def booking(app: object) -> Booking:
    return make_booking()


@pytest.fixture
def as_leader(booking: Booking, sign_in: Callable[[User], Browser]) -> Browser:
    return sign_in(make_user(delegation=booking.delegation))


def work() -> None:
    db.session.commit()
    jobs.run_due(at=NOON)


def kept() -> list[tuple[str, int]]:
    rows = db.session.execute(sa.select(Paper.language, Paper.version).order_by(Paper.id))
    return [(language, version) for language, version in rows]


def test_the_same_programme_has_the_same_hash_and_a_moved_one_another(booking: Booking) -> None:
    departure = booking.departure
    before = papers.programme(departure, "en").data_hash

    assert papers.programme(departure, "en").data_hash == before
    departure.items[0].ends_at = departure.items[0].ends_at.replace(minute=59)
    db.session.flush()
    assert papers.programme(departure, "en").data_hash != before


def test_a_programme_is_ordered_made_and_downloaded(as_leader: Browser, booking: Booking) -> None:
    url = f"/bookings/{booking.id}/programme/fi"
    download = f"{url}.pdf"

    assert as_leader.get(download).location == url
    assert as_leader.post(url).location == url
    assert "Working on it" in as_leader.get(url).text
    work()
    assert "Download the programme" in as_leader.get(url).text
    file = as_leader.get(download)

    assert file.content_type == "application/pdf"
    with pikepdf.open(io.BytesIO(file.data)) as read:
        assert str(read.Root.Lang).startswith("fi")


def test_the_progress_alone_is_given_to_the_script(as_leader: Browser, booking: Booking) -> None:
    part = as_leader.get(f"/bookings/{booking.id}/programme/en", headers={"HX-Request": "true"})

    assert "<html" not in part.text
    assert 'class="progress"' in part.text


def test_ordering_again_and_again_makes_one_paper(booking: Booking) -> None:
    for _time in range(3):
        papers.order(booking.departure, "en", at=NOON)
        work()

    assert kept() == [("en", 1)]


def test_a_changed_programme_is_the_next_version(booking: Booking) -> None:
    departure = booking.departure
    papers.order(departure, "sv", at=NOON)
    work()
    departure.items[0].ends_at = departure.items[0].ends_at.replace(minute=59)
    papers.order(departure, "sv", at=NOON)
    work()

    assert kept() == [("sv", 1), ("sv", 2)]


def test_a_message_carries_the_paper_that_was_issued(booking: Booking) -> None:
    papers.order(booking.departure, "en", at=NOON)
    work()

    made = papers.programme_attachment({"departure_id": booking.departure_id}, "en")

    assert made.content == db.session.scalars(sa.select(Paper)).one().content
    assert made.filename.endswith("-2027-06-01-en.pdf")


def test_a_message_carries_a_fresh_paper_where_none_was_issued(booking: Booking) -> None:
    made = papers.programme_attachment({"departure_id": booking.departure_id}, "fi")

    assert made.content.startswith(b"%PDF")
    assert kept() == []


@pytest.mark.parametrize("path", ["/programme/de", "/programme/de.pdf", "/programme/fi.exe"])
def test_a_language_that_we_do_not_speak_is_404(
    as_leader: Browser, booking: Booking, path: str
) -> None:
    assert as_leader.get(f"/bookings/{booking.id}{path}").status_code == 404


def test_the_calendar_holds_each_item(as_leader: Browser, booking: Booking) -> None:
    file = as_leader.get(f"/bookings/{booking.id}/programme.ics")

    assert file.content_type == "text/calendar; charset=utf-8"
    assert file.text.count("BEGIN:VEVENT") == len(booking.departure.items)
    assert "STATUS:CONFIRMED" in file.text


@pytest.mark.usefixtures("app")
def test_an_option_is_tentative_in_the_calendar() -> None:
    departure = make_departure()
    firm = programmes.events(departure, departure.items, "en", firm=True)
    held = programmes.events(departure, departure.items, "en", firm=False)

    assert [event.status for event in (*firm, *held)] == ["CONFIRMED", "TENTATIVE"]


def test_a_participant_gets_the_papers_by_link(visitor: Browser) -> None:
    person = make_participant(make_booking(state=BookingState.OPTION))
    person.language = "sv"
    url = f"/p/{token_of(person)}"
    db.session.commit()

    assert visitor.post(f"{url}/programme").location == f"{url}/programme"
    work()
    assert visitor.get(f"{url}/programme.pdf").data.startswith(b"%PDF")
    assert "STATUS:TENTATIVE" in visitor.get(f"{url}/programme.ics").text
    assert kept() == [("sv", 1)]
