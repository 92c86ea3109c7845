import pytest

from tests.packages.programmes import Stop, item, version
from tourbook.catalogue import rules
from tourbook.core.texts import Texts
from tourbook.directory.models import Municipality, Place
from tourbook.packages.models import Item, PriceTier


def town(key: int) -> Municipality:
    return Municipality(id=key, name=Texts(en=f"Town {key}"), lat=60.0 + key, lon=25.0)


def at(place: Place | None, starts: int) -> Item:
    made = item(Stop(starts, starts + 30))
    made.place = place
    return made


def place(name: str, municipality: Municipality) -> Place:
    return Place(name=name, municipality=municipality, lat=61.0, lon=27.0 + len(name))


def test_the_route_goes_from_town_to_town() -> None:
    first, second = town(1), town(2)
    made = version(
        [at(place("b", second), 700), at(place("a", first), 600), at(None, 650)],
        [at(place("c", second), 600), at(place("d", first), 700)],
    )

    assert [stop.name for stop in rules.route(made)] == [Texts(en="Town 1"), Texts(en="Town 2")]


def test_within_one_town_the_route_goes_from_place_to_place() -> None:
    here = town(1)
    station, harbour = place("Station", here), place("Harbour!", here)
    made = version([at(station, 600), at(station, 650), at(harbour, 700), at(station, 800)])

    assert [stop.name for stop in rules.route(made)] == ["Station", "Harbour!"]


def test_a_programme_without_places_has_no_route() -> None:
    assert rules.route(version([at(None, 600)])) == []


@pytest.mark.parametrize(
    ("slugs", "name"),
    [([], "lake"), (["other"], "lake"), (["other", "rescue"], "rescue")],
)
def test_the_picture_is_of_the_first_theme_that_has_one(slugs: list[str], name: str) -> None:
    assert rules.picture(slugs) == f"img/themes/{name}.svg"


def test_a_group_is_offered_the_price_of_its_size() -> None:
    tiers = [PriceTier(pax_from=5, pax_to=9, person_cents=500)]

    assert rules.offer(tiers, 6) == rules.Offer(6, 500, 3000)
    assert rules.offer(tiers, 10) is None


def test_each_line_is_one_thing() -> None:
    assert rules.lines("Guide\n\n - Coach \n") == ["Guide", "Coach"]
