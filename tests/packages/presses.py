"""Presses on the builder's buttons, for tests of what they do."""

import re

from tests.browser_client import Browser
from tests.packages.drafts import fresh
from tourbook.packages.models import Item, Version

DESK = "/desk/packages/versions"
SWAP = {"HX-Request": "true"}


def first(version: Version) -> Item:
    return fresh(version).days[0].items[0]


def press(browser: Browser, version: Version, act: str, **values: str) -> str:
    """Press a button of the draft's first item; what the page says."""
    item = fresh(version).days[0].items[0]
    data = {"act": act, "revision": str(item.revision), **values}
    return browser.post(f"{DESK}/{version.id}/items/{item.id}", data=data, headers=SWAP).text


def said(page: str) -> str:
    """What stands in the line that tells what was done."""
    found = re.search(r'id="builder-said"[^>]*>(.*?)</p>', page, re.DOTALL)
    assert found is not None
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[1])).strip()
