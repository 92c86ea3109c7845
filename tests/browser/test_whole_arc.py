"""The whole arc of one visit, by clicking only: from a host's offer to the learning report."""

from tests.browser import offering, selling, visiting, words
from tests.browser.conftest import Somebody
from tests.browser.person import Person
from tests.browser.site import Site
from tourbook.core.roles import Role


def test_from_offer_to_report(site: Site, somebody: Somebody) -> None:
    site.add_user(words.ORGANISER, Role.ORGANISER, words.PASSWORD)
    organiser, host, leader = somebody(), somebody(), somebody()

    offering.sign_in_by_password(organiser, words.ORGANISER)
    offer_and_assemble(organiser, host, site)
    put_on_sale(organiser, host, somebody(), site)
    selling.find_in_catalogue(somebody())
    book(organiser, leader, site)
    guests = answer_before_and_after(somebody, site)
    offering.sign_in_by_password(organiser, words.ORGANISER)
    visiting.make_report(organiser, site)
    visiting.read_report(somebody(), visiting.publish_report(organiser))

    assert len(guests) == 6


def offer_and_assemble(organiser: Person, host: Person, site: Site) -> None:
    offering.fill_directory(organiser)
    offering.invite_host(organiser)
    offering.offer_a_night(organiser)
    offering.open_account(host, site, words.HOST)
    offering.offer_visits(host)
    offering.make_package(organiser)
    offering.lay_programme(organiser)
    offering.set_objective_and_price(organiser)
    offering.publish(organiser)


def put_on_sale(organiser: Person, host: Person, hotel: Person, site: Site) -> None:
    selling.put_on_date(organiser)
    selling.accept_by_link(hotel, site)
    host.press("Sign out")
    offering.sign_in_by_letter(host, site, words.HOST)
    selling.accept_on_own_page(host, site)
    selling.open_for_booking(organiser, site)


def book(organiser: Person, leader: Person, site: Site) -> None:
    selling.invite_leader(organiser)
    offering.open_account(leader, site, words.LEADER)
    selling.take_places(leader, site)
    selling.name_participants(leader, site)
    selling.take_papers(leader, site)


def answer_before_and_after(somebody: Somebody, site: Site) -> list[Person]:
    guests = [somebody(phone=True) for _guest in words.GUESTS]
    visiting.give_details(guests[0], site, 0)
    site.travel_to(visiting.moment(-9, 12))
    for number, guest in enumerate(guests):
        visiting.answer_before(guest, site, number)
    site.travel_to(visiting.moment(1, 15))
    for number, guest in enumerate(guests):
        visiting.answer_after(guest, site, number)
    site.travel_to(visiting.moment(17, 9))
    return guests
