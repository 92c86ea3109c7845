"""Values of a JSON file that know their place in it, for refusals that name the place."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

from tourbook.core.refused import Refused

#: How a letter outside the common ones is spelt in JSON: in two halves.
HALF_LETTER = re.compile(r"\\u[dD][89a-fA-F]")


@dataclass(frozen=True)
class NotANumber:
    """NaN or Infinity, which the format does not know though Python's reader does."""

    name: str


@dataclass(frozen=True)
class At:
    """A value and its place in the file."""

    path: str
    value: Any

    def refuse(self, sentence: str, **values: object) -> NoReturn:
        raise Refused(sentence, at=self.path or "problem", **values)

    def fields(self, required: Sequence[str], optional: Sequence[str] = ()) -> "dict[str, At]":
        """The object's members by key; None counts as left out for optional ones."""
        if not isinstance(self.value, Mapping):
            self.refuse('%(at)s: This must be an object, written in "{" and "}".')
        for key in self.value:
            if key not in required and key not in optional:
                self.member(key).refuse(
                    "%(at)s: There is no such key. The keys here are %(keys)s.",
                    keys=", ".join((*required, *optional)),
                )
        for key in required:
            if key not in self.value:
                self.refuse('%(at)s: The key "%(key)s" is missing.', key=key)
        return {
            key: self.member(key)
            for key, value in self.value.items()
            if key in required or value is not None
        }

    def member(self, key: str) -> "At":
        return At(f"{self.path}.{key[:60]}" if self.path else key[:60], self.value[key])

    def items(self, *, most: int, name: str) -> "list[At]":
        if not isinstance(self.value, list):
            self.refuse('%(at)s: This must be a list, written in "[" and "]".')
        if len(self.value) > most:
            self.refuse(
                "%(at)s: There are %(count)d %(name)s here. The planner takes %(most)d at most.",
                count=len(self.value),
                name=name,
                most=most,
            )
        return [At(f"{self.path}[{index}]", value) for index, value in enumerate(self.value)]

    def text(self) -> str:
        if not isinstance(self.value, str) or not self.value.strip():
            self.refuse("%(at)s: This must be a text that is not empty.")
        return str(self.value)

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            self.refuse("%(at)s: This must be true or false.")
        return bool(self.value)

    def number(self, *, most: float) -> Decimal:
        """From zero on, exact."""
        if isinstance(self.value, NotANumber):
            self.refuse("%(at)s: %(name)s is not a number.", name=self.value.name)
        if isinstance(self.value, bool) or not isinstance(self.value, int | Decimal):
            self.refuse("%(at)s: This must be a number.")
        if self.value < 0:
            self.refuse("%(at)s: This must not be negative.")
        if self.value > most:
            self.refuse("%(at)s: This must be %(most)s at most.", most=f"{most:,.0f}")
        return Decimal(self.value)

    def whole(self, *, most: int) -> int:
        value = self.number(most=most)
        if value != value.to_integral_value():
            self.refuse("%(at)s: This must be a whole number.")
        return int(value)


def parsed(text: str) -> At:
    """The file's value, with numbers exact."""
    try:
        value = json.loads(
            text,
            parse_float=Decimal,
            parse_constant=NotANumber,
            object_pairs_hook=object_of,
        )
        if HALF_LETTER.search(text):
            check_whole_letters(value)
    except (json.JSONDecodeError, RecursionError) as error:
        where = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "problem"
        raise Refused("%(at)s: This is not JSON.", at=where) from error
    except ValueError as error:
        raise Refused("%(at)s: A number here is too long.", at="problem") from error
    return At("", value)


def check_whole_letters(value: object) -> None:
    """Refuse half a letter, which a file may spell as \\ud800 and no answer could repeat."""
    try:
        json.dumps(value, default=str, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise Refused(
            "%(at)s: A text here holds half a letter (%(code)s) and cannot be shown.",
            at="problem",
            code=f"\\u{ord(error.object[error.start]):04x}",
        ) from error


def spelt(key: str) -> str:
    """The key, with half letters as the file spells them."""
    return key.encode(errors="backslashreplace").decode()


def object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise Refused(
            '%(at)s: The key "%(key)s" stands twice in one object.', at="problem", key=spelt(twice)
        )
    return made
