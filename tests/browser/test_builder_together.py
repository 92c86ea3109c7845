"""Building with a real mouse, and by two people at the same time."""

from playwright.sync_api import expect

from tests.browser import building, offering, words
from tests.browser.building import drag, edited, hears, item, settled, spot, time_of
from tests.browser.conftest import Somebody
from tests.browser.person import Person
from tests.browser.sample import make_sample
from tests.browser.site import Site

FIRST, SECOND = "Visit on day 1", "Visit on day 2"
PEKKA = "pekka@example.org"


def test_items_are_dragged_stretched_and_laid_from_the_library(
    site: Site, somebody: Somebody
) -> None:
    sample = make_sample(site)
    organiser = somebody()
    offering.sign_in_by_password(organiser, words.ORGANISER)
    organiser.open(sample.builder)
    assert time_of(organiser, FIRST) == "10:00-11:30"
    page = organiser.page

    drag(organiser, item(organiser, FIRST), 2, 13)
    hears(organiser, "Saved")
    expect(building.day(organiser, 2).locator(".item")).to_have_count(2)
    assert time_of(organiser, FIRST).startswith("13:0")

    handle = item(organiser, FIRST).locator(".item-stretch")
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 60, box["y"] + 4)
    page.mouse.down()
    target = spot(organiser, 2, 16)
    page.mouse.move(box["x"] + 60, target[1] - 20, steps=5)
    page.mouse.move(box["x"] + 60, target[1] - 5, steps=5)
    page.mouse.up()
    expect(item(organiser, FIRST).locator(".item-time")).to_contain_text("16:0")

    offer = page.locator("[data-library] .offer").first
    drag(organiser, offer, 1, 9)
    hears(organiser, "is added")
    expect(building.day(organiser, 1).locator(".item")).to_have_count(1)
    expect(page.locator("[data-library] .offer")).to_have_count(1)
    settled(organiser)

    for _step in range(3):
        with edited(organiser):
            page.keyboard.press("Control+z")
        hears(organiser, "Undone")
    assert time_of(organiser, FIRST) == "10:00-11:30"


def test_two_people_edit_one_draft_and_nothing_is_lost(site: Site, somebody: Somebody) -> None:
    sample = make_sample(site)
    building.add_organiser(site, PEKKA)
    aino, pekka = somebody(), somebody()
    for person, email in ((aino, words.ORGANISER), (pekka, PEKKA)):
        offering.sign_in_by_password(person, email)
        person.open(sample.builder)

    rename(aino, FIRST, "Fire station")
    hears(aino, "Saved")
    press(pekka, FIRST, "later")
    hears(pekka, "Both are kept.")
    assert time_of(pekka, "Fire station") == "10:15-11:45"

    expect(aino.page.locator("#builder-news")).to_contain_text("moved Fire station", timeout=30_000)
    settled(aino)
    aino.page.get_by_role("link", name="Show it now").click()
    hears(aino, "as it is now")
    assert time_of(aino, "Fire station") == "10:15-11:45"

    press(aino, "Fire station", "later")
    hears(aino, "10:30-12:00")
    press(pekka, "Fire station", "earlier")
    expect(pekka.page.locator("#clash")).to_contain_text("10:30")
    settled(pekka)
    pekka.page.get_by_role("button", name="Keep yours").click()
    hears(pekka, "10:00-11:30")

    press(aino, SECOND, "remove")
    hears(aino, "is removed")
    press(pekka, SECOND, "later")
    hears(pekka, "has removed this item meanwhile")
    pekka.page.get_by_role("link", name="All changes").click()
    pekka.sees("Test Person removed Visit on day 2", "Pekka moved Fire station")
    pekka.look()


def rename(person: Person, title: str, new: str) -> None:
    card = item(person, title)
    card.locator(".item-acts > summary").click()
    card.get_by_label("Title").fill(new)
    card.get_by_label("Title").press("Tab")


def press(person: Person, title: str, act: str) -> None:
    card = item(person, title)
    button = card.locator(f'button[value="{act}"]')
    if not button.is_visible():
        card.locator(".item-acts > summary").click()
    button.click()
