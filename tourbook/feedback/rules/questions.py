"""What is asked of a package version, in the three languages, made from its objectives and items.

The questions are kept with the version as data: the words that a person answered stay as they
were, whatever is written here afterwards.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from tourbook.core.texts import Texts
from tourbook.feedback.models import Measure, QuestionKind, WaveKind
from tourbook.hosts.models import ComponentKind
from tourbook.packages.models import Item, Objective, Version

NOTHING = Texts()

#: What the lowest, the middle and the highest number mean.
Anchors = tuple[Texts, Texts, Texts]

#: What 1, 3 and 5 mean where people rate what they can do.
SKILL = (
    Texts(
        en="I could not explain it",
        fi="En osaisi selittää sitä",
        sv="Jag kunde inte förklara det",
    ),
    Texts(
        en="I could explain it to a colleague",
        fi="Osaisin selittää sen työtoverille",
        sv="Jag kunde förklara det för en kollega",
    ),
    Texts(
        en="I could lead its introduction at home",
        fi="Voisin johtaa sen käyttöönottoa kotona",
        sv="Jag kunde leda införandet av det hemma",
    ),
)
#: The same in the past: how it was before the visit.
SKILL_THEN = (
    Texts(
        en="I could not have explained it",
        fi="En olisi osannut selittää sitä",
        sv="Jag hade inte kunnat förklara det",
    ),
    Texts(
        en="I could have explained it to a colleague",
        fi="Olisin osannut selittää sen työtoverille",
        sv="Jag hade kunnat förklara det för en kollega",
    ),
    Texts(
        en="I could have led its introduction at home",
        fi="Olisin voinut johtaa sen käyttöönottoa kotona",
        sv="Jag hade kunnat leda införandet av det hemma",
    ),
)
USE = (
    Texts(
        en="I cannot use it in my work",
        fi="En voi käyttää sitä työssäni",
        sv="Jag har ingen nytta av det i mitt arbete",
    ),
    Texts(
        en="I can use some of it",
        fi="Voin käyttää siitä osaa",
        sv="Jag kan använda en del av det",
    ),
    Texts(
        en="I will use it right away",
        fi="Otan sen käyttöön heti",
        sv="Jag tar det i bruk genast",
    ),
)
LIKELY = (
    Texts(en="Not at all likely", fi="En lainkaan todennäköisesti", sv="Inte alls sannolikt"),
    NOTHING,
    Texts(en="Extremely likely", fi="Erittäin todennäköisesti", sv="Ytterst sannolikt"),
)
NO_ANCHORS = (NOTHING, NOTHING, NOTHING)

PRE = Texts(
    en="How well do you master this today?",
    fi="Kuinka hyvin hallitset tämän tänään?",
    sv="Hur väl behärskar du detta i dag?",
)
THEN = Texts(
    en="Before the visit, as you see it now",
    fi="Ennen vierailua, niin kuin sen nyt näet",
    sv="Före besöket, så som du ser det nu",
)
POST = Texts(en="Now, after the visit", fi="Nyt, vierailun jälkeen", sv="Nu, efter besöket")
USEFUL = Texts(
    en="How useful was this for your own work?",
    fi="Kuinka hyödyllinen tämä oli omalle työllesi?",
    sv="Hur nyttigt var detta för ditt eget arbete?",
)
RECOMMEND = Texts(
    en="How likely are you to recommend this visit to a colleague?",
    fi="Kuinka todennäköisesti suosittelisit tätä vierailua työtoverille?",
    sv="Hur sannolikt är det att du rekommenderar detta besök för en kollega?",
)
OPEN = (
    (
        "open.keep",
        Texts(
            en="What should stay as it was?",
            fi="Minkä pitäisi pysyä ennallaan?",
            sv="Vad borde förbli som det var?",
        ),
    ),
    (
        "open.change",
        Texts(
            en="What should be changed?",
            fi="Mitä pitäisi muuttaa?",
            sv="Vad borde ändras?",
        ),
    ),
    (
        "open.first",
        Texts(
            en="What will you do first at home?",
            fi="Mitä teet ensimmäiseksi kotona?",
            sv="Vad gör du först när du är hemma?",
        ),
    ),
)


@dataclass(frozen=True)
class Draft:
    """A question as it is to be kept. Questions at one position stand on one card."""

    code: str
    wave: WaveKind
    kind: QuestionKind
    measure: Measure
    position: int
    text: Texts
    anchors: Anchors
    objective_id: int | None = None
    item_id: int | None = None


def drafts(version: Version) -> list[Draft]:
    """The questions of both waves, in the order in which they are asked."""
    return [*before(version), *after(version)]


def before(version: Version) -> Iterator[Draft]:
    for position, objective in enumerate(version.objectives, start=1):
        yield rating(objective, Measure.PRE, WaveKind.BEFORE, position, PRE, SKILL)


def after(version: Version) -> Iterator[Draft]:
    """Objectives first, "before" beside "now"; then the items, recommending and the free lines."""
    positions = itertools.count(1)
    for objective in version.objectives:
        position = next(positions)
        yield rating(objective, Measure.THEN, WaveKind.AFTER, position, THEN, SKILL_THEN)
        yield rating(objective, Measure.POST, WaveKind.AFTER, position, POST, SKILL)
    for item in programme(version):
        yield usefulness(item, next(positions))
    yield plain("recommend", QuestionKind.RECOMMEND, Measure.RECOMMEND, next(positions), RECOMMEND)
    for code, text in OPEN:
        yield plain(code, QuestionKind.TEXT, Measure.OPEN, next(positions), text)


def usefulness(item: Item, position: int) -> Draft:
    return Draft(
        code=f"use.{item.lineage}",
        wave=WaveKind.AFTER,
        kind=QuestionKind.SCALE,
        measure=Measure.USEFULNESS,
        position=position,
        text=USEFUL,
        anchors=USE,
        item_id=item.id,
    )


def programme(version: Version) -> list[Item]:
    """The visits. What only stands in for another does not run, so nobody can rate it."""
    return [
        item
        for day in version.days
        for item in day.items
        if item.kind is ComponentKind.PROGRAMME and not item.alternative_to
    ]


def rating(
    objective: Objective,
    measure: Measure,
    wave: WaveKind,
    position: int,
    text: Texts,
    usual: Anchors,
) -> Draft:
    return Draft(
        code=f"{objective.code}.{measure}",
        wave=wave,
        kind=QuestionKind.SCALE,
        measure=measure,
        position=position,
        text=text,
        anchors=anchors_of(objective, usual),
        objective_id=objective.id,
    )


def anchors_of(objective: Objective, usual: Anchors) -> Anchors:
    """The objective's own words for 1, 3 and 5 where all are written, else the usual ones.

    Never a mixture: the three describe one line from not at all to fully.
    """
    own = (objective.anchor_low, objective.anchor_middle, objective.anchor_high)
    return own if all(own) else usual


def plain(code: str, kind: QuestionKind, measure: Measure, position: int, text: Texts) -> Draft:
    anchors = LIKELY if kind is QuestionKind.RECOMMEND else NO_ANCHORS
    return Draft(code, WaveKind.AFTER, kind, measure, position, text, anchors)
