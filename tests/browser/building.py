"""The builder as people use it: by keys, by mouse, and two at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from playwright.sync_api import Locator, expect

from tests.browser import words
from tests.browser.person import Person
from tests.browser.site import Site
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.demo.land import make_land
from tourbook.demo.offers import make_offers
from tourbook.hosts import services as hosts

#: As many stops of the Tab key as a full board may have.
MOST_STOPS = 600
#: Between two times, as the page writes it.
DASH = "\N{EN DASH}"


def fill_library(site: Site) -> None:
    """The demonstration's hosts and all that they offer."""
    with site.app.app_context():
        at, today = clock.now(), clock.today()
        hosts.seed_vat_rates(at)
        first, last = today + timedelta(days=1), today + timedelta(days=200)
        make_offers(make_land(), first_day=first, last_day=last, today=today, at=at)
        db.session.commit()


def add_organiser(site: Site, email: str) -> None:
    site.add_user(email, Role.ORGANISER, words.PASSWORD)


def board(person: Person) -> Locator:
    return person.page.locator("#builder")


def item(person: Person, title: str, nth: int = 0) -> Locator:
    """An item of the board by its title."""
    heading = person.page.get_by_role("heading", level=4, name=title, exact=True)
    return person.page.locator("#builder li.item").filter(has=heading).nth(nth)


def day(person: Person, number: int) -> Locator:
    return person.page.locator(".board-day").nth(number - 1)


def hears(person: Person, sentence: str) -> None:
    """Wait for the line that tells what was done."""
    line = person.page.locator("#builder-said")
    expect(line).to_contain_text(sentence.replace("-", DASH), timeout=15_000)


@contextmanager
def edited(person: Person) -> Iterator[None]:
    """What is done within makes a new revision of the draft; wait until the board shows it."""
    before = board(person).get_attribute("data-revision")
    yield
    expect(board(person)).not_to_have_attribute("data-revision", before or "", timeout=15_000)


def settled(person: Person) -> None:
    """Look at the board as it is now, as at any page that was opened."""
    person.page.wait_for_load_state("networkidle")
    person.looks.look(person.page, person.page.content(), language=person.language)
    assert person.complaints == [], person.complaints


def time_of(person: Person, title: str, nth: int = 0) -> str:
    shown = item(person, title, nth).locator(".item-time span").first.inner_text()
    return shown.replace(DASH, "-")


# With keys alone


def reach(person: Person, wanted: Locator) -> None:
    """Go on with the Tab key until the focus is there, and on the screen."""
    for _stop in range(MOST_STOPS):
        if wanted.evaluate("one => one === document.activeElement"):
            break
        person.page.keyboard.press("Tab")
    else:
        raise AssertionError(f"The Tab key does not come to {wanted}.")
    expect(wanted).to_be_in_viewport()


def go(person: Person, wanted: Locator) -> None:
    """Follow a link or press a button that brings another page."""
    reach(person, wanted)
    person.goes(lambda: person.page.keyboard.press("Enter"))


def press(person: Person, wanted: Locator) -> None:
    """Press a button that changes the board."""
    reach(person, wanted)
    person.page.keyboard.press("Enter")


def type_in(person: Person, wanted: Locator, value: str) -> None:
    reach(person, wanted)
    person.page.keyboard.press("Control+a")
    person.page.keyboard.type(value)


def type_time(person: Person, wanted: Locator, value: str) -> None:
    """A time before noon into its field, whether or not it asks for the half of the day."""
    reach(person, wanted)
    person.page.keyboard.type(value.replace(":", "") + "a")
    for _part in ("hours", "minutes", "half"):
        person.page.keyboard.press("Tab")


# With the mouse


def drag(person: Person, what: Locator, number: int, hour: int) -> None:
    """Take something by its upper edge and let it go on that day at that hour."""
    what.scroll_into_view_if_needed()
    to = spot(person, number, hour)
    box = what.bounding_box()
    assert box is not None
    mouse = person.page.mouse
    start = (box["x"] + 40, box["y"] + 6)
    mouse.move(*start)
    mouse.down()
    for step in range(1, 11):
        part = step / 10
        mouse.move(
            box["x"] + 40 + (to[0] - box["x"] - 40) * part,
            box["y"] + 6 + (to[1] - box["y"] - 6) * part,
        )
        person.page.wait_for_timeout(20)
    mouse.up()


def spot(person: Person, number: int, hour: int) -> tuple[float, float]:
    """Where on the screen an hour of a day is."""
    mark = person.page.locator(f'.board-hour[data-hour="{hour}"]').bounding_box()
    column = day(person, number).bounding_box()
    assert mark is not None
    assert column is not None
    return column["x"] + column["width"] / 2, mark["y"] + 6
