"""Addresses of calendars: they lead nowhere but outside, within limits, and only if allowed."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.hosts.answering import ADDRESS, MEETING, Answerer, busy, ics, make_feed, reply
from tests.making import NOON
from tourbook.core import jobs
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.hosts.models import BusyFeed, Component
from tourbook.hosts.services import busy as services
from tourbook.hosts.services import fetching
from tourbook.hosts.services.fetching import Wire

ACTOR = Actor(None, "Test Person")


@pytest.mark.parametrize(
    "address",
    [
        "http://calendar.example.org/a.ics",
        "ftp://calendar.example.org/a.ics",
        "https://",
        "https:///a.ics",
        "https://name:password@calendar.example.org/",
        "https://calendar.example.org:8443/",
        "https://calendar.example.org:99999/",
        "https://[::1/",
        "https://calendar.example.org/a b",
        "https://calendar.example.org/a\r\nX: y",
        "file:///etc/passwd",
        "",
    ],
)
def test_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(Refused, match="begins with https"):
        fetching.check_address(address)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("127.9.9.9", False),
        ("0.0.0.0", False),  # noqa: S104
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("240.0.0.1", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("::ffff:93.184.216.34", False),
        ("::127.0.0.1", False),
        ("fec0::1", False),
        ("3fff::1", False),
        ("192.0.0.8", False),
        ("2002:7f00:1::", False),
        ("2001:0:5ef5:79fb:0:59c:a01:1", False),
        ("nonsense", False),
    ],
)
def test_only_the_open_internet_is_public(address: str, public: bool) -> None:
    assert fetching.is_public(address) is public


@pytest.fixture
def answering(tmp_path: Path) -> Iterator[Callable[..., Answerer]]:
    made: list[Answerer] = []

    def answer(content: bytes, *, pause: float = 0.0) -> Answerer:
        made.append(Answerer(tmp_path, content, pause=pause))
        return made[-1]

    yield answer
    for one in made:
        one.close()


def test_calendar_is_fetched_from_the_address_that_was_looked_at(
    answering: Callable[..., Answerer],
) -> None:
    server = answering(reply(ics(MEETING)))

    assert fetching.fetch(ADDRESS, server.wire()) == ics(MEETING)

    assert server.reached == [("93.184.216.34", 443)]
    assert server.asked[0].startswith(b"GET /duty.ics?key=1 HTTP/1.1\r\n")
    assert b"Host: calendar.example.org\r\n" in server.asked[0]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (reply(b"", "302 Found", "Location: https://other.example.org/\r\n"), "has moved"),
        (reply(b"", "404 Not Found"), "did not give"),
        (reply(b"", "500 Oh"), "did not give"),
        (reply(b"x" * 2_000_001), "larger than 2 MB"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nshort", "could not be reached"),
        (b"SSH-2.0-nonsense\r\n", "could not be reached"),
        (b"", "could not be reached"),
    ],
)
def test_answer_that_is_no_calendar_is_told_of(
    answering: Callable[..., Answerer], answer: bytes, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        fetching.fetch(ADDRESS, answering(answer).wire())


def test_slow_answer_is_stopped(answering: Callable[..., Answerer]) -> None:
    server = answering(reply(ics(MEETING)), pause=0.1)

    with pytest.raises(Refused, match="took longer"):
        fetching.fetch(ADDRESS, server.wire(whole=1.0))


@pytest.mark.parametrize("addresses", [("127.0.0.1",), ("93.184.216.34", "10.0.0.1"), ()])
def test_name_that_leads_inside_is_not_connected_to(
    answering: Callable[..., Answerer], addresses: tuple[str, ...]
) -> None:
    server = answering(reply(ics(MEETING)))

    with pytest.raises(Refused, match="private network" if addresses else "cannot be found"):
        fetching.fetch(ADDRESS, server.wire(addresses))

    assert server.reached == []


def test_server_that_is_not_the_one_named_is_not_believed(
    answering: Callable[..., Answerer],
) -> None:
    server = answering(reply(ics(MEETING)))

    with pytest.raises(Refused, match="could not be reached"):
        fetching.fetch("https://other.example.org/", server.wire())


#: This machine and its neighbours, as resolvers and C libraries read them.
ODDLY_WRITTEN = (
    "2130706433",
    "0x7f.1",
    "0x7f000001",
    "0177.0.0.1",
    "127.1",
    "0",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[fec0::1]",
    "169.254.169.254",
    "LOCALHOST.",
)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", *ODDLY_WRITTEN])
def test_this_machine_is_refused_by_default(host: str) -> None:
    with pytest.raises(Refused, match=r"private network|cannot be found"):
        fetching.fetch(f"https://{host}/", Wire())


def read(feed: BusyFeed, wire: Wire) -> None:
    finish = services.prepare(feed.id, wire, NOON)
    if finish:
        finish()
    db.session.commit()


def test_allowed_address_is_read_and_a_fault_keeps_what_was_read_before(
    component: Component, answering: Callable[..., Answerer]
) -> None:
    feed = make_feed(component)
    db.session.commit()

    read(feed, answering(reply(ics(MEETING))).wire())
    assert busy() == [(datetime(2027, 3, 10, 8, tzinfo=UTC), datetime(2027, 3, 10, 9, tzinfo=UTC))]

    read(feed, answering(reply(b"", "404 Gone")).wire())
    assert feed.fault == "The server did not give the calendar out."
    assert len(busy()) == 1


def test_address_that_is_not_allowed_is_not_asked_for(
    component: Component, answering: Callable[..., Answerer]
) -> None:
    server = answering(reply(ics(MEETING)))
    wire = server.wire()
    feed = make_feed(component, allowed=False)
    db.session.commit()

    read(feed, wire)

    assert (server.reached, busy()) == ([], [])


def test_address_that_is_revoked_while_it_is_read_changes_nothing(
    component: Component, answering: Callable[..., Answerer]
) -> None:
    feed = make_feed(component)
    db.session.commit()
    finish = services.prepare(feed.id, answering(reply(ics(MEETING))).wire(), NOON)

    services.revoke(feed, at=NOON, actor=ACTOR)
    assert finish
    finish()

    assert busy() == []


def test_each_allowed_address_gets_one_job_an_hour(component: Component) -> None:
    feed = make_feed(component)
    make_feed(component, allowed=False)

    for _ in range(2):
        services.read_all({}, NOON)

    made = db.session.scalars(select(jobs.Job).where(jobs.Job.kind == services.READ)).all()
    assert [job.payload for job in made] == [{"feed_id": feed.id}]
