"""Who may open the pages of packages."""

from tests.packages import pages_builder, pages_costing, pages_objectives, pages_planning
from tests.world import ORGANISERS, Page

READ = ("GET",)
FORM = ("GET", "POST")
POST = ("POST",)

PAGES = [
    Page("packages.index", ORGANISERS),
    Page("packages.new", ORGANISERS, methods=FORM),
    *(
        Page(endpoint, ORGANISERS, lambda w: {"package_id": w.draft.package_id}, methods)
        for endpoint, methods in (
            ("packages.show", READ),
            ("packages.edit", FORM),
            ("packages.retire", POST),
            ("packages.restore", POST),
        )
    ),
    *(
        Page(endpoint, ORGANISERS, lambda w: {"version_id": w.draft.id}, methods)
        for endpoint, methods in (
            ("package_versions.show", READ),
            ("package_versions.compare", READ),
            ("package_versions.settings", FORM),
            ("package_versions.copy", FORM),
            ("package_leads.edit", FORM),
            ("package_versions.publish", POST),
            ("package_versions.retire", POST),
            ("package_versions.discard", POST),
            ("package_parts.prices", FORM),
        )
    ),
    *(
        Page(endpoint, ORGANISERS, lambda w: {"day_id": w.draft.days[0].id}, methods)
        for endpoint, methods in (
            ("package_parts.edit_day", FORM),
            ("package_parts.remove_day", POST),
            ("package_items.new", FORM),
        )
    ),
    *(
        Page(endpoint, ORGANISERS, lambda w: {"item_id": w.draft.days[0].items[0].id}, methods)
        for endpoint, methods in (("package_items.edit", FORM), ("package_items.remove", POST))
    ),
    *pages_builder.PAGES,
    *pages_costing.PAGES,
    *pages_objectives.PAGES,
    *pages_planning.PAGES,
]
