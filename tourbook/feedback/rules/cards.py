"""One question on each card; "before the visit" and "now" stand side by side on one."""

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tourbook.core.texts import Texts
from tourbook.feedback.models import Measure, Question, QuestionKind

#: How long people take over a question, in seconds.
SECONDS = {QuestionKind.SCALE: 12, QuestionKind.RECOMMEND: 12, QuestionKind.TEXT: 30}

#: "Before" stands to the left of "now".
ORDER = {measure: place for place, measure in enumerate(Measure)}

SCALE_NUMBERS = tuple(range(1, 6))
RECOMMEND_NUMBERS = tuple(range(11))


@dataclass(frozen=True)
class Asking:
    """A question as it is put on one departure, with the name of what it is about."""

    question: Question
    #: The objective, or the programme item as it was on this departure.
    subject: Texts | None
    starts_at: datetime | None = None

    @property
    def numbers(self) -> tuple[int, ...]:
        return {
            QuestionKind.SCALE: SCALE_NUMBERS,
            QuestionKind.RECOMMEND: RECOMMEND_NUMBERS,
            QuestionKind.TEXT: (),
        }[self.question.kind]

    def anchor(self, number: int) -> Texts | None:
        """What this number means, where words stand beside it."""
        question = self.question
        low, middle, high = question.anchor_low, question.anchor_middle, question.anchor_high
        numbers = self.numbers
        places = {numbers[0]: low, numbers[len(numbers) // 2]: middle, numbers[-1]: high}
        return places.get(number) or None


@dataclass(frozen=True)
class Card:
    #: Counts from 1 within the wave, without gaps.
    number: int
    askings: tuple[Asking, ...]

    @property
    def subject(self) -> Texts | None:
        return self.askings[0].subject

    @property
    def starts_at(self) -> datetime | None:
        return self.askings[0].starts_at

    @property
    def ids(self) -> frozenset[int]:
        return frozenset(asking.question.id for asking in self.askings)


def cards(askings: Iterable[Asking]) -> list[Card]:
    ordered = sorted(askings, key=lambda one: (one.question.position, ORDER[one.question.measure]))
    grouped = itertools.groupby(ordered, key=lambda one: one.question.position)
    return [Card(number, tuple(together)) for number, (_, together) in enumerate(grouped, start=1)]


def minutes(shown: Sequence[Card]) -> int:
    """About how long the cards take, in whole minutes."""
    seconds = sum(SECONDS[one.question.kind] for card in shown for one in card.askings)
    return max(1, math.ceil(seconds / 60))
