"""Changing departures and what hosts are asked. Nothing here commits: the caller does."""

from tourbook.departures.services.answers import (
    accept,
    accept_all,
    agreed,
    decline,
    propose,
    propose_component,
)
from tourbook.departures.services.asking import (
    Asked,
    ask_again,
    ask_chosen,
    ask_hosts,
    cancel_request,
    choose_slot,
    choose_time,
    replace_by_text,
    take_component,
    take_proposal,
)
from tourbook.departures.services.lapsing import deliver, lapse, remind
from tourbook.departures.services.planning import create, draft
from tourbook.departures.services.requests import hold, lock, release, send
from tourbook.departures.services.seats import release_seats, take_seats
from tourbook.departures.services.status import (
    change,
    close,
    complete_ended,
    mark_cancelled,
    open_despite_missing,
    open_for_booking,
)
from tourbook.departures.services.withdrawing import hand_over, is_short, say, withdraw

__all__ = [
    "Asked",
    "accept",
    "accept_all",
    "agreed",
    "ask_again",
    "ask_chosen",
    "ask_hosts",
    "cancel_request",
    "change",
    "choose_slot",
    "choose_time",
    "close",
    "complete_ended",
    "create",
    "decline",
    "deliver",
    "draft",
    "hand_over",
    "hold",
    "is_short",
    "lapse",
    "lock",
    "mark_cancelled",
    "open_despite_missing",
    "open_for_booking",
    "propose",
    "propose_component",
    "release",
    "release_seats",
    "remind",
    "replace_by_text",
    "say",
    "send",
    "take_component",
    "take_proposal",
    "take_seats",
    "withdraw",
]
