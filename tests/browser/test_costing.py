"""An organiser costs a draft, tries out another hotel, takes the prices and publishes."""

from tests import making
from tests.browser import words
from tests.browser.conftest import Somebody
from tests.browser.person import Person
from tests.browser.sample import give_password
from tests.browser.site import Site
from tests.packages.costed_drafts import add_night, make_costed
from tourbook.core import clock
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.packages import queries, services
from tourbook.packages.models import Version


def test_a_draft_is_costed_tried_out_priced_and_published(site: Site, somebody: Somebody) -> None:
    version_id = fill(site)
    organiser = somebody()
    organiser.open("/sign-in").write("E-mail address", words.ORGANISER)
    organiser.write("Password", words.PASSWORD).press("Sign in")

    organiser.open(f"/desk/packages/versions/{version_id}/costing")
    organiser.sees("€780.00", "Check how it is taxed")
    change_terms(organiser)
    tax_the_hotel(organiser)
    try_another_hotel(organiser)
    take_the_prices(organiser)
    publish(site, version_id)
    organiser.open(f"/desk/packages/versions/{version_id}")
    organiser.sees("Today's rates are those it was priced with.")
    raise_a_rate(site, version_id)
    organiser.follow("The whole costing")
    organiser.sees("Today's rates differ from those it was priced with", "+€9.00")


def fill(site: Site) -> int:
    """A draft of a day with a night, another hotel in the library, and an organiser."""
    with site.app.app_context():
        give_password(making.make_user(Role.ORGANISER, email=words.ORGANISER))
        version = make_costed()
        add_night(version, "Lake Hotel", 10_000)
        add_night(make_costed(), "Grand Hotel", 20_000)
        db.session.commit()
        return version.id


def change_terms(organiser: Person) -> None:
    organiser.follow("Sizes, mark-up and rooms").write("Mark-up or margin in percent", "lots")
    organiser.press("Save").sees("Please check the form")
    organiser.write("Mark-up or margin in percent", "30").write("Group sizes", "8+1, 16+1")
    organiser.press("Save").sees("The terms of the costing are changed.", "30.00%")
    organiser.does_not_see("10+1")


def tax_the_hotel(organiser: Person) -> None:
    organiser.page.get_by_text("Units and VAT of each item", exact=True).click()
    organiser.follow("Day 1: Lake Hotel").tick("Margin scheme for travel agents")
    organiser.press("Save").sees("Say why this is sold by the margin scheme.")
    organiser.write("Why", "Bought from the hotel; agreed with the adviser.")
    organiser.press("Save").sees("It is noted what is paid for and how it is taxed.")
    # Five rooms at 113.50 with VAT, beside the visit and the lunches.
    organiser.sees("€847.50")


def try_another_hotel(organiser: Person) -> None:
    organiser.follow("What if").sees("Nothing is changed yet")
    hotel = organiser.field("Another hotel")
    hotel.select_option(index=grand_hotel(organiser))
    organiser.press("Reckon").sees("+€567.50")
    organiser.press("Apply to the draft").sees("What you tried out is now the draft.", "€1,415.00")


def grand_hotel(organiser: Person) -> int:
    offered = organiser.field("Another hotel").locator("option").all_inner_texts()
    return next(at for at, name in enumerate(offered) if name.startswith("Grand Hotel"))


def take_the_prices(organiser: Person) -> None:
    organiser.press("Use these prices").sees("The prices of the costing are set.")
    organiser.does_not_see("lose money")


def whole(version_id: int) -> Version:
    version = queries.whole(version_id)
    assert version is not None
    return version


def publish(site: Site, version_id: int) -> None:
    with site.app.app_context():
        version = whole(version_id)
        system = Actor.system()
        services.publish(version, revision=version.revision, at=clock.now(), actor=system)
        db.session.commit()


def raise_a_rate(site: Site, version_id: int) -> None:
    with site.app.app_context():
        lunch = next(i for i in whole(version_id).days[0].items if i.title.en == "Lunch")
        assert lunch.component is not None
        lunch.component.rates[0].net_cents += 100
        db.session.commit()
