"""Pages that are the same for every visitor are made once and kept while their version stands."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from threading import Lock
from typing import ParamSpec

from flask import Response, g, make_response, request, session
from flask.typing import ResponseReturnValue

from tourbook.web.headers import csp_nonce
from tourbook.web.languages import without_account

KEEP = 512
LONGEST_QUERY = 200
LARGEST_BODY = 512 * 1024
REMEMBER_COOKIE = "remember_token"
CACHE_CONTROL = "public, max-age=0, must-revalidate"

P = ParamSpec("P")
Key = tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    #: With the nonce of the answer that it was made for.
    body: bytes
    nonce: bytes
    content_type: str
    etag: str

    def renewed(self) -> bytes:
        """The page with the nonce of this answer."""
        return self.body.replace(self.nonce, csp_nonce().encode())


def kept(body: bytes, content_type: str) -> Kept:
    """The tag tells pages apart by what they say, not by their nonce."""
    nonce = csp_nonce().encode()
    etag = f'"{sha256(body.replace(nonce, b"")).hexdigest()[:32]}"'
    return Kept(body, nonce, content_type, etag)


class PageCache:
    """The pages asked for last, in this process."""

    def __init__(self, keep: int = KEEP) -> None:
        self.keep = keep
        self.pages: OrderedDict[Key, Kept] = OrderedDict()
        self.lock = Lock()

    def get(self, key: Key) -> Kept | None:
        with self.lock:
            page = self.pages.get(key)
            if page is not None:
                self.pages.move_to_end(key)
            return page

    def put(self, key: Key, page: Kept) -> None:
        with self.lock:
            self.pages[key] = page
            self.pages.move_to_end(key)
            while len(self.pages) > self.keep:
                self.pages.popitem(last=False)


def for_anybody() -> bool:
    """Whether this request comes from a visitor of whom we know nothing."""
    return (
        request.method in ("GET", "HEAD")
        and not session
        and REMEMBER_COOKIE not in request.cookies
        and len(request.query_string) <= LONGEST_QUERY
    )


def key_of(version: Hashable) -> Key:
    query = request.query_string
    asked = tuple(sorted(request.args.items(multi=True))) if query else ()
    return (version, request.root_path, request.host, request.path, asked, g.language)


def answer(page: Kept) -> Response:
    """The kept page, or word that the reader's copy still stands."""
    seen = request.headers.get("If-None-Match")
    unchanged = seen is not None and page.etag in seen
    response = Response(
        b"" if unchanged else page.renewed(),
        status=304 if unchanged else 200,
        content_type=page.content_type,
    )
    response.headers["ETag"] = page.etag
    response.headers["Cache-Control"] = CACHE_CONTROL
    if unchanged:
        response.headers["Vary"] = "Accept-Language, Cookie"
        del response.headers["Content-Type"]
    return response


def cached_page(
    *, version: Callable[[], Hashable]
) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, ResponseReturnValue]]:
    """Keep what the view renders for visitors without a session.

    `version` is asked on each request; another answer means another page. It must change with
    everything the page shows, the day included if the page speaks of days.
    """

    def decorate(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
        cache = PageCache()

        @wraps(view)
        def cached(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if not for_anybody():
                return view(*args, **kwargs)
            g.language = without_account()
            key = key_of(version())
            page = cache.get(key)
            if page is not None:
                return answer(page)
            response = make_response(view(*args, **kwargs))
            if response.status_code != 200 or session or response.is_streamed:
                return response
            body = response.get_data()
            page = kept(body, response.content_type or "")
            if len(body) <= LARGEST_BODY:
                cache.put(key, page)
            return answer(page)

        return cached

    return decorate
