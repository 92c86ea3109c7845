"""How slots stand, in words for lists: open, closed, blocked, requested, taken or withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass

from tourbook.hosts.forms import STATES
from tourbook.hosts.forms.timetable import SHOWN
from tourbook.hosts.models import Slot, SlotState
from tourbook.hosts.queries import timetable


@dataclass(frozen=True)
class Stand:
    #: For stylesheets, such as `taken`.
    key: str
    word: str
    tone: str


def stands_of(slots: Sequence[Slot]) -> dict[int, Stand]:
    """How each slot stands, by its id; who waits or comes counts more than what is offered."""
    shown = timetable.shown_of(slots)
    found: dict[int, Stand] = {}
    for slot in slots:
        state = shown[slot.id]
        word, _picture, tone = SHOWN[state]
        if slot.state is SlotState.WITHDRAWN and not slot.taken:
            word, tone = STATES[slot.state], "quiet"
        found[slot.id] = Stand(state.value, str(word), tone)
    return found
