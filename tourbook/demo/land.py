"""The regions, towns and places of the demonstration."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tourbook.core.db import db
from tourbook.core.texts import Texts
from tourbook.directory.models import Municipality, Place, Region, Theme

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
    return Land(towns=towns, places=places, themes=themes)
