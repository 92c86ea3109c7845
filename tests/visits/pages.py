"""Who may open the pages of visits: deadlines, lists, run sheets."""

from collections.abc import Mapping

from tests.world import ORGANISERS, Page, World

POST = ("POST",)


def departure(world: World) -> Mapping[str, object]:
    return {"departure_id": world.departure.id}


def due_item(world: World) -> Mapping[str, object]:
    return {
        "departure_id": world.departure.id,
        "item_id": world.departure.items[0].id,
        "what": "menus",
    }


PAGES = [
    Page("deadlines.show", ORGANISERS, args=departure),
    Page("deadlines.mark_done", ORGANISERS, args=due_item, methods=POST),
    Page("deadlines.mark_open", ORGANISERS, args=due_item, methods=POST),
    Page("deadlines.due", ORGANISERS),
]
