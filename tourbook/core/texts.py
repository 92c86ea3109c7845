"""A text in the languages that visitors read, with English as the fall-back."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import JSON
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


@dataclass(frozen=True)
class Texts:
    en: str = ""
    fi: str = ""
    sv: str = ""

    def get(self, language: str) -> str:
        """The text in this language, else in English, else in any language that has it."""
        wanted = {"en": self.en, "fi": self.fi, "sv": self.sv}.get(language, "")
        return wanted or self.en or self.fi or self.sv

    def as_dict(self) -> dict[str, str]:
        return {"en": self.en, "fi": self.fi, "sv": self.sv}

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Texts":
        return cls(en=given.get("en", ""), fi=given.get("fi", ""), sv=given.get("sv", ""))

    def __bool__(self) -> bool:
        return bool(self.en or self.fi or self.sv)


class TextsType(TypeDecorator[Texts]):
    """Stored as a JSON object of language and text."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Texts | None, dialect: Dialect) -> dict[str, str] | None:
        return None if value is None else value.as_dict()

    def process_result_value(self, value: dict[str, str] | None, dialect: Dialect) -> Texts | None:
        return None if value is None else Texts.of(value)
