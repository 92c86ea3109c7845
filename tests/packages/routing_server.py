"""A routing server on this machine for tests: it answers what the test tells it to."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from tourbook.packages.rules.outline import Spot
from tourbook.packages.rules.travel import metres_between

#: `status, body` for the coordinates asked for, as (longitude, latitude).
Answer = Callable[[list[tuple[float, float]]], tuple[int, bytes]]


class Server:
    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        #: The addresses that were asked for.
        self.asked: list[str] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append(self.path)
                status, body = server.answer(places_in(self.path))
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Tests say themselves what happened."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"


def places_in(path: str) -> list[tuple[float, float]]:
    found = re.fullmatch(r"/table/v1/driving/([-0-9.,;]+)\?annotations=duration,distance.*", path)
    assert found, path
    pairs = (pair.split(",") for pair in found[1].split(";"))
    return [(float(lon), float(lat)) for lon, lat in pairs]


@contextmanager
def routing_server(answer: Answer) -> Iterator[Server]:
    server = Server(answer)
    thread = Thread(target=server.http.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server
    finally:
        server.http.shutdown()
        thread.join()
        server.http.server_close()


def roads(places: list[tuple[float, float]]) -> tuple[int, bytes]:
    """Roads half again as long as the straight line, driven at 60 km an hour."""
    spots = [Spot(key, "", lat, lon) for key, (lon, lat) in enumerate(places)]
    metres = [[1.5 * metres_between(one, other) for other in spots] for one in spots]
    seconds = [[each * 0.06 for each in row] for row in metres]
    return 200, json.dumps({"code": "Ok", "durations": seconds, "distances": metres}).encode()
