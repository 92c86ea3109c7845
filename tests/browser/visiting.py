"""The participants: their own page, what they answer before and after, and the report of it."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator

from tests.browser import words
from tests.browser.person import Person
from tests.browser.site import Site

ZONE = ZoneInfo("Europe/Helsinki")
DONE = "Thank you. You have answered everything."

#: What each guest says of the objective: before, "before" as seen afterwards, and after.
RATINGS = ((2, 2, 4), (1, 2, 4), (3, 2, 5), (2, 1, 3), (2, 2, 4), (3, 3, 5))
#: And whether they would recommend the visit, from 0 to 10.
RECOMMEND = (9, 8, 10, 7, 9, 10)


def moment(days: int, hour: int) -> datetime:
    """This hour so many days from the first day of the visit."""
    return datetime.combine(words.FIRST_DAY + timedelta(days=days), time(hour), ZONE)


def give_details(guest: Person, site: Site, number: int) -> None:
    name, _address, _post, email = words.GUESTS[number]
    guest.open(site.letter(email, "Your page for the visit").link).sees(name, words.VISIT)
    guest.follow("Your details").tick("Vegetarian").tick("Routes without steps")
    guest.tick_beginning("I agree")
    guest.press("Save").sees("You have told us what you need.")
    assert b"BEGIN:VCALENDAR" in guest.download("Programme for your calendar")


def answer_before(guest: Person, site: Site, number: int) -> None:
    letter = site.letter(words.GUESTS[number][3], "before your visit")
    answer_all(guest, letter.link, RATINGS[number][:1], RECOMMEND[number])


def answer_after(guest: Person, site: Site, number: int) -> None:
    letter = site.letter(words.GUESTS[number][3], "after your visit")
    answer_all(guest, letter.link, RATINGS[number][1:], RECOMMEND[number])


def answer_all(guest: Person, link: str, ratings: tuple[int, ...], recommend: int) -> None:
    guest.open(link).follow("Begin")
    while DONE.casefold() not in guest.words().casefold():
        answer_card(guest, ratings, recommend)


def answer_card(guest: Person, ratings: tuple[int, ...], recommend: int) -> None:
    """Answer what is asked on this card, then go on to the next."""
    asks = guest.page.locator("[data-ask]").all()
    for ask, rating in zip(asks, ratings if len(asks) > 1 else ratings[-1:], strict=True):
        if ask.get_by_role("textbox").count():
            ask.get_by_role("textbox").fill("More time with the people on duty.")
        else:
            highest = ask.get_by_role("radio").count() - 1
            choose_number(ask, recommend if highest > 5 else rating)
    last = guest.button("Save and finish").count() > 0
    guest.press("Save and finish" if last else "Save and next")


def choose_number(ask: Locator, number: int) -> None:
    ask.get_by_text(str(number), exact=True).click()


def make_report(organiser: Person, site: Site) -> None:
    organiser.menu("Departures").follow_row(words.PACKAGE).sees("Completed")
    organiser.follow("Feedback").sees("Complete 6").follow("Learning reports")
    organiser.press("Make a report")
    site.work()
    organiser.menu("Reports").follow(words.PACKAGE)
    organiser.sees(words.OBJECTIVE, "+2.0", "n = 6", "More time with the people on duty.")


def publish_report(organiser: Person) -> str:
    """The address that readers are given."""
    organiser.press_surely("Publish the report")
    return organiser.field("Link for readers").input_value()


def read_report(reader: Person, link: str) -> None:
    reader.open(link).sees(words.PACKAGE, words.OBJECTIVE)
    reader.page.get_by_text("The same as a table").first.click()
    assert reader.download("PDF").startswith(b"%PDF-")
