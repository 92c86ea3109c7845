"""A three-day package with the keyboard alone, from the library to the next version."""

from playwright.sync_api import Locator, expect

from tests.browser import building, words
from tests.browser.building import board, edited, go, hears, item, press, reach, settled, type_in
from tests.browser.conftest import Somebody
from tests.browser.person import Person
from tests.browser.site import Site

#: Components of the library by a part of their name, and their day.
PROGRAMME = (
    ("town's safety plan", 1),
    ("Lunch in the centre", 1),
    ("Night by the lake", 1),
    ("At the fire station", 2),
    ("Lunch on the campus", 2),
    ("Night by the lake", 2),
    ("Safe water", 3),
)
PLAN = "A town's safety plan and who keeps it"
STATION = "At the fire station"
NIGHT = "Night by the lake, breakfast included"
LUNCH = "Lunch on the campus"
PACKAGE = "Three days of everyday safety"


def test_a_package_is_built_mended_sold_and_changed_with_keys_alone(
    site: Site, somebody: Somebody
) -> None:
    building.fill_library(site)
    building.add_organiser(site, words.ORGANISER)
    organiser = somebody()
    sign_in(organiser)

    make_package(organiser)
    fill_days(organiser)
    mend(organiser)
    settled(organiser)
    price_and_objective(organiser)
    cost_follows(organiser)
    accept_and_publish(organiser)
    copy_change_compare(organiser)


def sign_in(organiser: Person) -> None:
    organiser.open("/sign-in")
    type_in(organiser, organiser.field("E-mail address"), words.ORGANISER)
    type_in(organiser, organiser.field("Password"), words.PASSWORD)
    organiser.goes(lambda: organiser.page.keyboard.press("Enter"))


def make_package(organiser: Person) -> None:
    organiser.open("/desk/packages/new")
    type_in(organiser, organiser.field("In English"), PACKAGE)
    summary = organiser.group("Summary").get_by_label("In English", exact=True)
    type_in(organiser, summary, "Three days with those who keep a small town safe.")
    type_in(organiser, organiser.field("Days"), "3")
    type_in(organiser, organiser.field("Smallest party"), "8")
    type_in(organiser, organiser.field("Largest party"), "16")
    go(organiser, organiser.button("Make the package"))
    organiser.sees(PACKAGE, "stand in the way of publishing")


def fill_days(organiser: Person) -> None:
    for name, number in PROGRAMME:
        lay(organiser, name, number)


def lay(organiser: Person, name: str, number: int) -> None:
    """Look a component up in the panel and add it to a day."""
    panel = organiser.page.locator("#library")
    type_in(organiser, panel.get_by_label("Words"), name)
    organiser.page.keyboard.press("Enter")
    offer = panel.locator(".offer").filter(has_text=name).first
    expect(panel.locator(".offer")).to_have_count(1)
    choose_day(organiser, offer, number)
    with edited(organiser):
        press(organiser, offer.get_by_role("button", name="Add"))
    hears(organiser, "is added")


def choose_day(organiser: Person, offer: Locator, number: int) -> None:
    reach(organiser, offer.locator("select"))
    organiser.page.keyboard.type(f"Day {number}")


def mend(organiser: Person) -> None:
    """Problems made with keys, told beside their items, and mended by what is offered there."""
    plan = item(organiser, PLAN)
    with edited(organiser):
        act(organiser, plan, "Alt+Shift+ArrowRight")
    hears(organiser, "Day 2")
    mended_by(organiser, "is not over when", "Move ")

    with edited(organiser):
        act(organiser, item(organiser, STATION), "Alt+Shift+ArrowUp")
    mended_by(organiser, "by its host; it has been given", "end at")

    write_time(organiser, STATION, "starts", "06:45")
    mended_by(organiser, "lies outside the hours of day 2", "Let day 2 last")
    settled(organiser)

    mended_by(organiser, "does not receive groups at the time of", "Move ")

    with edited(organiser):
        press_act(organiser, item(organiser, NIGHT), "remove")
    expect(troubles(organiser)).to_contain_text("The night after day 1 has no lodging")
    undo(organiser)
    expect(troubles(organiser)).not_to_contain_text("The night after day 1 has no lodging")

    with edited(organiser):
        press_act(organiser, item(organiser, LUNCH), "remove")
    expect(troubles(organiser)).to_contain_text("Day 2 has no lunch")
    undo(organiser)
    expect(troubles(organiser)).not_to_contain_text("Day 2 has no lunch")

    for largest, told in (("60", True), ("16", False)):
        go(organiser, organiser.link("Settings"))
        type_in(organiser, organiser.field("Largest party"), largest)
        go(organiser, organiser.button("Save"))
        count = (
            board(organiser).locator(".trouble").filter(has_text="takes groups of up to").count()
        )
        assert (count > 0) is told


def troubles(organiser: Person) -> Locator:
    """Where problems stand: all over the board."""
    return board(organiser)


def act(organiser: Person, card: Locator, keys: str) -> None:
    """Press keys with the focus in an item."""
    reach(organiser, card.get_by_role("link").first)
    organiser.page.keyboard.press(keys)


def press_act(organiser: Person, card: Locator, name: str) -> None:
    summary = card.locator(".item-acts > summary")
    button = card.locator(f'button[value="{name}"]')
    if not button.is_visible():
        press(organiser, summary)
    press(organiser, button)


def write_time(organiser: Person, title: str, field: str, value: str) -> None:
    card = item(organiser, title)
    box = card.locator(f'.item-acts input[name="{field}"]').first
    if not box.is_visible():
        press(organiser, card.locator(".item-acts > summary"))
    with edited(organiser):
        building.type_time(organiser, box, value)


def mended_by(organiser: Person, sentence: str, way_out: str) -> None:
    """The problem is told, and a press on what is offered beside it makes an end of it."""
    trouble = board(organiser).locator(".trouble").filter(has_text=sentence).first
    expect(trouble).to_contain_text(sentence)
    offered = trouble.locator("form.trouble-way button").filter(has_text=way_out).first
    with edited(organiser):
        press(organiser, offered)
    expect(board(organiser).locator(".trouble").filter(has_text=sentence)).to_have_count(0)


def undo(organiser: Person) -> None:
    with edited(organiser):
        press(organiser, organiser.page.locator("#undo"))
    hears(organiser, "Undone")


def price_and_objective(organiser: Person) -> None:
    """What keeps the version from being published is put right on the pages it names."""
    organiser.sees("stands in the way of publishing")
    go(organiser, board(organiser).get_by_role("link", name="Add a price row").first)
    row = organiser.group("Price row 1")
    type_in(organiser, organiser.field("From size", within=row), "8")
    type_in(organiser, organiser.field("To size", within=row), "16")
    type_in(organiser, organiser.field("Price per person, VAT included", within=row), "890")
    go(organiser, organiser.button("Save"))
    organiser.does_not_see("have no price").sees("can be published")


def cost_follows(organiser: Person) -> None:
    panel = organiser.page.locator(".cost-panel")
    before = panel.inner_text()
    lay(organiser, "Lakeside sauna", 2)
    expect(panel).not_to_have_text(before)
    assert panel.inner_text() != before


def accept_and_publish(organiser: Person) -> None:
    trouble = board(organiser).locator(".trouble").filter(has_text="Nothing says yet").first
    press(organiser, trouble.locator(".trouble-accept > summary"))
    type_in(organiser, trouble.get_by_label("Why it may stand"), "The group asks us not to.")
    with edited(organiser):
        press(organiser, trouble.get_by_role("button", name="Accept"))
    expect(board(organiser)).to_contain_text("Accepted: The group asks us not to.")
    settled(organiser)
    press(organiser, organiser.page.locator("summary", has_text="Publish version 1"))
    go(organiser, organiser.button("Yes: Publish version 1"))
    organiser.sees("Version 1 is published.")


def copy_change_compare(organiser: Person) -> None:
    go(organiser, organiser.page.get_by_role("link", name="Version 1").first)
    organiser.sees("It never changes.")
    go(organiser, organiser.link("New version from this"))
    type_in(organiser, organiser.field("Why a new version?"), "A later start.")
    go(organiser, organiser.button("Make the new version"))
    with edited(organiser):
        act(organiser, item(organiser, STATION), "Alt+ArrowDown")
    go(organiser, organiser.link("Compare").first)
    organiser.sees("Moved", STATION)
