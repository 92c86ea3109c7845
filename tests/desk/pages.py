"""Who may open the start pages."""

from tests.world import ORGANISERS, SIGNED_IN, Page

PAGES = [
    Page("desk.start", SIGNED_IN),
    Page("desk.index", ORGANISERS | {"evaluator"}),
    Page("desk.week", ORGANISERS),
    Page("desk.search", ORGANISERS),
    Page("host_desk.index", frozenset({"host", "other_host"})),
    Page("host_desk.year", frozenset({"host", "other_host"})),
]
