"""What is late, what is due soon and what is due later: seen, filtered, reminded of, and given."""

from datetime import timedelta

from tests import making
from tests.browser import visiting, words
from tests.browser.conftest import Somebody
from tests.browser.offering import sign_in_by_password
from tests.browser.person import Person
from tests.browser.sample import give_password
from tests.browser.site import Site
from tests.visits.owing import lead, wants
from tourbook.bookings.models import Booking
from tourbook.core import clock
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.core.texts import Texts
from tourbook.departures import queries
from tourbook.departures.services import answers, asking, planning
from tourbook.hosts.models import Component, LeadKind, VisitorField
from tourbook.packages.models import Item, Version, VersionStatus

ACTOR = Actor(None, "Test Person")
#: By stop: on which day, counted from the day of the test, its gate wants what it asks for.
DUE = {"Harbour": -2, "Depot": 4, "Museum": 30}
ASKS = {
    "Harbour": VisitorField.NATIONALITY,
    "Depot": VisitorField.PHONE,
    "Museum": VisitorField.EMPLOYER,
}
SILENT, TOLD = words.GUESTS[0], words.GUESTS[1]


def make_stops(site: Site) -> str:
    """Three stops that have agreed and two guests, one of whom has told all; the silent's page."""
    with site.app.app_context():
        departure = making.make_departure(
            version=make_programme(), first_day=words.FIRST_DAY, seats=2
        )
        planning.draft_requests(departure, departure.items, at=clock.now())
        asking.ask_hosts(departure, at=clock.now(), actor=ACTOR)
        for request in queries.requests_of(departure):
            answers.accept(request, by="Host", at=clock.now(), actor=ACTOR)
        delegation = making.make_delegation(words.DELEGATION)
        address = make_guests(making.make_booking(departure, delegation=delegation, places=2))
        give_password(making.make_user(Role.ORGANISER, email=words.ORGANISER))
        give_password(making.make_user(delegation=delegation, email=words.LEADER))
        db.session.commit()
        return address


def make_programme() -> Version:
    version = making.make_version(published=False)
    version.package.name = Texts(en=words.PACKAGE)
    version.days[0].items = [
        item_of(make_stop(name), 9 + 2 * number) for number, name in enumerate(DUE)
    ]
    db.session.flush()
    version.status, version.published_at = VersionStatus.PUBLISHED, clock.now()
    return version


def make_stop(name: str) -> Component:
    """A host without a mailbox, so that only those who travel are written to."""
    component = making.make_component(organisation=making.make_organisation(email=""))
    component.name = Texts(en=name)
    ahead = (words.FIRST_DAY - clock.today()).days - DUE[name]
    wants(component, ASKS[name])
    lead(component, LeadKind.NAMES, ahead)
    if name == "Depot":
        lead(component, LeadKind.GIFT, ahead)
    return component


def item_of(component: Component, hour: int) -> Item:
    return Item(
        component=component,
        place=component.place,
        kind=component.kind,
        title=component.name,
        text=Texts(),
        starts_minute=hour * 60,
        ends_minute=hour * 60 + 90,
        lineage=component.name.en,
    )


def make_guests(booking: Booking) -> str:
    for name, _address, _post, email in (TOLD, SILENT):
        guest = making.make_participant(booking, name=name)
        guest.email = email
        if email == TOLD[3]:
            guest.nationality, guest.phone = "PL", "+48 22 123 4567"
            guest.employer, guest.post = "Example Board", "Trainer"
    return f"/p/{making.participant_token(guest)}"


def test_deadlines_are_seen_filtered_reminded_of_and_met(site: Site, somebody: Somebody) -> None:
    own_page = make_stops(site)
    organiser, guest = somebody(), somebody(phone=True)
    sign_in_by_password(organiser, words.ORGANISER)
    organiser.menu("Departures").follow_row(words.PACKAGE).follow("Deadlines")
    see_colours(organiser)
    narrow(organiser)
    mark_the_gift(organiser)

    site.travel_to(visiting.moment(0, 9) - (words.FIRST_DAY - clock.today() - timedelta(days=1)))
    check_reminders(site)
    meet(guest, site, own_page)

    sign_in_by_password(organiser, words.ORGANISER)
    organiser.menu("Departures").follow_row(words.PACKAGE).follow("Deadlines")
    organiser.sees("People late 0", "People in order 2 of 2")


def see_colours(organiser: Person) -> None:
    organiser.sees("People late 1", "People in order 1 of 2")
    row = organiser.page.get_by_role("row").filter(has_text=SILENT[0])
    late, soon, later = (row.get_by_role("cell").nth(number).inner_text() for number in range(3))
    assert ("Late" in late, "Nationality" in late) == (True, True), late
    assert ("Due soon" in soon, "Phone" in soon) == (True, True), soon
    assert ("Due later" in later, "Employer" in later) == (True, True), later


def narrow(organiser: Person) -> None:
    organiser.sees(TOLD[0]).tick("Only what is missing").press("Show")
    organiser.sees(SILENT[0]).does_not_see(TOLD[0])
    organiser.open("/desk/due").sees("Nationality, Phone", "4 days").does_not_see("Employer")
    organiser.tick("Only what is late").press("Show")
    organiser.sees("Nationality, Phone", "2 days late").does_not_see("4 days")
    organiser.goes(organiser.row("Nationality").get_by_role("link").click)


def mark_the_gift(organiser: Person) -> None:
    organiser.press("Mark as done", within=organiser.row("Gift"))
    organiser.sees("It is marked as done.")
    organiser.press("Undo", within=organiser.row("Gift")).sees("It is no longer marked as done.")


def check_reminders(site: Site) -> None:
    """Who owes it gets one letter of it all, and nobody another's."""
    letters = site.letters(SILENT[3])
    assert len(letters) == 1
    assert "nationality, phone number" in letters[0].text
    assert "Harbour" in letters[0].text
    assert "employer" not in letters[0].text
    assert site.letters(TOLD[3]) == site.letters(words.LEADER) == []
    assert ["Gift" in letter.text for letter in site.letters(words.ORGANISER)] == [True]
    site.wait(timedelta(hours=2))
    assert site.letters(SILENT[3]) == letters


def meet(guest: Person, site: Site, own_page: str) -> None:
    guest.open(own_page).sees("What the hosts still wait for from you", "Harbour")
    guest.open(site.letter(SILENT[3], "Harbour").link)
    guest.choose("Nationality", "Finland").write("Employer", "Example Board").write(
        "Post or task", "Officer"
    )
    guest.write("Phone during the visit", "+358 40 123 4567")
    guest.press("Save").sees("The hosts have all that they asked of you.")
