"""What hosts and organisers are told about requests."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from tourbook.accounts import queries as accounts
from tourbook.accounts.models import User
from tourbook.departures import queries
from tourbook.departures.models import (
    Departure,
    RequestState,
    ServiceRequest,
    ThreadEntry,
    ThreadSide,
)
from tourbook.departures.services.planning import TOKEN_PURPOSE
from tourbook.directory.models import Organisation
from tourbook.messages import services as messages
from tourbook.messages.rules import page_link, token_link
from tourbook.messages.services import Recipient

#: The language of an organisation that has an address but no people here.
HOST_LANGUAGE = "fi"


def people_of(organisations: Iterable[Organisation]) -> dict[int, list[Recipient]]:
    """Whom to write to in each organisation: its people here, else its own address."""
    wanted = {organisation.id: organisation for organisation in organisations}
    people: dict[int, list[Recipient]] = {key: [] for key in wanted}
    for organisation_id, email, name, language in queries.hosts_people(wanted):
        people[organisation_id].append(Recipient(email, name, language))
    for key, organisation in wanted.items():
        if not people[key] and organisation.email:
            people[key].append(Recipient(organisation.email, organisation.name, HOST_LANGUAGE))
    return people


def organisers() -> list[Recipient]:
    return [Recipient(user.email, user.name, user.language) for user in accounts.organisers()]


def of_request(request: ServiceRequest, people: Mapping[int, list[Recipient]]) -> list[Recipient]:
    """Who answers this request: the colleague it was handed to, else all of the host.

    Somebody who has left the host since then is told nothing more.
    """
    everybody = people[request.organisation_id]
    handed_to = request.handed_to.email if request.handed_to is not None else ""
    return [one for one in everybody if one.email == handed_to] or everybody


def ask(
    departure: Departure, requests: Sequence[ServiceRequest], *, at: datetime
) -> list[Organisation]:
    """One message to each person of each host; the hosts that have no address are handed back."""
    by_host = sorted(requests, key=lambda one: (one.organisation_id, one.starts_at, one.id))
    people = people_of(request.organisation for request in requests)
    unreachable = []
    for _host, group in groupby(by_host, key=lambda one: one.organisation_id):
        asked = list(group)
        organisation = asked[0].organisation
        if not people[organisation.id]:
            unreachable.append(organisation)
        for person in people[organisation.id]:
            messages.send(
                "departures/asked",
                to=person,
                values=asking(asked, person.language),
                event_key=f"departures.asked:{asked[0].id}",
                at=at,
                about=asked[0],
            )
    return unreachable


def asking(asked: Sequence[ServiceRequest], language: str) -> dict[str, object]:
    """What a host must know to answer these requests of one departure."""
    lapses = [one.lapses_at for one in asked if one.lapses_at is not None]
    return {
        **common(asked[0], language),
        "visits": [visit(request, language) for request in asked],
        "link": token_link("/r/{token}", asked[0].token_salt, TOKEN_PURPOSE),
        "lapses": min(lapses).isoformat() if lapses else None,
    }


def remind(waiting: Sequence[ServiceRequest], *, at: datetime) -> None:
    """Remind one host, or the colleague who answers, of what one departure still asks."""
    first = waiting[0]
    for person in of_request(first, people_of([first.organisation])):
        messages.send(
            "departures/reminded",
            to=person,
            values=asking(waiting, person.language),
            event_key=f"departures.reminded:{first.id}:{first.reminders}",
            at=at,
            about=first,
        )


def tell_lapsed(lapsed: Sequence[ServiceRequest], *, at: datetime) -> None:
    """Tell the organisers what nobody answered, in one message for each departure."""
    people = organisers()
    by_departure = sorted(lapsed, key=lambda one: (one.departure_id, one.starts_at, one.id))
    for departure_id, group in groupby(by_departure, key=lambda one: one.departure_id):
        together = list(group)
        for person in people:
            hosts = [
                {**visit(one, person.language), "organisation": one.organisation.name}
                for one in together
            ]
            messages.send(
                "departures/lapsed",
                to=person,
                values={
                    **common(together[0], person.language),
                    "visits": hosts,
                    "link": page_link(f"/desk/departures/{departure_id}"),
                },
                event_key=f"departures.lapsed:{together[0].id}",
                at=at,
                about=together[0],
            )


def common(request: ServiceRequest, language: str) -> dict[str, object]:
    departure = request.departure
    return {
        "package": departure.version.package.name.get(language),
        "organisation": request.organisation.name,
        "first_day": departure.first_day.isoformat(),
        "zone": departure.zone,
    }


def visit(request: ServiceRequest, language: str) -> dict[str, object]:
    return {
        "title": request.component.name.get(language),
        "starts": request.starts_at.isoformat(),
        "ends": request.ends_at.isoformat(),
        "pax": request.pax,
    }


def call_off(requests: Sequence[ServiceRequest], *, reason: str, at: datetime) -> None:
    """Tell each host that it is no longer needed."""
    people = people_of(request.organisation for request in requests)
    for request in requests:
        for person in people[request.organisation_id]:
            messages.send(
                "departures/called_off",
                to=person,
                values={
                    **common(request, person.language),
                    **visit(request, person.language),
                    "reason": reason,
                },
                event_key=f"departures.called_off:{request.id}",
                at=at,
                about=request,
            )


def tell_answer(request: ServiceRequest, *, at: datetime) -> None:
    """Tell the organisers what a host said."""
    proposed, until = request.proposed_starts_at, request.proposed_ends_at
    offered = request.proposed_component
    for person in organisers():
        messages.send(
            "departures/answered",
            to=person,
            values={
                **common(request, person.language),
                **visit(request, person.language),
                "accepted": request.state is RequestState.CONFIRMED,
                "by": request.answered_by,
                "reason": request.reason,
                "proposed": proposed.isoformat() if proposed else None,
                "proposed_until": until.isoformat() if until else None,
                "offered": offered.name.get(person.language) if offered else None,
                "link": page_link(f"/desk/departures/{request.departure_id}"),
            },
            event_key=f"departures.answered:{request.id}",
            at=at,
            about=request,
        )


def tell_withdrawn(request: ServiceRequest, *, by: str, short: bool, at: datetime) -> None:
    """Warn the organisers that a host has taken its yes back."""
    for person in organisers():
        messages.send(
            "departures/withdrawn",
            to=person,
            values={
                **common(request, person.language),
                **visit(request, person.language),
                "by": by,
                "short": short,
                "reason": request.reason,
                "link": page_link(f"/desk/departures/{request.departure_id}"),
            },
            event_key=f"departures.withdrawn:{request.id}",
            at=at,
            about=request,
        )


def hand_over(
    request: ServiceRequest, colleague: User, *, words: str, by: str, entry_id: int, at: datetime
) -> None:
    """Ask the colleague for the answer."""
    messages.send(
        "departures/handed_over",
        to=Recipient(colleague.email, colleague.name, colleague.language),
        values={
            **asking([request], colleague.language),
            "by": by,
            "words": words,
            "link": page_link(f"/host/requests/{request.id}"),
        },
        event_key=f"departures.handed_over:{entry_id}",
        at=at,
        about=request,
    )


def say(request: ServiceRequest, entry: ThreadEntry, *, at: datetime) -> None:
    """Send an entry of the thread to the side that did not write it."""
    from_host = entry.side is ThreadSide.HOST
    people = organisers() if from_host else of_request(request, people_of([request.organisation]))
    link = (
        page_link(f"/desk/requests/{request.id}")
        if from_host
        else token_link("/r/{token}", request.token_salt, TOKEN_PURPOSE)
    )
    for person in people:
        messages.send(
            "departures/note",
            to=person,
            values={
                **common(request, person.language),
                **visit(request, person.language),
                "from_host": from_host,
                "by": entry.by,
                "words": entry.words,
                "link": link,
            },
            event_key=f"departures.note:{entry.id}",
            at=at,
            about=request,
        )
