"""Who may open the directory's pages."""

from collections.abc import Mapping

from tests import making
from tests.world import ORGANISERS, Page, World

PLURALS = ("regions", "municipalities", "places", "organisations", "themes")
ONE = {
    "regions": "region_id",
    "municipalities": "municipality_id",
    "places": "place_id",
    "organisations": "organisation_id",
    "themes": "theme_id",
}


def row_of(kind: str, world: World) -> int:
    place = world.component.place
    assert place is not None
    return {
        "regions": place.municipality.region_id,
        "municipalities": place.municipality_id,
        "places": place.id,
        "organisations": world.component.organisation_id,
    }.get(kind) or making.make_theme().id


def pages_of(kind: str) -> list[Page]:
    def args(world: World) -> Mapping[str, object]:
        return {ONE[kind]: row_of(kind, world)}

    return [
        Page(f"{kind}.index", ORGANISERS),
        Page(f"{kind}.show", ORGANISERS, args),
        Page(f"{kind}.new", ORGANISERS, methods=("GET", "POST")),
        Page(f"{kind}.edit", ORGANISERS, args, methods=("GET", "POST")),
        Page(f"{kind}.remove", ORGANISERS, args, methods=("POST",)),
    ]


PAGES = [
    Page("directory.index", ORGANISERS),
    Page(
        "organisations.people",
        ORGANISERS,
        lambda world: {"organisation_id": world.component.organisation_id},
        methods=("GET", "POST"),
    ),
    *(page for kind in PLURALS for page in pages_of(kind)),
]
