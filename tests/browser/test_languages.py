"""Pages of each kind in each language: named, readable by everybody, and none too wide."""

import pytest

from tests.browser import offering, visiting, words
from tests.browser.conftest import Somebody
from tests.browser.person import Person
from tests.browser.sample import Sample, make_sample
from tests.browser.site import Site

OWN_NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
PUBLIC = ("/", "/sign-in", "/accessibility")
DESK = (
    "/desk/",
    "/desk/packages/",
    "/desk/departures/",
    "/desk/bookings",
    "/desk/components",
    "/desk/slots",
    "/desk/messages",
    "/desk/reports/",
)
HOST = ("/host/", "/host/requests/", "/host/components", "/host/slots")


@pytest.mark.parametrize("language", OWN_NAMES)
def test_pages_speak_each_language(language: str, site: Site, somebody: Somebody) -> None:
    sample = make_sample(site)
    site.travel_to(visiting.moment(-9, 12))

    visitor = choosing(somebody(), language)
    opens(visitor, *PUBLIC, sample.package, sample.request)
    opens(signed_in(somebody(), words.LEADER, language), "/bookings/", *own_pages(sample))
    opens(signed_in(somebody(), words.HOST, language), *HOST, f"/host/{sample.component}")
    opens(signed_in(somebody(), words.ORGANISER, language), *DESK, *desk_pages(sample))
    guest = choosing(somebody(phone=True), language)
    opens(guest, sample.participant, f"{sample.participant}/details")


def own_pages(sample: Sample) -> tuple[str, ...]:
    number = sample.departure.rpartition("/")[2]
    return (
        sample.booking,
        f"{sample.booking}/participants",
        f"{sample.booking}/participants/paste",
        f"/bookings/new/{number}",
    )


def desk_pages(sample: Sample) -> tuple[str, ...]:
    return (sample.departure, sample.builder, f"/desk/{sample.component}")


def choosing(person: Person, language: str) -> Person:
    """Choose a language where every page offers it."""
    person.open("/")
    person.language = language
    return person.follow(OWN_NAMES[language])


def signed_in(person: Person, email: str, language: str) -> Person:
    offering.sign_in_by_password(person, email)
    return choosing(person, language)


def opens(person: Person, *addresses: str) -> None:
    for address in addresses:
        person.open(address)
