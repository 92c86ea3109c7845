"""A season of visits: hosts offer slots, six are asked at once, and each answers in its own way."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.browser import season, words
from tests.browser.conftest import Somebody
from tests.browser.offering import sign_in_by_password
from tests.browser.person import Person
from tests.browser.season import ALARM, ASKED, COACH, CONTROL, DEPOT, KITCHEN, MUSEUM, STATION, Host
from tests.browser.selling import YES
from tests.browser.site import Site
from tests.calendars import Entry, entries
from tests.databases import DATABASES

HELSINKI = ZoneInfo("Europe/Helsinki")
ANOTHER_TIME = time(13, 30)


@pytest.mark.parametrize("site", DATABASES, indirect=True)
def test_six_hosts_are_asked_and_all_calendars_agree(site: Site, somebody: Somebody) -> None:
    season.make_season(site)
    station, organiser, phone = somebody(), somebody(), somebody(phone=True)
    offer_a_season(station)
    ask_six_hosts(organiser, site)

    answer_by_phone(phone, site)
    season.accept(site, KITCHEN, CONTROL, COACH)
    take_another_time(organiser, phone, site)
    open_with_one_missing(organiser)
    season.make_travellers(site)
    take_plan_b(organiser, site)
    tell_once(site)
    stand_in(phone, site)

    organiser.menu("Departures").follow_row(words.PACKAGE).sees("Every host has said yes.")
    compare_calendars(organiser, station, site)
    follow_as_a_guest(phone, organiser, site)


def offer_a_season(host: Person) -> None:
    sign_in_by_password(host, STATION.email)
    host.menu("Components").follow(STATION.name).follow("Offer a series of slots")
    host.tick("Tuesday", within=host.group("Weekdays"))
    host.write("Starts at", f"{STATION.starts:%H:%M}")
    host.write("First day", season.FIRST).write("Last day", season.LAST)
    host.press("Show the times first").sees("This makes 33 slots.")
    host.press("Make the slots").sees("The slots are made: 33.")


def ask_six_hosts(organiser: Person, site: Site) -> None:
    sign_in_by_password(organiser, words.ORGANISER)
    organiser.menu("Departures").follow("New departure", nth=0)
    organiser.page.get_by_label("Package and version").select_option(index=1)
    organiser.write("First day", words.FIRST_DAY).press("Go on")
    organiser.write("Places", season.SEATS).press("Put on the calendar")
    organiser.follow("Choose times and ask the hosts").press("Ask these hosts")
    organiser.sees("6 requests are sent.", "Hosts missing 6")
    site.work()
    assert season.counted(site) == {host.email: 1 for host in ASKED}


def answer_by_phone(phone: Person, site: Site) -> None:
    """One says yes, one offers another time, one says no; each by the link in its letter."""
    phone.open(site.letter(STATION.email, "/r/").link).sees(STATION.name, "12 at most")
    phone.tick(YES).press("Send the answer").sees("You said yes on")
    starts = datetime.combine(ALARM.date, ANOTHER_TIME)
    phone.open(site.letter(ALARM.email, "/r/").link).tick("Another time would suit us")
    phone.write("The other time starts", f"{starts:%Y-%m-%dT%H:%M}")
    phone.write("The other time ends", f"{starts + timedelta(minutes=90):%Y-%m-%dT%H:%M}")
    phone.press("Send the answer").sees("The organiser has been told.")
    phone.open(site.letter(DEPOT.email, "/r/").link).tick("No, we cannot receive the group")
    phone.press("Send the answer").sees("Say in a few words why")
    phone.write("Reason", "The whole crew is at an exercise.")
    phone.press("Send the answer").sees("You said no on")


def take_another_time(organiser: Person, phone: Person, site: Site) -> None:
    organiser.menu("Departures").follow_row(words.PACKAGE)
    organiser.sees("The whole crew is at an exercise.", "Offers instead", "Hosts missing 2")
    organiser.press("Ask for what is offered").sees("1 request is sent.")
    phone.open(site.letter(ALARM.email, "13:30").link)
    phone.tick(YES).press("Send the answer").sees("You said yes on")


def open_with_one_missing(organiser: Person) -> None:
    organiser.open(organiser.path).press_surely("Open it for booking")
    organiser.sees("Open for booking", "Hosts missing 1")


def take_plan_b(organiser: Person, site: Site) -> None:
    """Look at the day first, then take what was thought of for this case."""
    before = season.counted(site)
    organiser.follow(f"Change this visit: {DEPOT.name}").tick("Take plan B")
    organiser.press("Look at the day")
    organiser.sees(f"Instead of {DEPOT.name}", f"Example {MUSEUM.name}: is asked", "The leaders")
    despite = organiser.page.get_by_label("I have looked at the problems")
    if despite.count():
        despite.check()
    organiser.write("Why does it change?", "The depot is at an exercise.")
    organiser.press("Change it").sees("Plan B taken", "You can undo it until")
    site.wait(timedelta(minutes=9))
    assert season.counted(site) == before, "Nobody is told while the change can be undone."


def tell_once(site: Site) -> None:
    """Those whom the change touches hear of it once, and nobody else does."""
    before = season.counted(site)
    site.wait(timedelta(minutes=2))
    told = season.counted(site) - before
    assert told == {
        MUSEUM.email: 1,
        COACH.email: 1,
        words.LEADER: 1,
        **dict.fromkeys(season.GUESTS, 1),
    }
    site.wait(timedelta(minutes=30))
    assert season.counted(site) - before == told
    english, finnish = (site.letters(guest)[-1] for guest in season.GUESTS)
    assert DEPOT.name in english.text
    assert MUSEUM.name in english.text
    assert f"{MUSEUM.name} (fi)" in finnish.text


def stand_in(phone: Person, site: Site) -> None:
    phone.open(site.letter(MUSEUM.email, "/r/").link).sees(MUSEUM.name)
    phone.tick(YES).press("Send the answer").sees("You said yes on")


# The calendars


def compare_calendars(organiser: Person, station: Person, site: Site) -> None:
    """Each part of the organiser's calendar stands at the same time in that of its host."""
    ours = {one.summary: one for one in entries(organiser.download("Calendar file")).values()}
    visits = {host: ours.pop(host.name) for host in ASKED if host is not DEPOT}
    visits[MUSEUM] = ours.pop(MUSEUM.name)
    assert ours == {}
    for host, part in visits.items():
        theirs = followed(station if host is STATION else organiser, site, host)
        taken = [one for one in theirs if one.summary.startswith("Taken: ")]
        assert [(one.starts, one.ends) for one in taken] == [(part.starts, part.ends)], host
        assert taken[0].location == part.location
        assert taken[0].status == "CONFIRMED"
        assert taken[0].summary == f"Taken: {host.name}, {season.SEATS} persons"
    assert visits[ALARM].starts == datetime.combine(ALARM.date, ANOTHER_TIME, HELSINKI)
    assert all(one.summary == f"Open: {DEPOT.name}" for one in followed(organiser, site, DEPOT))
    check_season(followed(station, site, STATION))


def follow_as_a_guest(phone: Person, organiser: Person, site: Site) -> None:
    """A guest's calendar has the same parts at the same times."""
    phone.open(site.letter(season.GUESTS[0], "/p/").link)
    own = entries(phone.download("Programme for your calendar"))
    organiser.menu("Departures").follow_row(words.PACKAGE)
    ours = entries(organiser.download("Calendar file"))
    assert times(own) == times(ours)


def times(found: dict[str, Entry]) -> set[tuple[object, ...]]:
    return {(one.summary, one.starts, one.ends) for one in found.values()}


def followed(person: Person, site: Site, host: Host) -> list[Entry]:
    """What the host's own calendar program reads; the station makes its address by clicking."""
    if host is not STATION:
        return fetched(person, season.feed_of(site, host))
    person.open("/host/calendars")
    if person.link("Make an address").count():
        person.follow("Make an address").write("Whose calendar reads it", "Duty desk")
        person.press("Make the address").sees("The address is made.")
    return fetched(person, person.field("Address for your calendar program").input_value())


def fetched(person: Person, address: str) -> list[Entry]:
    url = address if address.startswith("http") else person.address + address
    answer = person.page.request.get(url)
    assert answer.ok, f"{url} answered {answer.status}"
    return list(entries(answer.body()).values())


def check_season(slots: list[Entry]) -> None:
    """The clocks of Finland show one time all season, over the change of the clocks."""
    starts = [one.starts for one in slots if isinstance(one.starts, datetime)]
    assert len(starts) == 33
    assert {f"{one.astimezone(HELSINKI):%a %H:%M}" for one in starts} == {"Tue 09:00"}
    assert len({one.astimezone(UTC).hour for one in starts}) == 2
