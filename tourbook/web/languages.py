"""The language of a page: as chosen, as the account says, as the browser asks, else English."""

from functools import lru_cache

from flask import Flask, Response, g, has_request_context, request
from flask_babel import Babel, refresh
from flask_login import current_user
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from tourbook.config import PACKAGE
from tourbook.core.languages import FALLBACK, LANGUAGES

COOKIE = "lang"
A_YEAR = 31_536_000
LONGEST_HEADER = 200

#: What each language calls itself, for the switch on every page.
OWN_NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}


def chosen() -> str | None:
    """The language that this reader has picked, now or earlier."""
    if request.query_string and request.args.get(COOKIE) in LANGUAGES:
        return request.args[COOKIE]
    if "HTTP_COOKIE" in request.environ and request.cookies.get(COOKIE) in LANGUAGES:
        return request.cookies[COOKIE]
    return None


@lru_cache(maxsize=1024)
def best_of(header: str) -> str:
    """The language that this Accept-Language likes best; browsers send the same few."""
    wanted = parse_accept_header(header, LanguageAccept)
    return wanted.best_match(LANGUAGES, FALLBACK) or FALLBACK


def of_browser() -> str:
    header = request.environ.get("HTTP_ACCEPT_LANGUAGE", "")
    return best_of(header) if 0 < len(header) < LONGEST_HEADER else FALLBACK


def without_account() -> str:
    """The language as far as the request itself tells; asks no database."""
    return chosen() or of_browser()


def of_account() -> str | None:
    language = getattr(current_user, "language", None)
    return language if language in LANGUAGES else None


def current_language() -> str:
    if not has_request_context():
        return FALLBACK
    language: str | None = g.get("language")
    if language is None:
        language = g.language = chosen() or of_account() or of_browser()
    return language


def speak_plainly() -> None:
    """Settle the language without the account, for pages that must not ask the database."""
    if g.get("language") is None:
        g.language = without_account()


def forget() -> None:
    """Each request finds its language afresh, also where several share a context."""
    if g.get("language") is not None:
        g.language = None
        refresh()


def remember(response: Response) -> Response:
    """Keep an explicit choice for the next pages."""
    language = request.args.get(COOKIE) if request.query_string else None
    if language in LANGUAGES and language != request.cookies.get(COOKIE):
        response.set_cookie(
            COOKIE,
            language,
            max_age=A_YEAR,
            secure=request.is_secure,
            httponly=True,
            samesite="Lax",
        )
    return response


def init_app(app: Flask) -> None:
    Babel(
        app,
        locale_selector=current_language,
        default_translation_directories=str(PACKAGE / "translations"),
    )
    app.before_request(forget)
    app.after_request(remember)
    app.jinja_env.globals.update(
        current_language=current_language, languages=LANGUAGES, own_language_names=OWN_NAMES
    )
