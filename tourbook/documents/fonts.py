"""The fonts of papers and charts, found by path only: the same result on every machine."""

import struct
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from tourbook import config

REPLACEMENT = "\ufffd"

#: Said by no glyph but needed by the shaping of scripts, or dropped with no harm.
INVISIBLE = frozenset({"Cf", "Zl", "Zp", "Zs"})
#: The one space that is drawn, as a stroke, and that no font here has.
OGHAM_SPACE = "\u1680"
DROPPED = frozenset({"\ufeff", *map(chr, range(0xFE00, 0xFE10))})


def latin_folder() -> Path:
    """Noto Sans: Latin, Greek, Cyrillic and Devanagari in every weight."""
    return Path(str(files("fontpkg_noto_sans") / "files"))


def folders() -> tuple[Path, ...]:
    return (
        latin_folder(),
        config.static_folder() / "fonts" / "documents",
        Path(str(files("noto_cjk_sans_otc"))),
    )


def font_files() -> list[Path]:
    return sorted(
        path
        for folder in folders()
        for path in folder.iterdir()
        if path.suffix in {".ttf", ".otf", ".ttc"}
    )


@lru_cache(maxsize=1)
def covered() -> frozenset[int]:
    """Every code point that one of our fonts can draw."""
    points: set[int] = set()
    for path in font_files():
        if "Bold" not in path.name and "Italic" not in path.name:
            points.update(code_points(path.read_bytes()))
    return frozenset(points)


def printable(value: object) -> object:
    """The same JSON value with texts that our fonts can draw.

    A paper must not fail because a name holds an emoji: what no font has is shown as the
    replacement character, and control characters are left out.
    """
    if isinstance(value, str):
        return "".join(drawn(letter) for letter in unicodedata.normalize("NFC", value))
    if isinstance(value, Mapping):
        return {key: printable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [printable(part) for part in value]
    return value


def drawn(letter: str) -> str:
    if letter in "\n\t":
        return letter
    if letter == OGHAM_SPACE:
        return " "
    category = unicodedata.category(letter)
    if category == "Cc" or letter in DROPPED:
        return ""
    if category in INVISIBLE:
        return letter
    known = category not in {"Co", "Cs", "Cn"} and ord(letter) in covered()
    return letter if known else REPLACEMENT


def code_points(font: bytes) -> Iterator[int]:
    """Read a font's character map (OpenType `cmap`, formats 4 and 12)."""
    start = struct.unpack_from(">I", font, 12)[0] if font[:4] == b"ttcf" else 0
    tables = struct.unpack_from(">H", font, start + 4)[0]
    for number in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, start + 12 + 16 * number)
        if tag == b"cmap":
            yield from mapped(font, offset)


def mapped(font: bytes, cmap: int) -> Iterator[int]:
    for number in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        offset = cmap + struct.unpack_from(">I", font, cmap + 8 + 8 * number)[0]
        kind = struct.unpack_from(">H", font, offset)[0]
        if kind == 4:
            yield from segments(font, offset)
        elif kind == 12:
            yield from groups(font, offset)


def segments(font: bytes, offset: int) -> Iterator[int]:
    count = struct.unpack_from(">H", font, offset + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, offset + 14)
    starts = struct.unpack_from(f">{count}H", font, offset + 16 + 2 * count)
    for first, last in zip(starts, ends, strict=True):
        if first != 0xFFFF:
            yield from range(first, last + 1)


def groups(font: bytes, offset: int) -> Iterator[int]:
    count = struct.unpack_from(">I", font, offset + 12)[0]
    for number in range(count):
        first, last, _ = struct.unpack_from(">III", font, offset + 16 + 12 * number)
        yield from range(first, last + 1)
