"""Asking a routing server on loopback about the ways of a draft."""

import json
import socket
import threading
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from tests.browser_client import Browser
from tests.making import NOON, kept, make_municipality, make_version, number
from tests.packages import routing_server
from tests.packages.routing_server import Answer
from tests.packages.routing_server import routing_server as serving
from tourbook.core import jobs
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.directory.models import Place, TravelMode, TravelSource, TravelTime
from tourbook.packages.models import Version
from tourbook.packages.services import routing, travel

ACTOR = Actor(None, "Olli Organiser")


@pytest.fixture(autouse=True)
def _no_server_left() -> Iterator[None]:
    yield
    routing.use("")


def place(lat: float, lon: float) -> Place:
    name = f"Place {number()}"
    return kept(Place(municipality=make_municipality(), name=name, lat=lat, lon=lon))


def draft(*, days: int = 3) -> Version:
    """A draft whose items are a few kilometres apart, one place a day."""
    version = make_version(days=days, published=False)
    for count, day in enumerate(version.days):
        day.items[0].place = place(61.6 + count / 20, 27.2)
    db.session.commit()
    return version


def route(version: Version, answer: Answer = routing_server.roads) -> list[str]:
    """Ask and let the worker work; the addresses that were asked for."""
    with serving(answer) as server:
        routing.use(server.url)
        routing.ask(version, at=NOON, actor=ACTOR)
        db.session.commit()
        assert jobs.run_due(at=NOON) == 1
    return server.asked


def times() -> list[TravelTime]:
    return list(db.session.scalars(sa.select(TravelTime).order_by(TravelTime.id)))


def outcome(version: Version) -> dict[str, object]:
    job = routing.job_of(version)
    assert job is not None
    assert job.state is jobs.JobState.DONE
    found = job.payload["outcome"]
    assert isinstance(found, dict)
    return found


def test_all_pairs_of_a_draft_are_filled_at_one_asking(app: object) -> None:
    version = draft()

    asked = route(version)

    assert len(asked) == 1
    assert outcome(version) == {"filled": 3, "unknown": 0}
    found = times()
    assert [(time.mode, time.source) for time in found] == [
        (TravelMode.COACH, TravelSource.ROUTED)
    ] * 3
    # Places 5.56 km apart: 8.34 km of road, 9 minutes at 60 km an hour and 5 to get in and out.
    near = min(found, key=lambda time: time.metres)
    assert (near.minutes, round(near.metres, -2)) == (14, 8300)


def test_what_was_typed_stands(app: object) -> None:
    version = draft(days=2)
    one, other = (day.items[0].place for day in version.days)
    assert one is not None
    assert other is not None
    travel.write_down(
        one, other, mode=TravelMode.COACH, minutes=25, metres=9000, at=NOON, actor=ACTOR
    )

    route(version)

    assert [(time.minutes, time.metres, time.source) for time in times()] == [
        (25, 9000, TravelSource.TYPED)
    ]


def test_asking_again_replaces_what_was_routed(app: object) -> None:
    version = draft(days=2)
    route(version)
    before = times()[0].metres

    def longer(places: list[tuple[float, float]]) -> tuple[int, bytes]:
        answer = json.loads(routing_server.roads(places)[1])
        for table in ("durations", "distances"):
            answer[table] = [[cell * 2 for cell in row] for row in answer[table]]
        return 200, json.dumps(answer).encode()

    route(version, longer)

    db.session.expire_all()
    assert [round(time.metres / before) for time in times()] == [2]


def test_pairs_without_a_road_are_counted_and_left_out(app: object) -> None:
    version = draft()

    def island(places: list[tuple[float, float]]) -> tuple[int, bytes]:
        answer = json.loads(routing_server.roads(places)[1])
        for table in ("durations", "distances"):
            for row in answer[table][:-1]:
                row[-1] = None
            answer[table][-1] = [None] * len(places)
        return 200, json.dumps(answer).encode()

    route(version, island)

    assert outcome(version) == {"filled": 1, "unknown": 2}
    assert len(times()) == 1


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (500, b"", "the error %(code)d"),
        (400, b'{"code": "InvalidQuery"}', "the error %(code)d"),
        (200, b"<html>", "cannot be read"),
        (200, b"\xff\xfe", "cannot be read"),
        (200, b"[" * 100_000, "cannot be read"),
        (200, b"x" * (routing.MOST_BYTES + 10), "cannot be read"),
        (200, b'{"code": "NoTable"}', "could not reckon"),
        (200, b'{"code": "Ok", "durations": [[0]], "distances": [[0]]}', "another size"),
    ],
)
def test_an_answer_that_is_no_good_changes_nothing(
    app: object, status: int, body: bytes, said: str
) -> None:
    version = draft()

    route(version, lambda _places: (status, body))

    assert said in str(outcome(version)["sentence"])
    assert times() == []


def test_a_half_good_answer_changes_nothing(app: object) -> None:
    version = draft()

    def wrong_at_the_end(places: list[tuple[float, float]]) -> tuple[int, bytes]:
        answer = json.loads(routing_server.roads(places)[1])
        answer["durations"][-1][0] = -5
        return 200, json.dumps(answer).encode()

    route(version, wrong_at_the_end)

    assert "impossible number" in str(outcome(version)["sentence"])
    assert times() == []


def test_a_server_that_is_away_is_told_of(app: object) -> None:
    version = draft()
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        routing.use(f"http://127.0.0.1:{unused.getsockname()[1]}")

        routing.ask(version, at=NOON, actor=ACTOR)
        db.session.commit()
        jobs.run_due(at=NOON)

    assert "cannot be reached" in str(outcome(version)["sentence"])


def test_a_server_that_is_silent_is_given_up(app: object, monkeypatch: pytest.MonkeyPatch) -> None:
    version = draft()
    monkeypatch.setattr(routing, "PATIENCE", 0.2)
    wait = threading.Event()

    def silent(_places: list[tuple[float, float]]) -> tuple[int, bytes]:
        wait.wait(2)
        return 200, b"{}"

    with serving(silent) as server:
        routing.use(server.url)
        routing.ask(version, at=NOON, actor=ACTOR)
        db.session.commit()
        jobs.run_due(at=NOON)
        wait.set()

    assert "did not answer in time" in str(outcome(version)["sentence"])
    assert times() == []


def test_many_places_are_asked_in_blocks(app: object, monkeypatch: pytest.MonkeyPatch) -> None:
    version = draft(days=5)
    monkeypatch.setattr(routing, "SPOTS_AT_ONCE", 4)

    asked = route(version)

    # Three blocks of two, two and one place: each with itself and with each other.
    assert len(asked) == 6
    assert outcome(version) == {"filled": 10, "unknown": 0}
    assert len(times()) == 10


def test_without_a_server_or_places_asking_is_refused(app: object) -> None:
    version = draft()
    with pytest.raises(Refused, match="No routing server"):
        routing.ask(version, at=NOON, actor=ACTOR)

    routing.use("http://127.0.0.1:9")
    with pytest.raises(Refused, match="fewer than two places"):
        routing.ask(make_version(published=False), at=NOON, actor=ACTOR)
    version.travel_mode = TravelMode.WALK
    with pytest.raises(Refused, match="Nobody drives"):
        routing.ask(version, at=NOON, actor=ACTOR)


def test_the_page_tells_how_far_the_asking_is(as_organiser: Browser) -> None:
    version = draft()
    url = f"/desk/travel/drafts/{version.id}"
    assert "No routing server is set up" in as_organiser.get(url).text

    with serving(routing_server.roads) as server:
        routing.use(server.url)
        response = as_organiser.post(f"{url}/ask")
        assert response.location == url
        waiting = as_organiser.get(url, headers={"HX-Request": "true"}).text
        assert "Working on it." in waiting
        jobs.run_due(at=NOON.replace(year=2100))

    page = as_organiser.get(url).text
    assert "3 pairs of places are known now." in page
    assert "routing server" in page


def test_the_page_says_why_nothing_came_of_it(as_organiser: Browser) -> None:
    version = draft()
    route(version, lambda _places: (500, b""))

    page = as_organiser.get(f"/desk/travel/drafts/{version.id}").text

    assert "The routing server answered with the error 500. Nothing was changed." in page
    assert "It did not work" not in page
