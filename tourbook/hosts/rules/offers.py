"""What holds for a component: what a host says of it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.hosts.models import ComponentKind


@dataclass(frozen=True)
class ComponentFacts:
    """What a host says of a component; themes are named by their keys."""

    kind: ComponentKind
    name: Texts
    summary: Texts
    duration_minutes: int
    party_max: int
    party_min: int = 1
    languages: list[str] = field(default_factory=list)
    ask_by_days: int = 30
    names_by_days: int = 14
    place_id: int | None = None
    outdoor: bool = False
    seated: bool = False
    vehicle_seats: int | None = None
    single_rooms: int | None = None
    twin_rooms: int | None = None
    free_every: int | None = None
    free_most: int | None = None


#: What is only said of some kinds; the rest is said of all.
ONLY_OF = {
    "outdoor": (ComponentKind.PROGRAMME, ComponentKind.SIDE, ComponentKind.MEAL),
    "seated": (ComponentKind.PROGRAMME, ComponentKind.SIDE),
    "vehicle_seats": (ComponentKind.TRANSPORT,),
    "single_rooms": (ComponentKind.LODGING,),
    "twin_rooms": (ComponentKind.LODGING,),
}
LONGEST_NAME = 120
#: Beside so many copies of one name, no more are told apart.
MOST_COPIES = 1_000


def fitting(facts: ComponentFacts) -> ComponentFacts:
    """The same without what is not said of its kind."""
    unsaid = ComponentFacts(facts.kind, facts.name, facts.summary, 1, 1)
    return replace(
        facts,
        **{name: getattr(unsaid, name) for name, of in ONLY_OF.items() if facts.kind not in of},
    )


def check_component(facts: ComponentFacts) -> None:
    for _field, refusal in faults_of(facts):
        raise refusal


def faults_of(facts: ComponentFacts) -> Iterator[tuple[str, Refused]]:
    """What cannot be so, each with the field that it is about."""
    if facts.party_max < facts.party_min:
        yield (
            "party_max",
            Refused("The largest party cannot be smaller than the smallest."),
        )
    if not facts.languages:
        yield (
            "languages",
            Refused("Choose at least one language in which a group can be received."),
        )
    if facts.free_most is not None and facts.free_every is None:
        yield (
            "free_every",
            Refused("Say for how many paid places one is free, or leave both empty."),
        )
    if facts.vehicle_seats is not None and facts.kind is not ComponentKind.TRANSPORT:
        yield "vehicle_seats", Refused("Only transport has seats in a vehicle.")
    if facts.kind is not ComponentKind.LODGING:
        for field_name in ("single_rooms", "twin_rooms"):
            if getattr(facts, field_name) is not None:
                yield field_name, Refused("Only an overnight stay has rooms.")


def name_of_copy(name: Texts, taken: Collection[str]) -> Texts:
    """A name that no other component of the organisation has; `taken` are their English names."""
    names = (copied(name, number) for number in range(1, MOST_COPIES))
    unlike = (made for made in names if made.en not in taken)
    found = next(unlike, None)
    if found is None:
        raise Refused("There are too many copies of this component. Rename some of them first.")
    return found


def copied(name: Texts, number: int) -> Texts:
    ending = f" ({number})" if number > 1 else ""
    said = {"en": "Copy of %s", "fi": "Kopio: %s", "sv": "Kopia av %s"}
    return Texts.of(
        {
            language: (said[language] % text)[: LONGEST_NAME - len(ending)] + ending if text else ""
            for language, text in name.as_dict().items()
        }
    )
