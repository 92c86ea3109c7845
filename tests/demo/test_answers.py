"""What the demonstration's people answer."""

from random import Random

from tourbook.demo import answers
from tourbook.feedback.models import Measure, Question


def test_nobody_writes_what_somebody_else_wrote() -> None:
    chance = Random(7)
    question = Question(code="open.keep", measure=Measure.OPEN)
    unsaid = {"open.keep": list(answers.LINES["open.keep"])}

    given = [answers.answer(question, chance, chance, unsaid) for _ in range(30)]

    said = [value.text for value in given if value is not None]
    assert sorted(map(str, said)) == sorted(answers.LINES["open.keep"])


def test_there_are_lines_enough_for_a_group() -> None:
    assert {len(set(lines)) for lines in answers.LINES.values()} == {11}
