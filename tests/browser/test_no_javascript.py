"""Booking and answering in a browser that runs no scripts."""

from datetime import timedelta

import pytest

from tests.browser import offering, visiting, words
from tests.browser.conftest import Somebody
from tests.browser.sample import make_sample
from tests.browser.site import Site
from tests.databases import DATABASES


@pytest.mark.parametrize("site", DATABASES, indirect=True)
def test_places_are_booked_without_scripts(site: Site, somebody: Somebody) -> None:
    sample = make_sample(site)
    leader = somebody(script=False)

    offering.sign_in_by_password(leader, words.LEADER)
    leader.open(sample.package).follow_beginning("Take places")
    leader.write("How many places?", 2).tick("Hold the places as an option")
    leader.press("Take the places").sees("Option")
    leader.press("Confirm the booking").sees("Confirmed")


def test_feedback_is_given_without_scripts(site: Site, somebody: Somebody) -> None:
    make_sample(site)
    guest = somebody(script=False, phone=True)
    site.travel_to(visiting.moment(-9, 12))

    visiting.answer_before(guest, site, 0)

    guest.sees(visiting.DONE)
    site.wait(timedelta(days=2))
    titles = [letter.subject for letter in site.letters(words.GUESTS[0][3])]
    assert len(titles) == 1, titles
