"""Reports for tests, with pages that were not drawn, and figures of a group."""

from collections.abc import Sequence
from typing import Any

from tests.making import NOON
from tourbook.core import tokens
from tourbook.core.db import db
from tourbook.core.languages import LANGUAGES
from tourbook.departures.models import Departure
from tourbook.feedback.models import Measure, WaveKind
from tourbook.learning.models import Report, ReportFile, ReportState
from tourbook.learning.rules import snapshot
from tourbook.learning.rules.snapshot import Asked, Given, Source, WaveFacts

ABOUT = {
    "departure": 1,
    "first_day": "2027-06-01",
    "last_day": "2027-06-03",
    "zone": "Europe/Helsinki",
    "pilot": True,
    "package": "rescue",
    "name": {"en": "Rescue & care", "fi": "Pelastus", "sv": "Räddning"},
    "version": 2,
}
NAME = {"en": "Explain rescue work", "fi": "Selittää pelastustyön", "sv": "Förklara"}
STOP = {"en": "Fire station", "fi": "Paloasema", "sv": "Brandstation"}
AFTER = WaveKind.AFTER

QUESTIONS = (
    Asked("LO1.pre", WaveKind.BEFORE, Measure.PRE, "LO1", NAME),
    Asked("LO1.then", AFTER, Measure.THEN, "LO1", NAME),
    Asked("LO1.post", AFTER, Measure.POST, "LO1", NAME),
    Asked("use.a", AFTER, Measure.USEFULNESS, "use", STOP, day=1),
    Asked("recommend", AFTER, Measure.RECOMMEND, "", {"en": "Recommend?"}),
    Asked("open.keep", AFTER, Measure.OPEN, "open", {"en": "Keep?"}),
)
Row = tuple[int | None, int | None, int | None, int | None, int | None, str | None]


def source(rows: Sequence[Row], *, silent: int = 0) -> Source:
    """Answers of people: pre, then, now, usefulness, recommend and a text, each or None."""
    answers = [
        given(person, asked, value)
        for person, row in enumerate(rows)
        for asked, value in zip(QUESTIONS, row, strict=True)
        if value is not None
    ]
    people = frozenset(range(len(rows) + silent))
    waves = [
        WaveFacts(kind, "2027-05-22T06:00:00+00:00", "2027-06-17T10:00:00+00:00", people)
        for kind in WaveKind
    ]
    return Source(about=ABOUT, waves=waves, questions=QUESTIONS, answers=answers)


def given(person: int, asked: Asked, value: int | str) -> Given:
    number, text = (value, None) if isinstance(value, int) else (None, value)
    return Given(person, asked.code, asked.wave, number, text)


#: Twelve people, nine of whom moved up.
TWELVE: tuple[Row, ...] = (
    (2, 2, 4, 5, 9, "The exercise by the lake"),
    (3, 2, 4, 4, 10, "The people"),
    (2, 1, 3, 4, 8, None),
    (1, 1, 3, 3, 9, "The sauna"),
    (3, 3, 3, 5, 7, "Time to talk"),
    (2, 2, 4, 5, 9, "The station"),
    (4, 3, 4, 4, 6, None),
    (2, 2, 3, 4, 10, "Everything"),
    (3, 2, 5, 2, 9, None),
    (2, 1, 4, 5, 8, None),
    (3, 3, 3, 4, 9, None),
    (1, 1, 2, 5, 10, "The water works"),
)


def figures(rows: Sequence[Row] = TWELVE) -> dict[str, Any]:
    return snapshot.snapshot(source(rows, silent=2))


PAGE = {
    "title": "Learning report",
    "subtitle": "Tue 1 June 2027",
    "evidence": {"heading": "Based on", "facts": [["People", "12"]]},
    "summary": {"heading": "Changed", "sentences": ["It changed."], "caution": "Own ratings."},
    "sections": [],
}


def make_report(
    departure: Departure, *, state: ReportState = ReportState.READY, number: int = 1
) -> Report:
    """A report that is in this state, with its page in each language where it is made."""
    made = state in (ReportState.READY, ReportState.PUBLISHED)
    salt, token_hash = tokens.issue("report")
    report = Report(
        departure=departure,
        number=number,
        state=ReportState.READY if made else state,
        snapshot=figures() if made else None,
        snapshot_hash="0" * 64 if made else None,
        asked_at=NOON,
        made_at=NOON if made else None,
        token_salt=salt,
        token_hash=token_hash,
    )
    db.session.add(report)
    db.session.flush()
    if made:
        db.session.add_all(
            ReportFile(
                report=report,
                language=language,
                page=PAGE | {"title": f"Learning report {language}"},
                content=f"%PDF {language}".encode(),
                file_hash="0" * 64,
            )
            for language in LANGUAGES
        )
        db.session.flush()
    if state is ReportState.PUBLISHED:
        report.state, report.published_at = state, NOON
        db.session.flush()
    return report
