"""The run sheet of a full day as it comes out of a printer: one page of A4, in each language."""

from io import BytesIO

import pikepdf
import pytest

from tests.browser import words
from tests.browser.conftest import Somebody
from tests.browser.offering import sign_in_by_password
from tests.browser.sample import give_password
from tests.browser.site import Site
from tests.making import make_user
from tests.visits.running import add_stop, make_run
from tourbook.core.db import db
from tourbook.core.roles import Role

#: As many stops as a full day has.
STOPS = 7
HEADINGS = {"English": "Run sheet", "Suomi": "Päivän kulku"}


def make_full_day(site: Site) -> str:
    """The address of the run sheet of a day with many stops and a duty contact."""
    with site.app.app_context():
        departure, _group = make_run()
        for hours in range(1, STOPS):
            add_stop(departure, hours)
        give_password(make_user(Role.ORGANISER, email=words.ORGANISER))
        db.session.commit()
        return f"/desk/departures/{departure.id}/run"


@pytest.mark.parametrize("language", HEADINGS)
def test_a_full_day_is_printed_on_one_page(site: Site, somebody: Somebody, language: str) -> None:
    address = make_full_day(site)
    organiser = somebody()
    sign_in_by_password(organiser, words.ORGANISER)
    organiser.language = {"English": "en", "Suomi": "fi"}[language]
    if language != "English":
        organiser.follow(language)

    organiser.open(address).sees(HEADINGS[language])

    assert organiser.page.locator(".run-item").count() == STOPS
    printed = organiser.page.pdf(
        format="A4", margin={"top": "12mm", "right": "12mm", "bottom": "12mm", "left": "12mm"}
    )
    with pikepdf.open(BytesIO(printed)) as paper:
        assert len(paper.pages) == 1
