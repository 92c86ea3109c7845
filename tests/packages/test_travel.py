"""Travel times written down by hand, and their pages."""

from datetime import date

import pytest
import sqlalchemy as sa

from tests.browser_client import Browser
from tests.conftest import Statements
from tests.making import NOON, kept, make_municipality, make_place, make_version, number
from tourbook.core import clock
from tourbook.core.audit import Actor, AuditEntry
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.directory.models import Place, TravelMode, TravelSource, TravelTime
from tourbook.documents import sheets
from tourbook.packages.models import Item, Version, VersionStatus
from tourbook.packages.queries import outlines
from tourbook.packages.rules import limits
from tourbook.packages.services import travel

ACTOR = Actor(None, "Olli Organiser")
INDEX = "/desk/travel/"


def town_place(name: str, lat: float = 61.7) -> Place:
    return kept(Place(municipality=make_municipality(), name=name, lat=lat, lon=27.2))


def draft_between(*places: Place) -> Version:
    version = make_version(days=len(places), published=False)
    for day, place in zip(version.days, places, strict=True):
        day.items[0].place = place
    db.session.commit()
    return version


def write_down(one: Place, other: Place, minutes: int = 40, metres: int = 45_000) -> TravelTime:
    return travel.write_down(
        one, other, mode=TravelMode.COACH, minutes=minutes, metres=metres, at=NOON, actor=ACTOR
    )


def entries() -> list[str]:
    return list(
        db.session.scalars(
            sa.select(AuditEntry.action)
            .where(AuditEntry.action.startswith("packages.travel"))
            .order_by(AuditEntry.id)
        )
    )


def test_writing_a_way_down_twice_keeps_one_row(app: object) -> None:
    one, other = make_place(), make_place()

    write_down(other, one)
    write_down(one, other)
    time = write_down(one, other, minutes=38)

    assert db.session.scalar(sa.select(sa.func.count()).select_from(TravelTime)) == 1
    assert (time.first_place_id, time.second_place_id) == (one.id, other.id)
    assert (time.minutes, time.metres, time.source) == (38, 45_000, TravelSource.TYPED)
    # The repetition changed nothing, so it is not in the log.
    assert entries() == ["packages.travel", "packages.travel"]


def test_a_way_of_each_mode_stands_by_itself(app: object) -> None:
    one, other = make_place(), make_place()
    write_down(one, other)

    travel.write_down(
        one, other, mode=TravelMode.WALK, minutes=12, metres=900, at=NOON, actor=ACTOR
    )

    assert set(db.session.scalars(sa.select(TravelTime.mode))) == {
        TravelMode.COACH,
        TravelMode.WALK,
    }


def test_a_place_is_not_away_from_itself(app: object) -> None:
    place = make_place()

    with pytest.raises(Refused, match="two different places"):
        write_down(place, place)


def test_what_is_written_down_counts_in_the_checks(app: object) -> None:
    one, other = town_place("One"), town_place("Other", 61.8)
    version = draft_between(one, other)
    write_down(one, other, minutes=77)

    measured = outlines.outline_of(version, today=date(2027, 3, 2)).measured

    assert [leg.minutes for leg in measured.values()] == [77]


def test_the_list_is_empty_at_first_and_says_what_to_do(as_organiser: Browser) -> None:
    page = as_organiser.get(INDEX).text

    assert "No ways yet" in page
    assert "Write down a way" in page


def test_the_list_shows_ways_of_drafts_and_measured_ones(as_organiser: Browser) -> None:
    station, harbour, mill = town_place("Station"), town_place("Harbour", 61.8), town_place("Mill")
    draft_between(station, harbour)
    write_down(station, mill, minutes=21, metres=9_500)
    db.session.commit()

    page = as_organiser.get(INDEX).text

    assert "Station – Harbour" in page  # noqa: RUF001
    assert "21 min, 9.5 km" in page
    assert "estimated" in page
    used = as_organiser.get(INDEX + "?used=y").text
    assert "Harbour" in used
    assert "Mill" not in used
    assert "Harbour" not in as_organiser.get(INDEX + "?state=measured").text
    assert "Mill" not in as_organiser.get(INDEX + "?state=estimated").text
    assert "Mill" not in as_organiser.get(INDEX + "?q=harb").text
    assert "Nothing fits" in as_organiser.get(INDEX + "?q=nowhere").text
    assert "Harbour" in as_organiser.get(INDEX + "?state=nonsense&page=-3").text


def test_a_published_version_adds_no_ways(as_organiser: Browser) -> None:
    version = draft_between(town_place("Station"), town_place("Harbour", 61.8))
    version.status, version.published_at = VersionStatus.PUBLISHED, NOON
    db.session.commit()

    assert "No ways yet" in as_organiser.get(INDEX).text


def test_the_list_can_be_taken_along(as_organiser: Browser) -> None:
    one, other = town_place("Station"), town_place("Mill")
    write_down(one, other, minutes=21, metres=9_500)
    db.session.commit()

    found = as_organiser.get(INDEX + "?format=xlsx")

    rows = sheets.read_table(found.data, "travel.xlsx")
    assert rows[0][:4] == ["From which place", "To which place", "How the group travels", "Minutes"]
    assert len(rows) == 4
    coach = next(row for row in rows[1:] if row[2] == "Coach")
    assert coach[3:6] == ["21", "9.5", "typed"]


def test_nobody_is_sent_on_foot_from_town_to_town(as_organiser: Browser) -> None:
    """Beyond the limit of a group's walk there is no estimate; what was walked is told."""
    limit = limits.on(clock.today())["walk_most_metres"]
    one = town_place("Station")
    near, far = town_place("Next door", 61.7 + limit / 160_000), town_place("Away", 62.7)
    draft_between(one, near)
    draft_between(one, far)

    page = as_organiser.get(INDEX).text
    rows = sheets.read_table(as_organiser.get(INDEX + "?format=csv").data, "travel.csv")

    walks = {row[1]: row[3:6] for row in rows if row[2] == "On foot"}
    assert page.count("too far to walk") == 1
    assert [walks[name][0] for name in sorted(walks)] == ["", "11"]
    assert [walks[name][2] for name in sorted(walks)] == ["too far to walk", "estimated"]
    assert "about 2 h 23 min" in page

    write_walk(one, far)
    assert "too far to walk" not in as_organiser.get(INDEX).text
    assert "23 h 20 min, 110 km" in as_organiser.get(f"{INDEX}{one.id}/{far.id}").text


def write_walk(one: Place, other: Place) -> None:
    travel.write_down(
        one, other, mode=TravelMode.WALK, minutes=1400, metres=110_000, at=NOON, actor=ACTOR
    )
    db.session.commit()


def test_the_ways_of_a_draft_are_told_in_hours_and_minutes(as_organiser: Browser) -> None:
    one, other = town_place("Station"), town_place("Harbour", 62.7)
    version = draft_between(one)
    first = version.days[0].items[0]
    version.days[0].items.append(
        Item(
            place=other,
            kind=first.kind,
            title=first.title,
            text=first.text,
            starts_minute=840,
            ends_minute=900,
            lineage="later",
        )
    )
    write_down(one, other, minutes=95)
    db.session.commit()

    page = as_organiser.get(f"{INDEX}drafts/{version.id}").text

    assert "1 h 35 min, 45 km" in page
    assert "2 h 30 min" in page
    assert "95 min" not in page


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_asks_the_same_number_of_questions(
    as_organiser: Browser, statements: Statements, count: int
) -> None:
    for _ in range(count):
        draft_between(town_place(f"P{number()}"), town_place(f"Q{number()}", 61.9))

    with statements() as seen:
        as_organiser.get(INDEX)

    assert len(seen) <= 7


def test_a_way_is_written_down_on_its_page(as_organiser: Browser) -> None:
    one, other = make_place(), make_place()
    db.session.commit()
    form = {"one": other.id, "other": one.id, "mode": "coach", "minutes": 40, "kilometres": "45,5"}

    response = as_organiser.post(INDEX + "new", data=form)

    assert response.location == f"{INDEX}{other.id}/{one.id}"
    time = db.session.scalars(sa.select(TravelTime)).one()
    assert (time.minutes, time.metres) == (40, 45_500)
    page = as_organiser.get(response.location).text
    assert "40 min, 45.5 km" in page
    again = as_organiser.post(
        f"{INDEX}{one.id}/{other.id}", data={"mode": "coach", "minutes": 42, "kilometres": "45"}
    )
    assert again.status_code == 302
    db.session.expire_all()
    assert [each.minutes for each in db.session.scalars(sa.select(TravelTime))] == [42]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"minutes": "soon"}, "whole number"),
        ({"minutes": "-5"}, "0 to 1440"),
        ({"kilometres": "5000"}, "0 to 2000"),
        ({"minutes": "5"}, "km an hour"),
        ({"mode": "rocket"}, "Choose"),
        ({"other": ""}, "error-summary"),
        ({"other": "99999999"}, "Choose"),
    ],
)
def test_bad_input_keeps_what_was_typed(
    as_organiser: Browser, wrong: dict[str, str], said: str
) -> None:
    one, other = make_place(), make_place()
    db.session.commit()
    form: dict[str, object] = {"one": one.id, "other": other.id, "mode": "coach"}
    form |= {"minutes": "40", "kilometres": "45"} | wrong

    response = as_organiser.post(INDEX + "new", data=form)

    assert response.status_code == 200
    assert "<title>Error: " in response.text
    assert said in response.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(TravelTime)) == 0


def test_errors_of_a_new_way_are_told_in_the_order_of_its_fields(as_organiser: Browser) -> None:
    page = as_organiser.post(INDEX + "new", data={"mode": "coach"}).text

    summary = page[page.index("error-summary") :]
    found = [summary.index(f'href="#{name}"') for name in ("one", "other", "minutes", "kilometres")]
    assert found == sorted(found)


def test_a_measured_time_is_removed(as_organiser: Browser) -> None:
    one, other = make_place(), make_place()
    time = write_down(one, other)
    db.session.commit()

    response = as_organiser.post(f"{INDEX}times/{time.id}/remove")

    assert response.location == f"{INDEX}{one.id}/{other.id}"
    assert db.session.scalar(sa.select(sa.func.count()).select_from(TravelTime)) == 0
    assert entries()[-1] == "packages.travel_remove"
    assert as_organiser.post(f"{INDEX}times/{time.id}/remove").status_code == 404


def test_there_is_no_page_for_a_place_and_itself(as_organiser: Browser) -> None:
    place = make_place()
    db.session.commit()

    assert as_organiser.get(f"{INDEX}{place.id}/{place.id}").status_code == 404
    assert as_organiser.get(f"{INDEX}{place.id}/9999999").status_code == 404
