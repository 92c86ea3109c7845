"""What comes before a sale: the directory, what hosts offer, and a package made of it."""

from datetime import timedelta

from tests.browser import words
from tests.browser.person import Person
from tests.browser.site import Site


def sign_in_by_password(person: Person, email: str) -> None:
    person.open("/").follow("Sign in")
    person.write("E-mail address", email).write("Password", words.PASSWORD)
    person.press("Sign in")


def open_account(person: Person, site: Site, email: str) -> None:
    """Come in for the first time, by the link in the invitation."""
    person.open(site.letter(email, "Your account in tourbook").link)
    person.sees(email).press("Open my account")


def sign_in_by_letter(person: Person, site: Site, email: str) -> None:
    person.open("/").follow("Sign in")
    person.follow("Sign in without a password: have a link mailed")
    person.write("E-mail address", email).press("Mail me a link")
    person.open(site.letter(email, "Your link to sign in").link).press("Sign in")


def fill_directory(organiser: Person) -> None:
    organiser.menu("Directory").follow("Regions").follow("Add a region", nth=0)
    organiser.write_texts("Name of the region", words.REGION).press("Save")
    organiser.menu("Directory").follow("Towns").follow("Add a town", nth=0)
    organiser.write_texts("Name of the town", words.TOWN).choose("Region", words.REGION)
    organiser.write("Latitude", "61.6881").write("Longitude", "27.2723").press("Save")
    organiser.menu("Directory").follow("Themes").follow("Add a theme", nth=0)
    organiser.write_texts("Name of the theme", words.THEME).press("Save")
    organiser.menu("Directory").follow("Places").follow("Add a place", nth=0)
    organiser.write("Name of the place", words.STATION_PLACE).choose("Town", words.TOWN)
    organiser.write("Latitude", "61.70").write("Longitude", "27.28").press("Save")
    add_organisation(organiser, words.STATION, "Authority", words.HOST)
    add_organisation(organiser, words.HOTEL, "Lodging", words.HOTEL_DESK)


def add_organisation(organiser: Person, name: str, kind: str, email: str) -> None:
    organiser.menu("Directory").follow("Organisations").follow("Add an organisation", nth=0)
    organiser.write("Name of the organisation", name).choose("Kind", kind)
    organiser.write("E-mail address", email).choose("Town", words.TOWN).press("Save")


def invite_host(organiser: Person) -> None:
    organiser.menu("Directory").follow("Organisations").follow(words.STATION)
    organiser.follow("Invite a person")
    organiser.write("E-mail address", words.HOST).write("Name", "Helmi Host").tick("English")
    organiser.press("Send the invitation").sees("Helmi Host")


def offer_a_night(organiser: Person) -> None:
    """A component that the organiser keeps for a host with no account here."""
    organiser.menu("Directory").follow("Organisations").follow(words.HOTEL)
    organiser.follow("Add a component for it").choose("Kind", "Overnight stay")
    describe_component(organiser, words.NIGHT, minutes=720)


def offer_visits(host: Person) -> None:
    """The host's own component, with a time every Tuesday."""
    host.menu("Components").follow("Add a component", nth=0).choose("Kind", "Visit")
    host.choose("Place", f"{words.STATION_PLACE}, {words.TOWN}").tick(words.THEME)
    describe_component(host, words.VISIT, minutes=90)
    first = words.FIRST_DAY
    host.follow("Offer a series of slots")
    host.tick("Tuesday", within=host.group("Weekdays")).write("Starts at", "10:00")
    host.write("First day", first - timedelta(days=7)).write("Last day", first + timedelta(days=21))
    host.press("Show the times first").sees("This makes 5 slots.")
    host.press("Make the slots").sees("The slots are made: 5.", "0 of 30")


def describe_component(person: Person, name: str, *, minutes: int) -> None:
    person.write_texts("Name", name)
    person.write_texts("What visitors see and do", "The people on duty show their everyday work.")
    person.write("Length", minutes).write("Smallest party", 1).write("Largest party", 30)
    person.tick("English", within=person.group("Languages in which a group can be received"))
    person.press("Save").sees(name)


def make_package(organiser: Person) -> None:
    organiser.menu("Packages").follow("Make the first package")
    organiser.write_texts("Name", words.PACKAGE)
    organiser.write_texts("Summary", "Two days with the people who answer the alarm.")
    organiser.tick(words.THEME).write("Days", 2)
    organiser.write("Smallest party", 4).write("Largest party", 20)
    organiser.press("Make the package")


def lay_programme(organiser: Person) -> None:
    """Lay the days with two mistakes, read of them beside what they concern, and mend them."""
    add_from_library(organiser, "Day 1", words.VISIT, "10:00", "11:30")
    add_free_text(organiser, "Day 1", "Meal", "Lunch at the station", "11:00", "12:00")
    add_free_text(organiser, "Day 2", "Visit", "What we take home", "09:00", "10:30")
    organiser.sees(
        "stand in the way of publishing",
        f"{words.VISIT} is not over when Lunch at the station begins.",
        "The night after day 1 has no lodging",
    )

    organiser.follow("Lunch at the station").write("Begins", "11:30").write("Ends", "12:30")
    organiser.press("Save").does_not_see("is not over when")
    add_from_library(organiser, "Day 1", words.NIGHT, "18:00", "08:00", next_day=True)


def add_from_library(
    organiser: Person, day: str, name: str, begins: str, ends: str, *, next_day: bool = False
) -> None:
    organiser.follow_beginning(f"Add from the library: {day}")
    offer = organiser.page.locator(".offer").filter(has_text=name)
    organiser.goes(offer.get_by_role("button").click)
    organiser.goes(organiser.page.locator(".item-title").get_by_role("link", name=name).first.click)
    organiser.write("Begins", begins).write("Ends", ends)
    organiser.field("Ends on the next day").set_checked(next_day)
    organiser.press("Save")


def add_free_text(
    organiser: Person, day: str, kind: str, title: str, begins: str, ends: str
) -> None:
    organiser.follow_beginning(f"Add free text: {day}").choose("Kind", kind)
    organiser.write_texts("Title", title).write("Begins", begins).write("Ends", ends)
    organiser.press("Add to the programme")


def set_objective_and_price(organiser: Person) -> None:
    organiser.follow("Objectives and what serves them").follow("Write the first objective")
    organiser.write_texts("What participants can do or explain after the visit", words.OBJECTIVE)
    organiser.press("Save")
    organiser.row(words.VISIT).get_by_role("checkbox").check()
    organiser.press("Save the ticks")
    organiser.goes(organiser.page.locator(".back a").click).follow("Prices")
    row = organiser.group("Price row 1")
    organiser.write("From size", 4, within=row).write("To size", 20, within=row)
    organiser.write("Price per person, VAT included", "490.00", within=row).press("Save")


def publish(organiser: Person) -> None:
    organiser.press_surely("Publish version 1").sees("Version 1 is published.")
