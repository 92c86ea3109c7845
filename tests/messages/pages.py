"""Who may open the pages of messages."""

from tests.messages.making import make_message
from tests.world import ORGANISERS, Page, World
from tourbook.messages.models import MessageState


def a_parked_message(world: World) -> dict[str, object]:
    return {"message_id": make_message(state=MessageState.PARKED).id}


PAGES = [
    Page("messages.index", ORGANISERS),
    Page("messages.show", ORGANISERS, args=a_parked_message),
    Page("messages.retry", ORGANISERS, args=a_parked_message, methods=("POST",)),
]
