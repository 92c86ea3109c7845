"""A package on a date: hosts say yes, a delegation takes places and names who comes."""

from tests.browser import words
from tests.browser.person import Person
from tests.browser.site import Site

YES = "Yes, we receive the group at this time"
PLACES = len(words.GUESTS)


def put_on_date(organiser: Person) -> None:
    organiser.menu("Departures").follow("New departure", nth=0)
    organiser.choose("Package and version", f"{words.PACKAGE}, version 1")
    organiser.write("First day", words.FIRST_DAY).press("Go on")
    organiser.write("Places", 12).tick("Pilot group").press("Put on the calendar")
    organiser.sees("2 hosts have not been asked.").press("Ask the hosts")
    organiser.sees("Hosts missing 2", "Waiting for an answer")


def accept_by_link(hotel: Person, site: Site) -> None:
    """The hotel has no account: the link in the message is enough."""
    hotel.open(site.letter(words.HOTEL_DESK, "/r/").link)
    hotel.sees(words.NIGHT, "12 at most")
    hotel.press("Send the answer").sees("Choose your answer.")
    hotel.tick(YES).press("Send the answer").sees("You said yes on")


def accept_on_own_page(host: Person, site: Site) -> None:
    assert words.VISIT in site.letter(words.HOST, "/r/").text
    host.menu("Requests").follow_row(words.VISIT)
    host.tick(YES).press("Send the answer").sees("You said yes on")


def open_for_booking(organiser: Person, site: Site) -> None:
    assert words.NIGHT in site.letter(words.ORGANISER, f"Yes from {words.HOTEL}").text
    organiser.menu("Departures").follow_row(words.PACKAGE).sees("Every host has said yes.")
    organiser.press("Open it for booking").sees("Open for booking", "0 of 12")


def invite_leader(organiser: Person) -> None:
    organiser.menu("Bookings").follow("Delegations").follow("Add a delegation", nth=0)
    organiser.write("Name of the delegation", words.DELEGATION).choose("Country", "Estonia")
    organiser.write("Name of the leader", "Liis Leader")
    organiser.write("E-mail of the delegation", words.LEADER).press("Save")
    organiser.press("Send the invitation").sees(f"An invitation is on its way to {words.LEADER}.")


def find_in_catalogue(visitor: Person) -> None:
    visitor.open("/").choose("Theme", words.THEME).choose("Length", "2 days")
    visitor.choose("Month", f"{words.FIRST_DAY:%B}").write("Group size", PLACES).press("Show")
    visitor.follow(words.PACKAGE).sees(words.VISIT, words.OBJECTIVE)
    visitor.write("How many are you?", PLACES).press("Show the price")
    visitor.sees("€490.00 a person", "€2,940.00 for 6 people")


def take_places(leader: Person, site: Site) -> None:
    leader.menu("Catalogue").follow(words.PACKAGE).follow_beginning("Take places")
    leader.write("How many places?", 0).press("Take the places").sees("from 1 to 1,000")
    leader.write("How many places?", PLACES).tick("Hold the places as an option")
    leader.press("Take the places").sees("Option", "until")
    held = site.letter(words.LEADER, "Places held")
    leader.open(held.link).press("Confirm the booking").sees("Confirmed")
    letter = site.letter(words.LEADER, "Booking confirmed")
    assert [content[:5] for content in letter.files.values()] == [b"%PDF-"], letter.files.keys()


def name_participants(leader: Person, site: Site) -> None:
    rows = ["Name\tForm of address\tPost\tE-mail", *map("\t".join, words.GUESTS)]
    leader.follow("Names and personal links").follow("Paste a list")
    leader.write("Paste the list here", "\n".join(rows)).press("Read the list")
    leader.press(f"Add {PLACES} persons").sees(*(name for name, *_rest in words.GUESTS))
    leader.press("Send the links")
    site.work()


def take_papers(leader: Person, site: Site) -> None:
    leader.menu("Bookings").follow_beginning("TB-")
    if leader.link("Programme in English, PDF").count() == 0:
        leader.press("Make the programme in English")
        site.work()
        leader.menu("Bookings").follow_beginning("TB-")
    assert leader.download("Programme in English, PDF").startswith(b"%PDF-")
    calendar = leader.download("Programme for your calendar").decode()
    assert calendar.count("BEGIN:VEVENT") == 4
    assert "TZID=Europe/Helsinki" in calendar
