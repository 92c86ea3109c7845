"""Pages that say no are pages too: named, readable by everybody, and with a way on."""

import pytest

from tests.browser import offering, words
from tests.browser.conftest import Somebody
from tests.browser.sample import make_sample
from tests.browser.site import Site

DEAD = "A" * 43


@pytest.mark.parametrize(
    ("address", "status"),
    [("/nowhere", 404), (f"/p/{DEAD}", 404), (f"/r/{DEAD}", 404), (f"/enter/{DEAD}", 410)],
)
def test_a_visitor_is_told(address: str, status: int, site: Site, somebody: Somebody) -> None:
    somebody().open(address, status=status)


def test_a_leader_is_told(site: Site, somebody: Somebody) -> None:
    make_sample(site)
    leader = somebody()
    offering.sign_in_by_password(leader, words.LEADER)

    leader.open("/desk/", status=403)
    leader.open("/bookings/999999", status=404)
