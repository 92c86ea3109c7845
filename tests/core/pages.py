"""Pages for machines."""

from tests.world import EVERYBODY, Page

PAGES = [Page("health.alive", EVERYBODY), Page("health.ready", EVERYBODY)]
