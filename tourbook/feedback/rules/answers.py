"""What an answer may be, and how it is read from what a page sends."""

from collections.abc import Mapping
from dataclasses import dataclass

from tourbook.core.refused import Refused
from tourbook.feedback.models import QuestionKind
from tourbook.feedback.rules.cards import Asking, Card

PASS = "pass"
TEXT_LIMIT = 2000
#: No client counts further; the column would not hold it.
VERSION_LIMIT = 2_000_000_000
PREFIX = "q"


@dataclass(frozen=True)
class Value:
    """One of a number, a text, or "no opinion"."""

    number: int | None = None
    text: str | None = None
    passed: bool = False

    @property
    def sent(self) -> str:
        """As a page sends it and shows it again."""
        if self.passed:
            return PASS
        return str(self.number) if self.number is not None else self.text or ""


PASSED = Value(passed=True)


def field(question_id: int) -> str:
    return f"{PREFIX}{question_id}"


def read(card: Card, sent: Mapping[str, str]) -> dict[int, Value]:
    """The answers of a card by question. A question that is left out keeps its answer.

    Raises:
        Refused: something was sent that is no answer, or for no question of this card.
    """
    known = {field(one.question.id): one for one in card.askings}
    asked = [
        name for name in sent if name.startswith(PREFIX) and name.removeprefix(PREFIX).isdecimal()
    ]
    if any(name not in known for name in asked):
        raise Refused("This question is not asked here. Nothing was saved.")
    return {known[name].question.id: value(known[name], sent[name]) for name in asked}


def value(asking: Asking, sent: str) -> Value:
    if asking.question.kind is QuestionKind.TEXT:
        return written(sent)
    if sent == PASS:
        return PASSED
    if sent not in {str(number) for number in asking.numbers}:
        raise Refused("Choose one of the answers on the card.")
    return Value(number=int(sent))


def written(sent: str) -> Value:
    """A free line; an empty one says that there is nothing to say."""
    text = "\n".join(sent.split("\r\n")).strip()
    if len(text) > TEXT_LIMIT:
        raise Refused(
            "The text has %(length)d characters. Shorten it to %(limit)d.",
            length=len(text),
            limit=TEXT_LIMIT,
        )
    if any(ord(letter) < 32 and letter not in "\n\t" for letter in text):
        raise Refused("The text holds characters that cannot be kept. Write it again.")
    return Value(text=text) if text else PASSED


def version(sent: str) -> int:
    """How many saves the client has made, this one included."""
    if not (sent.isascii() and sent.isdecimal() and len(sent) < 11):
        raise Refused("The page could not be read. Reload it and answer again.")
    number = int(sent)
    if not 1 <= number <= VERSION_LIMIT:
        raise Refused("The page could not be read. Reload it and answer again.")
    return number
