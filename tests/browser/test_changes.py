"""Changes of a planned day: looked at first, undone in time, and told once to whom they touch."""

from datetime import timedelta

from tests.browser import season, words
from tests.browser.conftest import Somebody
from tests.browser.offering import sign_in_by_password
from tests.browser.person import Person
from tests.browser.season import ALARM, COACH, CONTROL, DEPOT, MUSEUM, Host
from tests.browser.site import Site

CLOCK = "%Y-%m-%dT%H:%M"


def test_visits_are_moved_swapped_dropped_and_undone(site: Site, somebody: Somebody) -> None:
    season.make_season(site)
    season.put_on_date(site)
    season.make_travellers(site)
    site.work()
    before = season.counted(site)
    organiser = somebody()
    sign_in_by_password(organiser, words.ORGANISER)

    move_and_undo(organiser)
    begin(organiser, DEPOT, "Take plan B").press("Look at the day")
    organiser.sees(f"Example {DEPOT.name}: is told that the group does not come")
    agree(organiser).sees("Plan B taken")
    begin(organiser, CONTROL, "Leave it out").press("Look at the day")
    agree(organiser).sees("Left out")
    organiser.menu("Departures").follow_row(words.PACKAGE).does_not_see(CONTROL.name)

    site.wait(timedelta(minutes=11))
    told = dict.fromkeys((DEPOT, MUSEUM, CONTROL, COACH), 1)
    assert season.counted(site) - before == {
        **{host.email: many for host, many in told.items()},
        **dict.fromkeys((words.LEADER, *season.GUESTS), 1),
    }
    guest = site.letters(season.GUESTS[0])[-1].text
    assert all(host.name in guest for host in (DEPOT, MUSEUM, CONTROL))
    assert ALARM.name not in guest
    look_back(organiser)


def begin(organiser: Person, host: Host, choice: str) -> Person:
    organiser.menu("Departures").follow_row(words.PACKAGE)
    return organiser.follow(f"Change this visit: {host.name}").tick(choice)


def agree(organiser: Person) -> Person:
    despite = organiser.page.get_by_label("I have looked at the problems and change it anyway")
    if despite.count():
        organiser.press("Change it").sees("Look at the problems of the new day")
        despite.check()
    return organiser.press("Change it")


def move_and_undo(organiser: Person) -> None:
    """A move without a time is told of; one that is undone within ten minutes never was."""
    begin(organiser, ALARM, "Move it to another time").write("It begins", "")
    organiser.press("Look at the day").sees("Give the day and the time")
    organiser.write("It begins", f"{ALARM.date}T16:00").press("Look at the day")
    organiser.sees("Until now at 13:00", f"Example {ALARM.name}: is told of the new time")
    agree(organiser).sees("Moved", "You can undo it until", "16:00", "Not told yet")
    organiser.press("Undo").sees("Everything is as it was, and nobody was told.", "Undone")


def look_back(organiser: Person) -> None:
    """What was told can no longer be undone."""
    organiser.follow("Changes").sees("Plan B taken", "Left out", "Undone", "Told")
    assert organiser.button("Undo").count() == 0
