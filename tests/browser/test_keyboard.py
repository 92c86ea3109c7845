"""Signing in, taking places and answering requests with the keyboard alone."""

from typing import Any

from playwright.sync_api import Locator

from tests.browser import words
from tests.browser.conftest import Somebody
from tests.browser.person import Person, spoken
from tests.browser.sample import make_sample
from tests.browser.selling import YES
from tests.browser.site import Site

#: Whether the element with the focus is marked and can be seen; a box may be drawn by its label.
FOCUS = """
() => {
  const one = document.activeElement;
  const label = one.labels && one.labels[0];
  const drawn = [[one, null], [one, '::before'], [one, '::after']].concat(
    label ? [[label, null], [label, '::before'], [label, '::after']] : []);
  const marked = drawn.some(([part, pseudo]) => {
    const style = getComputedStyle(part, pseudo);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
      || style.boxShadow !== 'none';
  });
  const box = one.getBoundingClientRect();
  const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return {what: one.outerHTML.slice(0, 200), marked, seen};
}
"""
MOST_STEPS = 60


def tab_to(person: Person, wanted: Locator) -> None:
    """Go on with the Tab key; wherever the focus comes, it is marked and on the screen."""
    for _step in range(MOST_STEPS):
        person.page.keyboard.press("Tab")
        focus: dict[str, Any] = person.page.evaluate(FOCUS)
        assert focus["marked"], f"The focus cannot be seen on {focus['what']}"
        assert focus["seen"], f"The focus is off the screen: {focus['what']}"
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"The Tab key does not come to {wanted}.")


def write(person: Person, label: str, value: str) -> None:
    tab_to(person, person.field(label))
    person.page.keyboard.press("Control+a")
    person.page.keyboard.type(value)


def enter(person: Person) -> None:
    person.goes(lambda: person.page.keyboard.press("Enter"))


def test_places_are_taken_with_the_keyboard_alone(site: Site, somebody: Somebody) -> None:
    make_sample(site)
    leader = somebody()
    leader.open("/")

    sign_in(leader)
    find_package(leader)
    tab_to(leader, leader.page.get_by_role("link", name="Take places").first)
    enter(leader)
    write(leader, "How many places?", "3")
    tab_to(leader, leader.field("Hold the places as an option"))
    leader.page.keyboard.press("ArrowDown")
    tab_to(leader, leader.button("Take the places"))
    enter(leader)

    leader.sees("Booking TB-", "Confirmed", words.DELEGATION)


def sign_in(leader: Person) -> None:
    tab_to(leader, leader.link("Skip to the content"))
    tab_to(leader, leader.link("Sign in"))
    enter(leader)
    write(leader, "E-mail address", words.LEADER)
    write(leader, "Password", words.PASSWORD)
    enter(leader)


def find_package(leader: Person) -> None:
    tab_to(leader, leader.link("Catalogue"))
    enter(leader)
    tab_to(leader, leader.field("Theme"))
    leader.page.keyboard.type(words.THEME[:6])
    tab_to(leader, leader.button("Show"))
    enter(leader)
    assert "theme=" in leader.page.url
    tab_to(leader, leader.page.locator("article").get_by_role("link").first)
    enter(leader)


def test_a_faulty_form_is_left_and_found_by_keyboard(site: Site, somebody: Somebody) -> None:
    visitor = somebody()
    visitor.open("/sign-in")

    tab_to(visitor, visitor.button("Sign in"))
    enter(visitor)

    assert visitor.page.title().startswith("Error: ")
    problem = visitor.page.get_by_role("alert").get_by_role("link").first
    tab_to(visitor, problem)
    visitor.page.keyboard.press("Enter")
    assert visitor.field("E-mail address").evaluate("one => one === document.activeElement")


def test_requests_are_answered_with_the_keyboard_alone(site: Site, somebody: Somebody) -> None:
    make_sample(site)
    host = somebody()
    host.open("/sign-in?next=/host/requests/")
    write(host, "E-mail address", words.HOST)
    write(host, "Password", words.PASSWORD)
    enter(host)
    tab_to(host, host.page.get_by_role("checkbox", name=spoken("Accept Component")))
    host.page.keyboard.press("Space")
    tab_to(host, host.button("Accept those ticked"))
    enter(host)

    host.sees("Accepted: Component")
    tab_to(host, host.row("Component").get_by_role("link"))
    enter(host)
    tab_to(host, host.link("Withdraw from the visit"))
    enter(host)
    write(host, "Why do you withdraw?", "A large fire.")
    tab_to(host, host.button("Withdraw from the visit"))
    enter(host)
    host.sees("Withdrawn by the host", "A large fire.")


def test_a_no_has_its_reason_with_the_keyboard_alone(site: Site, somebody: Somebody) -> None:
    sample = make_sample(site)
    host = somebody(phone=True)
    host.open(sample.request)

    tab_to(host, host.field(YES))
    while not host.field("No, we cannot receive the group").is_checked():
        host.page.keyboard.press("ArrowDown")
    tab_to(host, host.button("Send the answer"))
    enter(host)
    host.sees("Say in a few words why the time does not suit.")
    write(host, "Reason", "A large fire.")
    tab_to(host, host.button("Send the answer"))
    enter(host)

    host.sees("The organiser has been told.", "You said no on", "A large fire.")
