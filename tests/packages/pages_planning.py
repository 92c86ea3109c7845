"""Who may open the pages of proposing a programme."""

from tests.packages.plans import make_run
from tests.world import ORGANISERS, Page, World
from tourbook.packages.models import RunState


def searching(world: World) -> dict[str, object]:
    return {"run_id": make_run(world.draft).id}


def answered(world: World) -> dict[str, object]:
    return {"run_id": make_run(world.draft, RunState.DONE).id, "number": 0}


PAGES = [
    Page(
        "package_plans.propose",
        ORGANISERS,
        lambda w: {"version_id": w.draft.id},
        methods=("GET", "POST"),
    ),
    Page("package_plans.show", ORGANISERS, searching),
    Page("package_plans.stop", ORGANISERS, searching, methods=("POST",)),
    Page("package_plans.lay", ORGANISERS, answered, methods=("POST",)),
]
