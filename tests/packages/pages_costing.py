"""Who may open the costing of packages."""

from tests.world import ORGANISERS, Page

READ = ("GET",)
FORM = ("GET", "POST")
POST = ("POST",)

PAGES = [
    *(
        Page(endpoint, ORGANISERS, lambda w: {"version_id": w.draft.id}, methods)
        for endpoint, methods in (
            ("package_costing.show", READ),
            ("package_costing.terms", FORM),
            ("package_costing.use_prices", POST),
            ("package_costing.what_if", READ),
            ("package_costing.apply_what_if", POST),
        )
    ),
    Page(
        "package_costing.line",
        ORGANISERS,
        lambda w: {"item_id": w.draft.days[0].items[0].id},
        FORM,
    ),
]
