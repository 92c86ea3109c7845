"""The frozen figures of a report: numbers and codes, suppressed, without a word of any language.

People come in as keys that tell nothing and do not come out. For each objective all figures are
of groups that differ from each other by nobody or by at least K people, so that no difference of
two figures tells what a person answered.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tourbook.feedback.models import Measure, WaveKind
from tourbook.learning.rules import statistics, suppression
from tourbook.learning.rules.statistics import Status

SCHEMA = 1
DIGITS = 6
#: Choices 1 and 2 of 5, as positions.
NEGATIVE_USE = (0, 1)
NEGATIVE_RECOMMEND = tuple(range(7))
RATINGS = range(1, 6)
SCORES = range(11)


@dataclass(frozen=True)
class Asked:
    """A question as the report knows it; `name` is the objective or the programme item."""

    code: str
    wave: WaveKind
    measure: Measure
    group: str
    name: Mapping[str, str]
    day: int | None = None


@dataclass(frozen=True)
class Given:
    """One answer of one person."""

    person: int
    code: str
    wave: WaveKind
    number: int | None
    text: str | None


@dataclass(frozen=True)
class WaveFacts:
    kind: WaveKind
    opens_at: str
    closes_at: str
    #: The people who were asked.
    invited: frozenset[int]


@dataclass(frozen=True)
class Source:
    """All that a report is made from."""

    about: Mapping[str, Any]
    waves: Sequence[WaveFacts]
    questions: Sequence[Asked]
    answers: Sequence[Given]


def snapshot(source: Source) -> dict[str, Any]:
    """The figures of a report; the same source gives the same bytes, in whatever order it comes."""
    rated = by_code(source.answers)
    figures: dict[str, Any] = rounded(
        {
            "schema": SCHEMA,
            "k": suppression.K,
            "about": dict(source.about),
            "people": len({answer.person for answer in source.answers}),
            "pairs": len(answered(source, WaveKind.BEFORE) & answered(source, WaveKind.AFTER)),
            "waves": [response(source, wave) for wave in source.waves],
            "objectives": [
                objective(asked, rated)
                for asked in source.questions
                if asked.measure is Measure.POST
            ],
            "items": [
                usefulness(asked, rated)
                for asked in source.questions
                if asked.measure is Measure.USEFULNESS
            ],
            "recommend": recommendation(rated.get("recommend", {})),
            "open": [
                lines(asked.code, source.answers)
                for asked in source.questions
                if asked.measure is Measure.OPEN
            ],
        }
    )
    return figures


def digest(figures: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(figures)).hexdigest()


def canonical(figures: Mapping[str, Any]) -> bytes:
    """The one way to write these figures as bytes."""
    written = json.dumps(
        figures, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return written.encode()


def rounded(value: Any) -> Any:
    """Numbers as they are kept: the last bits differ from machine to machine."""
    if isinstance(value, float):
        return round(value, DIGITS) + 0.0
    if isinstance(value, dict):
        return {name: rounded(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(one) for one in value]
    return value


def by_code(answers: Iterable[Given]) -> dict[str, dict[int, int]]:
    """The number that each person gave to each question."""
    found: dict[str, dict[int, int]] = {}
    for answer in answers:
        if answer.number is not None:
            found.setdefault(answer.code, {})[answer.person] = answer.number
    return found


def answered(source: Source, kind: WaveKind) -> frozenset[int]:
    return frozenset(answer.person for answer in source.answers if answer.wave is kind)


def response(source: Source, wave: WaveFacts) -> dict[str, Any]:
    """Who was asked, has begun and is complete. That is no secret; what they said is."""
    own = [answer for answer in source.answers if answer.wave is wave.kind]
    questions = {asked.code for asked in source.questions if asked.wave is wave.kind}
    seen: dict[int, set[str]] = {}
    for answer in own:
        seen.setdefault(answer.person, set()).add(answer.code)
    return {
        "kind": wave.kind.value,
        "opens_at": wave.opens_at,
        "closes_at": wave.closes_at,
        "invited": len(wave.invited | seen.keys()),
        "started": len(seen),
        "complete": sum(questions <= codes for codes in seen.values()),
    }


def objective(asked: Asked, rated: Mapping[str, Mapping[int, int]]) -> dict[str, Any]:
    """Before, "before" as seen afterwards, and now, with both changes and the shift between."""
    pre, then, now = (
        rated.get(f"{asked.group}.{measure}", {})
        for measure in (Measure.PRE, Measure.THEN, Measure.POST)
    )
    pairs = frozenset(pre.keys() & now.keys())
    both = frozenset(then.keys() & now.keys())
    triples = pairs & both
    published = [pairs] if suppression.shown(len(pairs)) else []
    looking_back = next(
        (cut for cut in (both, triples) if suppression.cut_allowed(cut, published)), None
    )
    if looking_back is not None:
        published.append(looking_back)
    shift_shown = suppression.cut_allowed(triples, published)
    return {
        "code": asked.group,
        "name": dict(asked.name),
        "pre": mean([pre[one] for one in sorted(pairs)]),
        "now": mean([now[one] for one in sorted(pairs)]),
        "change": change([(pre[one], now[one]) for one in sorted(pairs)]),
        "then": mean([then[one] for one in sorted(looking_back or ())]),
        "then_change": change([(then[one], now[one]) for one in sorted(looking_back or ())]),
        "shift": plain(
            suppression.protected_shift(
                statistics.response_shift(
                    [(pre[one], then[one], now[one]) for one in sorted(triples)]
                    if shift_shown
                    else []
                )
            )
        ),
    }


def mean(values: Sequence[int]) -> dict[str, Any]:
    return plain(suppression.protected_mean(statistics.mean(values)))


def change(pairs: Sequence[tuple[int, int]]) -> dict[str, Any]:
    """The change; where all went down by the same, only its size is not told."""
    result = statistics.paired_change(pairs)
    if result.status is Status.NO_SPREAD and result.declined:
        hidden = plain(suppression.protected_change(statistics.paired_change([])))
        return hidden | {"n": result.n}
    return plain(suppression.protected_change(result))


def usefulness(asked: Asked, rated: Mapping[str, Mapping[int, int]]) -> dict[str, Any]:
    """How useful one item was: counts from 1 to 5, the mean, and the share of 4 and 5."""
    values = sorted(rated.get(asked.code, {}).values())
    counts = [values.count(rating) for rating in RATINGS]
    top = statistics.share(counts[3] + counts[4], len(values))
    span = suppression.answer_range(counts, NEGATIVE_USE)
    hidden = span is not None and suppression.shown(len(values))
    return {
        "code": asked.code,
        "name": dict(asked.name),
        "day": asked.day,
        "n": len(values),
        "range": [1, 2] if hidden else None,
        "counts": None if hidden else list(suppression.hidden_counts(counts)),
        "mean": mean([] if hidden else values),
        "top": plain(suppression.protected_share(top)),
    }


def recommendation(scores: Mapping[int, int]) -> dict[str, Any]:
    values = sorted(scores.values())
    counts = [values.count(score) for score in SCORES]
    hidden = suppression.unanimous_negative(counts, NEGATIVE_RECOMMEND)
    result = suppression.protected_recommendation(statistics.recommend(values))
    return plain(result) | {
        "range": [0, 6] if hidden and suppression.shown(len(values)) else None,
        "counts": None if hidden else list(suppression.hidden_counts(counts)),
    }


def lines(code: str, answers: Iterable[Given]) -> dict[str, Any]:
    """What people wrote, without name and time, in an order that tells nothing of who wrote."""
    texts = [answer.text for answer in answers if answer.code == code and answer.text]
    shuffled = sorted(texts, key=lambda text: (hashlib.sha256(text.encode()).digest(), text))
    return {
        "code": code,
        "n": len(texts),
        "texts": shuffled if suppression.shown(len(texts)) else [],
    }


def plain(result: Any) -> dict[str, Any]:
    """A result of the statistics as JSON can hold it."""
    return asdict(result)
