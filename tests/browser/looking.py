"""What is asked of every page that a journey opens: that anybody can use it, on any screen."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
SCREENSHOTS = "TOURBOOK_TEST_SCREENSHOTS"
DESKTOP = (1280, 900)
PHONE = (360, 740)
NARROW = (320, 640)

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """
async rules => {
  const found = await axe.run(document, {
    runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']});
  return found.violations.map(one => one.id + ': ' + one.help + ' ' +
    one.nodes.map(node => node.target.join(' ') + ' (' + node.html.slice(0, 150) + ')').join(', '));
}
"""
#: What a page is made of, without its words: two pages of one shape are as usable as one.
SHAPE = """
() => document.documentElement.lang + [...document.querySelectorAll('body *')].map(
  one => [one.tagName, ...['class', 'role', 'type'].map(name => one.getAttribute(name) || '')]
).join()
"""
FACTS = """
() => ({
  title: document.title.trim(),
  headings: document.querySelectorAll('h1').length,
  heading: (document.querySelector('h1') || document.body).textContent.trim().length,
  language: document.documentElement.lang,
})
"""
WIDER = """
() => {
  const limit = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= limit) return '';
  const wide = [...document.querySelectorAll('body *')].filter(
    one => one.getBoundingClientRect().right > limit + 1);
  return wide.slice(-3).map(one => one.outerHTML.slice(0, 120)).join(' | ') || 'something';
}
"""


@dataclass
class Looks:
    """The pages of one run: what has been looked at, and what is still to be checked."""

    #: The name of the journeys' file; pictures of the pages get it too.
    name: str
    axe: str = field(default_factory=lambda: AXE.read_text(encoding="utf-8"))
    seen: set[tuple[Any, ...]] = field(default_factory=set)
    #: Pages for the HTML checker, by a name that can be a file's.
    html: dict[str, str] = field(default_factory=dict)

    def look(self, page: Page, html: str, *, language: str, script: bool = True) -> None:
        """Check a page that was just opened; one of a shape that was seen passes quickly."""
        facts = page.evaluate(FACTS)
        where = f"{page.url}: {facts}"
        assert facts["title"], where
        assert facts["headings"] == 1, where
        assert facts["heading"] > 0, where
        assert facts["language"] == language, where
        shape = (script, page.evaluate(SHAPE))
        if shape in self.seen:
            return
        self.seen.add(shape)
        self.html[f"{len(self.html):03d}-{slug(page.url)}"] = html
        self.at_each_size(page, language, script)

    def at_each_size(self, page: Page, language: str, script: bool) -> None:
        usual = page.viewport_size
        for size in (DESKTOP, PHONE, NARROW):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            if size is not NARROW:
                self.check_with_axe(page, size[0], script)
                self.photograph(page, f"{slug(page.url)}-{language}-{size[0]}")
            if size is not DESKTOP:
                wider = page.evaluate(WIDER)
                assert not wider, f"{page.url} scrolls sideways at {size[0]} px: {wider}"
        if usual:
            page.set_viewport_size(usual)

    def check_with_axe(self, page: Page, width: int, script: bool) -> None:
        if not script:
            return
        page.evaluate(self.axe)
        violations = page.evaluate(RUN_AXE, RULES)
        assert violations == [], f"{page.url} at {width} px:\n" + "\n".join(violations)

    def photograph(self, page: Page, name: str) -> None:
        folder = os.environ.get(SCREENSHOTS)
        if folder:
            path = Path(folder) / f"{self.name}-{len(self.seen):03d}-{name}.png"
            page.screenshot(path=path, full_page=True)


def slug(url: str) -> str:
    """An address as a file's name; what only one reader may know is left out."""
    path = re.sub(r"/[\w-]{22,}", "/link", urlsplit(url).path)
    return re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "home"
