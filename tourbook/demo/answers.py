"""What the first pilot group answered, by a fixed seed: people who learned, not all alike."""

from collections.abc import Mapping
from datetime import timedelta
from random import Random

import sqlalchemy as sa

from tourbook.bookings import queries as bookings
from tourbook.bookings.models import Booking, Participant
from tourbook.core.db import db
from tourbook.departures.models import Departure
from tourbook.feedback import services as feedback
from tourbook.feedback.models import Invitation, Measure, Question, Wave, WaveKind
from tourbook.feedback.queries import Asked
from tourbook.feedback.rules.answers import Value

#: Where each objective starts and how far the visit moves it, in scale points.
GAINS = {"LO1": (2.4, 1.5), "LO2": (1.9, 1.8), "LO3": (2.6, 0.9), "LO4": (2.1, 1.1)}
USUAL = (2.2, 1.0)
SPREAD = 0.7
#: How much lower people rate where they stood once they know what there is to know.
SHIFT = 0.35
#: How many of ten write something at each of the free lines.
SPOKEN = 0.85

#: Enough for a group, since nobody writes what somebody else wrote.
LINES = {
    "open.keep": (
        "The exercise with the volunteers by the lake.",
        "Talking to the people who do the work, not only to their directors.",
        "The simulation and the calm talk after it.",
        "Volunteers and authorities at one table.",
        "The morning at the water works.",
        "Short bus rides and long talks.",
        "We could ask anything, and the hosts also told what had gone wrong.",
        "The safety walk: we saw the plan in the street, not on slides.",
        "The same guide for all four days.",
        "Time for questions at the fire station.",
        "Dinner with the hosts, where the best talks were.",
    ),
    "open.change": (
        "More time after each visit for questions.",
        "The second day was long; one visit less would do.",
        "Send the background papers a week earlier.",
        "One more meeting with firms, please.",
        "Less sitting on the first afternoon.",
        "A list of the people we meet, with their addresses, before the visit.",
        "The museum could be shorter for those who are not historians.",
        "Some slides were only in Finnish.",
        "Tell us how much walking there is each day.",
        "A free hour in the town would help.",
        "Let two of us show our own work to the hosts.",
    ),
    "open.first": (
        "Invite our volunteers to the next exercise.",
        "Draw our safety plan on one page.",
        "Run the same simulation at our school.",
        "Ask our water company for its plan to close the network in parts.",
        "Start a meeting of all partners every second month.",
        "Write to two of the people we met.",
        "Walk through our centre after dark with the police and the town.",
        "Check which shelters in our town have a key holder.",
        "Write down who calls whom when the power is out.",
        "Tell my minister what a meeting of twelve partners costs: almost nothing.",
        "Ask the hospital to join our next exercise.",
    ),
}


def answer_all(departure: Departure, booking: Booking, chance: Random) -> None:
    """Both waves of a departure that is over; one person misses each."""
    waves = feedback.make_waves(departure)
    people = bookings.participants_of(booking)
    for kind, missing in ((WaveKind.BEFORE, 3), (WaveKind.AFTER, 7)):
        wave = waves[kind]
        feedback.invite(wave, at=wave.opens_at)
        unsaid = {code: chance.sample(said, len(said)) for code, said in LINES.items()}
        questions = [
            question
            for question in feedback.make_questions(departure.version)
            if question.wave is kind
        ]
        for number, participant in enumerate(people):
            if number == missing:
                continue
            moods = Random(f"{number}")  # noqa: S311 - the same person in both waves
            given = {
                question.id: value
                for question in questions
                if (value := answer(question, moods, chance, unsaid)) is not None
            }
            asked = Asked(participant, wave, invitation(participant, wave))
            feedback.save(
                asked,
                given,
                language="en",
                client_version=1,
                at=wave.opens_at + timedelta(hours=2, minutes=number),
            )
    db.session.flush()


def invitation(participant: Participant, wave: Wave) -> Invitation:
    return db.session.scalars(
        sa.select(Invitation).where(
            Invitation.wave_id == wave.id, Invitation.participant_id == participant.id
        )
    ).one()


def answer(
    question: Question, moods: Random, chance: Random, unsaid: Mapping[str, list[str]]
) -> Value | None:
    """What this person says; a line that somebody wrote is not left in `unsaid`."""
    if question.measure is Measure.OPEN:
        left = unsaid[question.code]
        return Value(text=left.pop()) if left and chance.random() < SPOKEN else None
    if question.measure is Measure.RECOMMEND:
        return Value(number=chance.choice((7, 8, 8, 9, 9, 9, 10, 10)))
    if question.measure is Measure.USEFULNESS:
        if chance.random() < 0.06:
            return Value(passed=True)
        # What a host showed is more useful than our own closing hour.
        hosted = question.item is not None and question.item.component is not None
        return Value(number=chance.choice((2, 3, 4, 4, 4, 5, 5) if hosted else (2, 3, 3, 4)))
    return Value(number=rating(question, moods, chance))


def rating(question: Question, moods: Random, chance: Random) -> int:
    """1 to 5: where this person started, and how far the visit took them."""
    start, gain = GAINS.get(question.code.partition(".")[0], USUAL)
    level = start + moods.gauss(0, SPREAD)
    if question.measure is Measure.POST:
        level += gain + chance.gauss(0, 0.4)
    if question.measure is Measure.THEN:
        level -= SHIFT
    return min(5, max(1, round(level)))
