"""The whole arc of one visit, by clicking only: from a host's offer to the learning report."""

from tests.browser import offering, words
from tests.browser.conftest import Somebody
from tests.browser.site import Site
from tourbook.core.roles import Role


def test_from_offer_to_report(site: Site, somebody: Somebody) -> None:
    organiser, host = somebody(), somebody()
    site.add_user(words.ORGANISER, Role.ORGANISER, words.PASSWORD)

    offering.sign_in_by_password(organiser, words.ORGANISER)
    offering.fill_directory(organiser)
    offering.invite_host(organiser)
    offering.offer_a_night(organiser)
    offering.open_account(host, site, words.HOST)
    offering.offer_visits(host)
    offering.make_package(organiser)
    offering.lay_programme(organiser)
    offering.set_objective_and_price(organiser)
    offering.publish(organiser)
