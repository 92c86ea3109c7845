"""Who may open the builder's pages and press its buttons."""

from collections.abc import Mapping

from tests.world import ORGANISERS, Page, World

READ = ("GET",)
POST = ("POST",)


def of_draft(world: World) -> Mapping[str, object]:
    return {"version_id": world.draft.id}


def of_item(world: World) -> Mapping[str, object]:
    return {"version_id": world.draft.id, "item_id": world.draft.days[0].items[0].id}


def of_day(world: World) -> Mapping[str, object]:
    return {"version_id": world.draft.id, "day_id": world.draft.days[0].id}


PAGES = [
    *(
        Page(f"package_builder.{name}", ORGANISERS, of_draft, READ)
        for name in ("board", "news", "history")
    ),
    Page("package_library.library", ORGANISERS, of_draft, READ),
    Page(
        "package_library.add",
        ORGANISERS,
        of_draft,
        POST,
        lambda w: {"day": w.draft.days[0].id, "title": "Walk", "kind": "side"},
    ),
    Page("package_builder.add_day", ORGANISERS, of_draft, POST),
    Page("package_builder.undo", ORGANISERS, of_draft, POST),
    Page("package_builder.redo", ORGANISERS, of_draft, POST),
    Page(
        "package_builder.accept",
        ORGANISERS,
        of_draft,
        POST,
        lambda w: {"key": "no_objectives", "reason": "We ask nobody."},
    ),
    Page(
        "package_builder.take_back",
        ORGANISERS,
        of_draft,
        POST,
        lambda w: {"key": "no_objectives"},
    ),
    Page(
        "package_builder.act",
        ORGANISERS,
        of_item,
        POST,
        lambda w: {"act": "later", "revision": w.draft.days[0].items[0].revision},
    ),
    Page(
        "package_builder.day_hours",
        ORGANISERS,
        of_day,
        POST,
        lambda w: {"starts": "07:00", "ends": "22:00", "revision": w.draft.days[0].revision},
    ),
]
