"""The pages of bookings and who may open them."""

from collections.abc import Mapping

from tests.making import participant_token
from tests.world import EVERYBODY, ORGANISERS, Page, World

OWN = ORGANISERS | {"leader"}
LEADERS = frozenset({"leader", "other_leader"})
BOTH = ("GET", "POST")


def booking(world: World) -> Mapping[str, object]:
    return {"booking_id": world.booking.id}


def participant(world: World) -> Mapping[str, object]:
    return {"booking_id": world.booking.id, "participant_id": world.participant.id}


def paper(world: World) -> Mapping[str, object]:
    return {"booking_id": world.booking.id, "language": "fi"}


def link(world: World) -> Mapping[str, object]:
    return {"token": participant_token(world.participant)}


def departure(world: World) -> Mapping[str, object]:
    return {"departure_id": world.departure.id}


def delegation(world: World) -> Mapping[str, object]:
    return {"delegation_id": world.booking.delegation_id}


PAGES = [
    Page("bookings.index", LEADERS),
    Page("bookings.new", ORGANISERS | LEADERS, args=departure, methods=BOTH),
    Page("bookings.show", OWN, args=booking),
    Page("bookings.confirm", OWN, args=booking, methods=("POST",)),
    Page("bookings.change_places", OWN, args=booking, methods=BOTH),
    Page("bookings.cancel", OWN, args=booking, methods=BOTH),
    Page("participants.index", OWN, args=booking),
    Page("participants.new", OWN, args=booking, methods=BOTH),
    Page("participants.edit", OWN, args=participant, methods=BOTH),
    Page("participants.remove", OWN, args=participant, methods=("POST",)),
    Page("participants.reissue", OWN, args=participant, methods=("POST",)),
    Page("participants.send_links", OWN, args=booking, methods=("POST",)),
    Page("participants.paste", OWN, args=booking, methods=BOTH),
    Page("participants.apply", OWN, args=booking, methods=("POST",)),
    Page("papers.order", OWN, args=paper, methods=("POST",)),
    Page("papers.programme", OWN, args=paper),
    Page("papers.download", OWN, args=paper),
    Page("papers.calendar", OWN, args=booking),
    Page("participant.home", EVERYBODY, args=link),
    Page("participant.details", EVERYBODY, args=link, methods=BOTH),
    Page("participant.order", EVERYBODY, args=link, methods=("POST",)),
    Page("participant.programme", EVERYBODY, args=link),
    Page("participant.download", EVERYBODY, args=link),
    Page("participant.calendar", EVERYBODY, args=link),
    Page("desk_bookings.index", ORGANISERS),
    Page("desk_bookings.new", ORGANISERS),
    Page("desk_bookings.roster", ORGANISERS, args=departure),
    Page("desk_bookings.cancel_departure", ORGANISERS, args=departure, methods=BOTH),
    Page("delegations.index", ORGANISERS),
    Page("delegations.new", ORGANISERS, methods=BOTH),
    Page("delegations.show", ORGANISERS, args=delegation),
    Page("delegations.edit", ORGANISERS, args=delegation, methods=BOTH),
    Page("delegations.invite", ORGANISERS, args=delegation, methods=("POST",)),
    Page("joining.ask", EVERYBODY, methods=BOTH),
    Page("joining.asked", EVERYBODY),
]
