"""Whether the people of the group are had: how many they are, and what they need."""

from collections.abc import Iterator

from tourbook.core.languages import N_
from tourbook.directory.models import TravelMode
from tourbook.hosts.models import ComponentKind
from tourbook.packages.rules.checks import remedies
from tourbook.packages.rules.checks.obstacles import lesser
from tourbook.packages.rules.checks.problems import Problem, Remedy, Severity, Tongue, WayOut
from tourbook.packages.rules.checks.survey import Survey
from tourbook.packages.rules.outline import Outline, Stop

#: Where people talk with the group, so that both must understand.
SPOKEN = frozenset({ComponentKind.PROGRAMME, ComponentKind.SIDE})


def share(outline: Outline, stop: Stop) -> int:
    """How many may be at the stop: a group that splits splits evenly."""
    return -(-outline.party_max // max(1, len(outline.tracks))) if stop.track else outline.party_max


def least(outline: Outline, stop: Stop) -> int:
    return (
        max(1, outline.party_min // max(1, len(outline.tracks)))
        if stop.track
        else outline.party_min
    )


def party_too_large(survey: Survey) -> Iterator[Problem]:
    for stop in survey.outline.stops:
        party = share(survey.outline, stop)
        if stop.offer is None or stop.offer.party_max >= party:
            continue
        sentence = N_("Lower the largest party of this version, or choose another component.")
        yield Problem(
            "party_too_large",
            Severity.WARNS if stop.alternative_to else Severity.BLOCKS,
            N_("%(item)s takes groups of up to %(limit)d; the party may be as large as %(party)d."),
            [
                remedies.opening(sentence, "settings", party_max=stop.offer.party_max),
                remedies.removing(stop, N_("Remove %(item)s.")),
            ],
            {"item": stop.title, "limit": stop.offer.party_max, "party": party},
            (stop.id,),
            (stop.lineage,),
        )


def party_too_small(survey: Survey) -> Iterator[Problem]:
    for stop in survey.outline.stops:
        party = least(survey.outline, stop)
        if stop.offer is None or stop.offer.party_min <= party:
            continue
        sentence = N_("Raise the smallest party of this version, or ask about small groups.")
        yield Problem(
            "party_too_small",
            Severity.WARNS,
            N_("%(item)s wants groups of %(limit)d or more; the party may be %(party)d."),
            [remedies.opening(sentence, "settings", party_min=stop.offer.party_min)],
            {"item": stop.title, "limit": stop.offer.party_min, "party": party},
            (stop.id,),
            (stop.lineage,),
        )


def seats(survey: Survey) -> Iterator[Problem]:
    """Vehicles that do not hold everybody at once."""
    outline = survey.outline
    yield from minibus(survey)
    for stop in outline.stops:
        if stop.offer is None or not stop.offer.vehicle_seats:
            continue
        persons = share(outline, stop) + outline.escorts
        vehicles = -(-persons // stop.offer.vehicle_seats)
        if vehicles > 1:
            sentence = N_("Ask for enough vehicles, or choose a larger one.")
            yield Problem(
                "several_vehicles",
                Severity.HINT,
                N_("%(item)s: %(persons)d persons need %(vehicles)d vehicles of %(seats)d seats."),
                [
                    WayOut(
                        sentence,
                        Remedy.ADD,
                        values={"day": stop.day, "kind": ComponentKind.TRANSPORT.value},
                    )
                ],
                {
                    "item": stop.title,
                    "persons": persons,
                    "vehicles": vehicles,
                    "seats": stop.offer.vehicle_seats,
                },
                (stop.id,),
                (stop.lineage,),
            )


def minibus(survey: Survey) -> Iterator[Problem]:
    outline = survey.outline
    persons, held = outline.party_max + outline.escorts, survey.limits["minibus_seats"]
    if outline.travel_mode is not TravelMode.MINIBUS or persons <= held:
        return
    yield Problem(
        "minibus_full",
        Severity.WARNS,
        N_("The group travels by minibus, which holds %(seats)d; it may be %(persons)d persons."),
        [
            remedies.opening(
                N_("Travel by coach, or lower the largest party."),
                "settings",
                travel_mode=TravelMode.COACH.value,
            )
        ],
        {"seats": held, "persons": persons},
    )


def languages(survey: Survey) -> Iterator[Problem]:
    """A host that says nothing of its languages is not asked about them."""
    spoken = survey.outline.languages
    for stop in survey.outline.stops:
        if stop.offer is None or stop.offer.kind not in SPOKEN or not stop.offer.languages:
            continue
        if not spoken or (stop.offer.languages | stop.interpreters) & spoken:
            continue
        language = "en" if "en" in spoken else min(spoken)
        interpret = N_("Add an interpreter into %(language)s.")
        yield Problem(
            "no_language",
            Severity.WARNS if lesser(stop) else Severity.BLOCKS,
            N_("%(item)s is had in %(languages)s, which the group does not speak."),
            [
                WayOut(interpret, Remedy.INTERPRET, stop.id, {"language": Tongue(language)}),
                remedies.removing(stop, N_("Remove %(item)s, or choose another component.")),
            ],
            {
                "item": stop.title,
                "languages": tuple(Tongue(code) for code in sorted(stop.offer.languages)),
            },
            (stop.id,),
            (stop.lineage,),
        )


def steps(survey: Survey) -> Iterator[Problem]:
    """Somebody of the group needs every stop without steps; a vehicle is no place."""
    if not survey.outline.step_free:
        return
    for stop in survey.outline.stops:
        if stop.spot is None or stop.spot.step_free or stop.kind is ComponentKind.TRANSPORT:
            continue
        yield Problem(
            "not_step_free",
            Severity.WARNS if lesser(stop) else Severity.BLOCKS,
            N_("%(item)s: %(place)s has steps, and the group needs a place without."),
            [
                remedies.optional(stop),
                remedies.removing(stop, N_("Remove %(item)s and choose a place without steps.")),
            ],
            {"item": stop.title, "place": stop.spot.name},
            (stop.id,),
            (stop.lineage,),
        )
