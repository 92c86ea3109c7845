"""Where the group sleeps: between one day and the next everybody has a bed, and a room for it."""

from collections.abc import Iterator, Sequence

from tourbook.core.languages import N_
from tourbook.hosts.models import ComponentKind
from tourbook.packages.models import Sharing
from tourbook.packages.rules.checks import remedies
from tourbook.packages.rules.checks.problems import Problem, Severity, WayOut
from tourbook.packages.rules.checks.survey import Survey
from tourbook.packages.rules.outline import DAY_MINUTES, Outline, Stop

#: The latest end of a night that is offered, on the next morning.
MORNING = 8 * 60
#: The latest start of a night that is offered.
LATE = 23 * 60


def awake(survey: Survey) -> Iterator[int]:
    """The days after which somebody has no lodging on both sides of midnight."""
    for number in range(1, len(survey.outline.frames)):
        if any(not slept(survey.outline, number, track) for track in survey.outline.tracks or [""]):
            yield number


def slept(outline: Outline, number: int, track: str) -> bool:
    midnight = number * DAY_MINUTES
    return any(
        stop.span[0] < midnight < stop.span[1]
        for stop in outline.running
        if stop.is_night and not stop.optional and stop.track in ("", track)
    )


def nights(survey: Survey) -> Iterator[Problem]:
    sentence = N_("Add lodging from %(starts)s until the next morning.")
    for number in awake(survey):
        yield Problem(
            "no_lodging",
            Severity.BLOCKS,
            N_("The night after day %(day)d has no lodging for everybody."),
            [
                remedies.addition(sentence, new_night(survey, number)),
                WayOut(N_("Or let the visit end on day %(day)d."), values={"day": number}),
            ],
            {"day": number},
            day=number,
        )


def new_night(survey: Survey, day: int) -> Stop:
    """A night from the end of the day's programme until the next one begins."""
    ends = [stop.ends for stop in survey.days[day] if not stop.is_night]
    starts = min(max([survey.frames[day].ends, *ends]), LATE)
    mornings = [stop.starts for stop in survey.days[day + 1] if not stop.is_night]
    morning = max(remedies.DAWN, min([MORNING, *mornings]))
    return remedies.new_stop(day, starts, DAY_MINUTES + morning - starts, ComponentKind.LODGING)


def rooms(survey: Survey) -> Iterator[Problem]:
    """Every house that says how many rooms it has must hold the group, alone or together."""
    outline = survey.outline
    for day, stops in survey.days.items():
        houses = [stop for stop in stops if stop.is_night and not stop.optional]
        had = [rooms_of(stop) for stop in houses]
        known = [each for each in had if each is not None]
        if not houses or len(known) < len(houses):
            continue
        singles, twins = (sum(column) for column in zip(*known, strict=True))
        if not sleeps(outline.party_max, outline.escorts, singles, twins, outline.sharing):
            yield too_few_rooms(survey, day, houses, singles, twins)


def rooms_of(stop: Stop) -> tuple[int, int] | None:
    """Single and twin rooms; None where the house says nothing of them."""
    offer = stop.offer
    if offer is None or (offer.single_rooms is None and offer.twin_rooms is None):
        return None
    return offer.single_rooms or 0, offer.twin_rooms or 0


def sleeps(guests: int, escorts: int, singles: int, twins: int, sharing: Sharing) -> bool:
    """Whether the rooms hold the group: an escort sleeps alone, and so may a guest in a twin."""
    if sharing is Sharing.SINGLE:
        return guests + escorts <= singles + twins
    alone = min(escorts, singles)
    twins -= escorts - alone
    return twins >= 0 and guests <= 2 * twins + singles - alone


def too_few_rooms(
    survey: Survey, day: int, houses: Sequence[Stop], singles: int, twins: int
) -> Problem:
    outline = survey.outline
    most = max(
        (
            party
            for party in range(outline.party_max)
            if sleeps(party, outline.escorts, singles, twins, outline.sharing)
        ),
        default=0,
    )
    fewer = N_("Lower the largest party of this version to %(party_max)d.")
    second = N_("Add a second house for the same night.")
    return Problem(
        "too_few_rooms",
        Severity.BLOCKS,
        N_(
            "The night after day %(day)d: %(singles)d single and %(twins)d twin rooms do not hold"
            " %(guests)d guests and %(escorts)d escorts."
        ),
        remedies.offered(
            remedies.opening(fewer, "settings", party_max=most) if most else None,
            remedies.addition(second, new_night(survey, day))
            if day < len(outline.frames)
            else None,
            WayOut(N_("Ask the house for more rooms.")),
        ),
        {
            "day": day,
            "singles": singles,
            "twins": twins,
            "guests": outline.party_max,
            "escorts": outline.escorts,
        },
        tuple(stop.id for stop in houses),
        day=day,
    )
