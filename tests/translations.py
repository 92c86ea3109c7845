"""The words of the program, as its sources mark them, and the catalogues that hold them."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "tourbook" / "translations"
TRANSLATED = ("fi", "sv")

#: Beside gettext's own names; the numbers say which arguments are words.
KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "_l": None,
    "lazy_gettext": None,
    "N_": None,
    "Refused": None,
    "Gone": None,
    "in_language": (2,),
    "plural_in": (2, 3),
}

Words = str | tuple[str, ...]


def mappings() -> tuple[list[tuple[str, str]], dict[str, dict[str, Any]]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    given = settings["tool"]["babel"]["mappings"]
    return [(one["pattern"], one["method"]) for one in given], {}


def marked() -> Iterator[tuple[Words, str]]:
    """Each marked text and where it stands."""
    methods, options = mappings()
    found = extract_from_dir(ROOT, methods, options, keywords=KEYWORDS, directory_filter=is_ours)
    for filename, line, words, _comments, _context in found:
        yield words, f"{filename}:{line}"


def is_ours(folder: Any) -> bool:
    return Path(folder).name in ("", ROOT.name) or not Path(folder).name.startswith((".", "_"))


@cache
def catalogue(language: str) -> Catalog:
    path = FOLDER / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)
