"""What holds for a component: what a host says of it."""

from dataclasses import dataclass, field

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


def check_component(facts: ComponentFacts) -> None:
    if facts.party_max < facts.party_min:
        raise Refused("The largest party cannot be smaller than the smallest.")
    if not facts.languages:
        raise Refused("Choose at least one language in which a group can be received.")
