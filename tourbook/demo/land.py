"""The regions, towns and places of the demonstration."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tourbook.core.db import db
from tourbook.core.texts import Texts
from tourbook.directory.models import (
    Municipality,
    Place,
    Region,
    Theme,
    TravelMode,
    TravelSource,
    TravelTime,
)

DATA = Path(__file__).parent / "data"


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def texts(words: list[str]) -> Texts:
    """English, Finnish, Swedish, as the data files have them."""
    en, fi, sv = words
    return Texts(en=en, fi=fi, sv=sv)


@dataclass(frozen=True)
class Land:
    towns: dict[str, Municipality]
    places: dict[str, Place]
    themes: dict[str, Theme]


def make_land() -> Land:
    data = read("places")
    regions = {
        slug: Region(slug=slug, name=texts(words)) for slug, words in data["regions"].items()
    }
    towns = {
        name: Municipality(
            region=regions[region], lat=lat, lon=lon, name=Texts(en=name, fi=fi, sv=sv)
        )
        for name, (region, lat, lon, fi, sv) in data["towns"].items()
    }
    places = {
        key: Place(
            municipality=towns[town],
            name=name,
            address=address,
            lat=lat,
            lon=lon,
            step_free=step_free,
            coach_parking=coach_parking,
        )
        for key, (town, name, address, lat, lon, step_free, coach_parking) in data["places"].items()
    }
    themes = {slug: Theme(slug=slug, name=texts(words)) for slug, words in data["themes"].items()}
    db.session.add_all([*regions.values(), *towns.values(), *places.values(), *themes.values()])
    db.session.flush()
    db.session.add_all(travel_time(places, *way) for way in data["travel"]["ways"])
    db.session.flush()
    return Land(towns=towns, places=places, themes=themes)


def travel_time(
    places: dict[str, Place], one: str, other: str, mode: str, minutes: int, kilometres: float
) -> TravelTime:
    """A way that somebody has driven or walked; the place with the lower key comes first."""
    first, second = sorted((places[one], places[other]), key=lambda place: place.id)
    return TravelTime(
        first_place=first,
        second_place=second,
        mode=TravelMode(mode),
        minutes=minutes,
        metres=round(kilometres * 1000),
        source=TravelSource.TYPED,
    )
