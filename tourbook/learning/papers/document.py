"""All that a report says in one language.

Page and PDF are two faces of this document, so that they cannot say different things.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from tourbook.core import formats
from tourbook.core.languages import in_language
from tourbook.learning.papers.ratings import learning_section, usefulness_section
from tourbook.learning.papers.voices import method_section, recommend_section, words_section
from tourbook.learning.rules import sentences, snapshot
from tourbook.learning.rules.sentences import Figures, named


def document(figures: Figures, *, number: int, at: datetime, language: str) -> dict[str, Any]:
    """All that the report says in this language."""
    about = figures["about"]
    name = named(about["name"], language)
    said = sentences.headlines(figures, language)
    return {
        "title": in_language(language, "Learning report: %(name)s", name=name),
        "subtitle": period(about, language),
        "sender": "tourbook",
        "footer": in_language(
            language,
            "Report %(number)d, %(day)s",
            number=number,
            day=formats.day(at, language, about["zone"]),
        ),
        "evidence": {
            "heading": in_language(language, "What this is based on"),
            "facts": evidence(figures, number=number, at=at, language=language),
        },
        "summary": {
            "heading": in_language(language, "What changed, and how sure we are"),
            "sentences": said or [sentences.nothing_shown(language)],
            "caution": sentences.caution(language),
        },
        "sections": [
            learning_section(figures, language),
            usefulness_section(figures, language),
            recommend_section(figures, language),
            words_section(figures, language),
            method_section(figures, language),
        ],
    }


def period(about: Mapping[str, Any], language: str) -> str:
    first, last = (date.fromisoformat(about[key]) for key in ("first_day", "last_day"))
    days = dict.fromkeys(formats.day(one, language) for one in (first, last))
    return " – ".join(days)  # noqa: RUF001


def evidence(
    figures: Figures, *, number: int, at: datetime, language: str
) -> list[tuple[str, str]]:
    about = figures["about"]
    rows = [
        (in_language(language, "Programme"), named(about["name"], language)),
        (in_language(language, "Version of the package"), str(about["version"])),
        (in_language(language, "Visit"), period(about, language)),
    ]
    names = {
        "before": in_language(language, "Before the visit"),
        "after": in_language(language, "After the visit"),
    }
    rows += [
        (
            names[wave["kind"]],
            in_language(
                language,
                "%(started)d of %(invited)d people answered, %(complete)d of them everything",
                started=wave["started"],
                invited=wave["invited"],
                complete=wave["complete"],
            ),
        )
        for wave in figures["waves"]
    ]
    return [
        *rows,
        (in_language(language, "Answered both"), str(figures["pairs"])),
        (in_language(language, "Smallest group shown"), str(figures["k"])),
        (
            in_language(language, "Figures frozen"),
            formats.moment(at, language, about["zone"]),
        ),
        (in_language(language, "Number of the report"), str(number)),
        (in_language(language, "Fingerprint of the figures"), snapshot.digest(figures)),
    ]
