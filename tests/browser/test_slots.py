"""A host makes a season of slots, changes it, says when it is away, and looks at its week."""

from datetime import date, timedelta
from pathlib import Path

from tests.browser import words
from tests.browser.conftest import Somebody
from tests.browser.offering import sign_in_by_password
from tests.browser.person import Person
from tests.browser.sample import make_sample
from tests.browser.site import Site
from tests.browser.test_keyboard import enter, tab_to
from tourbook.core import clock

BUSY = """BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART;TZID=Europe/Helsinki:{day:%Y%m%d}T130000
DURATION:PT1H
RRULE:FREQ=WEEKLY;COUNT=10
END:VEVENT
END:VCALENDAR
"""


def next_monday() -> date:
    today = clock.today()
    return today + timedelta(days=7 - today.weekday())


def make_series(host: Person) -> None:
    monday = next_monday()
    host.follow("Offer a series of slots")
    host.tick("Tuesday", within=host.group("Weekdays"))
    host.tick("Thursday", within=host.group("Weekdays"))
    host.write("Starts at", "10:00").write("First day", monday.isoformat())
    host.write("Last day", (monday + timedelta(days=60)).isoformat())
    host.tick("No slots on Finnish public holidays and their eves")
    host.press("Show the times first").sees("Nothing is changed yet", "New slot")
    host.press("Make the slots").sees("The slots are made")


def test_season_of_slots_is_made_changed_and_looked_at(
    site: Site, somebody: Somebody, tmp_path: Path
) -> None:
    sample = make_sample(site)
    host = somebody()
    sign_in_by_password(host, words.HOST)
    host.open(f"/host/{sample.component}")
    make_series(host)

    host.open(f"/host/{sample.component}").follow("Offer many slots at once")
    row = host.group("Slot 1")
    host.write("Day", (next_monday() + timedelta(days=4)).isoformat(), within=row)
    host.write("Starts at", "13:00", within=row).press("Make the slots")
    host.sees("1 slot is made.")

    host.follow("Week and month").follow("Next week").sees("Open", "10:00")
    week = host.page.url
    host.choose("Show", "Month").press("Show").sees("Slots of")
    host.follow("Times away").follow("Visit budget")
    host.write("Visits in a month at most", "4").press("Save").sees("no limit")
    host.follow("Times away").follow("Add a time away")
    host.write("First day", (next_monday() + timedelta(days=3)).isoformat())
    host.write("Last day", (next_monday() + timedelta(days=3)).isoformat())
    host.press("Save").sees("The time away is kept.")
    host.open(week.removeprefix(site.address)).sees("Blocked")

    change_following(host)
    add_calendars(host, tmp_path)
    host.open("/host/slots").follow("Visits so far").sees("How often were you visited?")


def change_following(host: Person) -> None:
    host.follow_beginning("10:00").follow("Change this slot")
    host.follow("Go back without saving").follow("Change this and following")
    host.write("Starts at", "12:00").press("Show what would change")
    host.sees("New: 0.", "Changed", "Nothing is changed yet")
    host.press("Change the slots").sees("The series is changed.", "12:00")


def add_calendars(host: Person, folder: Path) -> None:
    file = folder / "busy.ics"
    file.write_text(BUSY.format(day=next_monday() + timedelta(days=4)))
    host.open("/host/slots").follow("Busy times").follow("Add a calendar")
    host.write("Name", "Duty calendar")
    host.page.get_by_label("Calendar file").set_input_files(file)
    host.press("Save").sees("The calendar is kept.", "10")
    host.open("/host/calendars").follow("Make an address")
    host.write("Whose calendar reads it", "Duty desk").press("Make the address")
    host.sees("The address is made.", "End this address")


def test_week_is_read_on_a_phone_and_with_the_keyboard(site: Site, somebody: Somebody) -> None:
    sample = make_sample(site)
    host = somebody(phone=True)
    sign_in_by_password(host, words.HOST)
    host.open(f"/host/{sample.component}")
    make_series(host)
    host.open(f"/host/timetable?first={next_monday().isoformat()}")

    slot = host.page.locator(".slot-entry a").first
    tab_to(host, slot)
    enter(host)

    host.sees("as part of a series", "Change this and following")
