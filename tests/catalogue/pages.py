"""The public pages are open to everybody."""

from tests.world import EVERYBODY, Page

PAGES = [
    Page("catalogue.index", EVERYBODY),
    Page("catalogue.package", EVERYBODY, lambda w: {"slug": w.published.package.slug}),
    Page("catalogue.accessibility", EVERYBODY),
]
