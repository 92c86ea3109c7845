"""Who may open the pages of feedback."""

from tests.making import participant_token
from tests.world import EVERYBODY, ORGANISERS, Page, World
from tourbook.feedback import services


def by_link(world: World) -> dict[str, object]:
    return {"token": participant_token(world.participant)}


def card(world: World) -> dict[str, object]:
    services.make_waves(world.departure)
    return by_link(world) | {"kind": "before", "position": 1}


def wave(world: World) -> dict[str, object]:
    services.make_waves(world.departure)
    return {"departure_id": world.departure.id, "kind": "before"}


PAGES = [
    Page("feedback.start", EVERYBODY, args=by_link),
    Page("feedback.card", EVERYBODY, args=card),
    Page("feedback.answer", EVERYBODY, args=card, methods=("POST",)),
    Page("feedback.confirm_withdrawal", EVERYBODY, args=by_link),
    Page("feedback.withdraw", EVERYBODY, args=by_link, methods=("POST",)),
    Page("feedback_questions.show", ORGANISERS, lambda world: {"version_id": world.draft.id}),
    Page("feedback_desk.show", ORGANISERS, args=lambda world: {"departure_id": world.departure.id}),
    Page("feedback_desk.preview", ORGANISERS, args=wave),
    Page("feedback_desk.remind", ORGANISERS, args=wave, methods=("POST",)),
]
