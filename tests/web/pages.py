"""Who may fetch the program's own files."""

from tests.world import EVERYBODY, Page

PAGES = [Page("static", EVERYBODY, args=lambda world: {"filename": "css/kit.css"})]
