"""Asking a routing server how far the places of a draft are apart.

The server speaks the table service of OSRM (`/table/v1/driving/lon,lat;lon,lat`), which answers
seconds and metres between all places that are named. It is asked by the worker, without a lock on
the database. What it says is kept all at once or, if any of it cannot be true, not at all.
"""

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from itertools import combinations_with_replacement
from typing import Any

import sqlalchemy as sa

from tourbook.core import audit, jobs, zones
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.formats import ZONE
from tourbook.core.jobs import Finish, Job, JobState
from tourbook.core.refused import Refused
from tourbook.directory.models import TravelMode
from tourbook.packages import queries
from tourbook.packages.models import Version
from tourbook.packages.queries.outlines import outline_of
from tourbook.packages.rules import measuring
from tourbook.packages.rules.measuring import Pair, Road
from tourbook.packages.rules.outline import Leg, Outline, Spot
from tourbook.packages.services import travel

KIND = "packages.route"
#: Seconds that a whole answer may take, and how much of it is read.
PATIENCE = 20.0
MOST_BYTES = 4_000_000
#: OSRM answers tables of up to a hundred places unless it is told otherwise.
SPOTS_AT_ONCE = 100

_server: dict[str, str] = {}


def use(url: str) -> None:
    """Set once at the start: the server's address, empty for none."""
    _server["url"] = url


def has_server() -> bool:
    return bool(_server.get("url"))


def key_of(version: Version) -> str:
    return f"{KIND}:{version.id}"


def job_of(version: Version) -> Job | None:
    """The last asking for this draft: how far it is, and in `payload["outcome"]` what came of it.

    An outcome is {"filled", "unknown"}: how many pairs are known now and for how many there is no
    road; or {"sentence", "values"} that say why nothing was kept.
    """
    return db.session.scalars(
        sa.select(Job)
        .where(Job.dedupe_key == key_of(version))
        .execution_options(populate_existing=True)
    ).first()


def ask(version: Version, *, at: datetime, actor: Actor) -> None:
    """Let the worker ask about all pairs of the draft's places; again if it was asked before."""
    if not has_server():
        raise Refused("No routing server is set up. Type the minutes and kilometres by hand.")
    spots = measuring.spots_of(outline_of(version, today=zones.local_day(at, ZONE)))
    if len(spots) < 2:
        raise Refused("The draft has fewer than two places, so there is no way to ask about.")
    if not modes_of(version):
        raise Refused("Nobody drives in this draft. Walks are estimated from the map.")
    payload = {"version_id": version.id, "by_id": actor.id, "by": actor.label}
    jobs.start_again(key_of(version), KIND, payload, at=at)
    db.session.execute(
        sa.update(Job)
        .where(Job.dedupe_key == key_of(version), Job.state == JobState.WAITING)
        .values(payload=payload)
        .execution_options(synchronize_session=False)
    )


def modes_of(version: Version) -> list[TravelMode]:
    """How the group drives in this draft; a server for cars knows nothing of walks."""
    items = [item for day in version.days for item in day.items]
    used = {version.travel_mode, *(item.arrive_by for item in items)}
    return [mode for mode in measuring.DRIVEN if mode in used]


def give_up(payload: dict[str, Any], error: str) -> None:
    note_outcome(payload, {"sentence": "Something went wrong in the program.", "values": {}})


@jobs.handler(KIND, slow=True, parked=give_up)
def route(payload: dict[str, Any], at: datetime) -> Finish | None:
    """Ask block by block; hand back what writes all of it, or why there is nothing to write."""
    version = queries.whole(payload["version_id"])
    if version is None:
        return None
    outline = outline_of(version, today=zones.local_day(at, ZONE))
    modes = modes_of(version)
    db.session.rollback()
    try:
        roads = ask_all(measuring.spots_of(outline), payload)
    except Refused as refusal:
        outcome = {"sentence": refusal.sentence, "values": dict(refusal.values)}
        return partial(note_outcome, payload, outcome)
    return partial(keep, payload, legs_of(roads, modes, outline), outline, at)


def legs_of(
    roads: Sequence[Road], modes: Sequence[TravelMode], outline: Outline
) -> list[tuple[Pair, TravelMode, Leg]]:
    return [
        (road.pair, mode, measuring.routed(road, mode, outline.limits))
        for mode in modes
        for road in roads
    ]


def keep(
    payload: dict[str, Any],
    legs: Sequence[tuple[Pair, TravelMode, Leg]],
    outline: Outline,
    at: datetime,
) -> None:
    travel.keep_routed(legs)
    version = db.session.get(Version, payload["version_id"])
    if version is None:
        return
    asked = len(measuring.pairs_of(measuring.spots_of(outline)))
    filled = len({pair for pair, _, _ in legs})
    outcome = {"filled": filled, "unknown": asked - filled}
    actor = Actor(payload["by_id"], payload["by"])
    audit.record("packages.travel_routed", version, at=at, actor=actor, after=outcome)
    note_outcome(payload, outcome)


def note_outcome(payload: dict[str, Any], outcome: dict[str, Any]) -> None:
    write_payload(payload | {"outcome": outcome})


def write_payload(payload: dict[str, Any]) -> None:
    db.session.execute(
        sa.update(Job)
        .where(Job.dedupe_key == f"{KIND}:{payload['version_id']}")
        .values(payload=payload)
        .execution_options(synchronize_session=False)
    )


def ask_all(spots: Sequence[Spot], payload: dict[str, Any]) -> list[Road]:
    """Every pair of the places; with many places in blocks, each two of which are asked once."""
    half = SPOTS_AT_ONCE // 2
    if len(spots) <= SPOTS_AT_ONCE:
        return measuring.roads(table(spots), spots)
    blocks = [spots[start : start + half] for start in range(0, len(spots), half)]
    questions = [
        [*one, *other] if one is not other else list(one)
        for one, other in combinations_with_replacement(blocks, 2)
    ]
    found: dict[Pair, Road] = {}
    for done, question in enumerate(questions):
        write_payload(payload | {"progress": [done, len(questions)]})
        db.session.commit()
        found |= {road.pair: road for road in measuring.roads(table(question), question)}
    return list(found.values())


def table(spots: Sequence[Spot]) -> object:
    """The server's answer as it stands, a JSON value.

    Raises:
        Refused: it does not answer, not in time, not whole, or no JSON.
    """
    places = ";".join(f"{spot.lon:.6f},{spot.lat:.6f}" for spot in spots)
    query = "annotations=duration,distance&generate_hints=false"
    url = f"{_server.get('url', '')}/table/v1/driving/{places}?{query}"
    try:
        return json.loads(fetched(url))
    except urllib.error.HTTPError as error:
        error.close()
        raise Refused(
            "The routing server answered with the error %(code)d. Nothing was changed.",
            code=error.code,
        ) from None
    except TimeoutError:
        raise Refused("The routing server did not answer in time. Nothing was changed.") from None
    except (OSError, http.client.HTTPException):
        raise Refused("The routing server cannot be reached. Nothing was changed.") from None
    except (ValueError, RecursionError):
        raise Refused("The routing server's answer cannot be read. Nothing was changed.") from None


def fetched(url: str) -> bytes:
    """The body, read with patience but not for ever: a server may also drip."""
    until = time.monotonic() + PATIENCE
    request = urllib.request.Request(url, headers={"Accept": "application/json"})  # noqa: S310
    parts: list[bytes] = []
    # The settings admit only http and https addresses.
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
        while part := answer.read1(65_536):
            parts.append(part)
            if sum(map(len, parts)) > MOST_BYTES:
                raise ValueError("The answer is too long.")
            if time.monotonic() > until:
                raise TimeoutError
    return b"".join(parts)
