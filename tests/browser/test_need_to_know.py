"""A host asks for what it needs, reads its own visitors on the right days, and they can see it."""

from datetime import timedelta
from io import BytesIO

from python_calamine import CalamineWorkbook

from tests.browser import visiting, words
from tests.browser.conftest import Somebody
from tests.browser.offering import sign_in_by_password
from tests.browser.person import Person, content_of
from tests.browser.sample import Sample, make_sample
from tests.browser.selling import YES
from tests.browser.site import Site

GUEST = words.GUESTS[0][0]
CLOSED = "No list can be read today."


def test_visitors_are_read_in_their_window_and_see_who_did(site: Site, somebody: Somebody) -> None:
    sample = make_sample(site)
    host, guest = somebody(), somebody(phone=True)
    sign_in_by_password(host, words.HOST)
    ask_for_nationality(host, sample)
    tell(guest, sample)
    host.menu("Visitors").sees(CLOSED)

    site.travel_to(visiting.moment(-7, 12))
    read(host)
    files = [taken(host, "Take it as a spreadsheet"), taken(host, "Take it as a PDF")]
    check_files(*files)
    look_who_read(guest, somebody(), sample)

    address = host.path
    site.wait(timedelta(days=7 + 4))
    sign_in_by_password(host, words.HOST)
    host.menu("Visitors").sees(CLOSED)
    host.open(address, status=404).does_not_see(GUEST)


def ask_for_nationality(host: Person, sample: Sample) -> None:
    """The name and the nationality, from two weeks before until three days after; then say yes."""
    host.open(f"/host/{sample.component}")
    host.follow("What we ask of visitors, lead times, openness and plan B")
    for name in ("Name", "Nationality"):
        host.follow(f"Ask for it {name}")
        host.write_texts("Why does the site need it?", "The gate checks who comes in.")
        host.choose("Legal basis", "Legitimate interests")
        host.write("Days before the visit from which the site sees it", 14)
        host.write("Days after the visit until which the site sees it", 3)
        host.press("Save").sees("The site asks for it. Visitors see why.")
    host.open(sample.request).tick(YES).press("Send the answer").sees("You said yes on")


def tell(guest: Person, sample: Sample) -> None:
    guest.open(sample.participant).follow("Your details")
    guest.sees("The gate checks who comes in.", "Legitimate interests")
    guest.choose("Nationality", "Estonia").tick("Vegetarian").tick_beginning("I agree")
    guest.press("Save").sees("Your details are saved.")


def read(host: Person) -> None:
    """Signs in anew: weeks have passed."""
    sign_in_by_password(host, words.HOST)
    host.menu("Visitors").follow_row("Component")
    host.sees("the visitors can see who opened it").does_not_see(GUEST)
    host.press("Show the list").sees(GUEST, "Estonia").does_not_see("Vegetarian")


def taken(host: Person, button: str) -> bytes:
    with host.page.expect_download() as waiting:
        host.button(button).click()
    return content_of(waiting.value)


def check_files(workbook: bytes, paper: bytes) -> None:
    """Just what was asked for, and who took it when on each row."""
    sheet = CalamineWorkbook.from_filelike(BytesIO(workbook)).get_sheet_by_index(0)
    header, *rows = sheet.to_python()
    assert header[:3] == ["Name", "Nationality", "In time"]
    assert [row[:2] for row in rows] == [[GUEST, "Estonia"]]
    assert all("Test Person" in str(row[-1]) for row in rows)
    assert paper.startswith(b"%PDF-")


def look_who_read(guest: Person, leader: Person, sample: Sample) -> None:
    """One reading on the page and two as files, for the person and for the leader."""
    guest.open(sample.participant).follow("Who has read your data")
    sign_in_by_password(leader, words.LEADER)
    leader.menu("Bookings").follow_beginning("TB-").follow("Who has read the participants' data")
    leader.sees(GUEST)
    for reader in (guest, leader):
        reader.sees("Name, Nationality", "Example Host", "Test Person")
        assert reader.page.get_by_role("row").count() == 1 + 3
