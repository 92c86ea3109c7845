"""A guide calls the roll on a phone: by keyboard, and while the network is away."""

import sqlalchemy as sa
from playwright.sync_api import expect

from tests import making
from tests.browser.conftest import Somebody
from tests.browser.site import Site
from tests.browser.test_keyboard import tab_to
from tests.visits.running import link_path, make_link
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.visits.models import RollMark


def make_roll(site: Site) -> str:
    """The address of the roll of three people at the first stop of today, for a guide."""
    with site.app.app_context():
        departure = making.make_departure(first_day=clock.today())
        booking = making.make_booking(departure, places=3)
        for name in ("Aino Alku", "Berta Keski", "Cecilia Loppu"):
            making.make_participant(booking, name=name)
        path = f"{link_path(make_link(departure))}/items/{departure.items[0].id}/roll/site"
        db.session.commit()
        return path


def marks(site: Site) -> list[str]:
    with site.app.app_context():
        return list(db.session.scalars(sa.select(RollMark.mark).order_by(RollMark.id)).all())


def test_the_roll_is_called_by_keyboard_and_without_network(site: Site, somebody: Somebody) -> None:
    path = make_roll(site)
    guide = somebody(phone=True)
    guide.open(path)

    tab_to(guide, guide.button("Missing: Berta Keski"))
    guide.page.keyboard.press("Enter")
    expect(guide.page.locator("[data-group=missing]")).to_contain_text("Berta Keski")

    guide.page.context.set_offline(True)
    guide.button("Here: Aino Alku").click()
    guide.button("Here: Berta Keski").click()
    expect(guide.page.get_by_text("2 marks wait for the network.")).to_be_visible()
    expect(guide.page.get_by_text("2 of 3 are here.")).to_be_visible()
    assert marks(site) == ["missing"]

    guide.page.context.set_offline(False)
    expect(guide.page.get_by_text("2 marks wait for the network.")).to_be_hidden(timeout=60_000)
    assert marks(site) == ["missing", "present", "present"]
    guide.open(path)
    guide.sees("2 of 3 are here.", "Not called yet: Cecilia Loppu")


def test_the_roll_is_called_without_script(site: Site, somebody: Somebody) -> None:
    path = make_roll(site)
    guide = somebody(script=False)
    guide.open(path)

    guide.goes(guide.button("Excused: Cecilia Loppu").click)
    guide.goes(guide.button("All who are not called yet are here").click)

    guide.sees("2 of 3 are here.", "Excused: Cecilia Loppu")
    assert sorted(marks(site)) == ["excused", "present", "present"]
