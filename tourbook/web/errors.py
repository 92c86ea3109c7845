"""Error pages: what happened and what to do, in the reader's language, with nothing leaked."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError
from werkzeug.exceptions import HTTPException, InternalServerError

from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.web.forms import refusal_in_words
from tourbook.web.languages import speak_plainly
from tourbook.web.redirects import local_target


@dataclass(frozen=True)
class Words:
    title: Any
    text: Any


STALE_FORM = Words(
    _l("This page had been open too long"),
    _l("Nothing was saved. Go back, reload the page and send the form again."),
)
WORDS = {
    400: Words(
        _l("This could not be understood"),
        _l("Nothing was saved. Go back, check the address or the form, and try again."),
    ),
    403: Words(
        _l("This page is not for you"),
        _l("You are signed in, but not with the right to see this page. Ask the organiser for it."),
    ),
    404: Words(
        _l("This page does not exist"),
        _l("Check the address, or start from the front page. It may also have been removed."),
    ),
    405: Words(
        _l("This cannot be done here"),
        _l("Nothing was changed. Go back and use the buttons of the page."),
    ),
    409: Words(
        _l("This cannot be done now"), _l("Nothing was changed. Go back to see how things stand.")
    ),
    413: Words(
        _l("This is too large"),
        _l("Nothing was saved. Make the file or the text smaller and send it again."),
    ),
    429: Words(
        _l("Too many tries"), _l("Wait a few minutes and then try again. Nothing has been lost.")
    ),
}
BROKEN = Words(
    _l("Something went wrong here"),
    _l("The fault is ours and it has been recorded. What you sent may not have been saved: check."),
)
AWAY = Words(
    _l("The service cannot be reached just now"),
    _l("Nothing was saved. Wait a minute and then try again."),
)


def page(code: int, words: Words, sentence: str | None = None) -> Response:
    """An error page with the links of every page."""
    html = render_template(
        "errors/page.html",
        title=words.title,
        sentence=sentence or words.text,
        back=local_target(request.referrer, request.root_path + "/"),
    )
    return make_response(html, code)


def plain_page(code: int, words: Words) -> Response:
    """An error page that asks nobody anything: the database may be the fault.

    `render_template` would load the person who is signed in, so it is not used here.
    """
    speak_plainly()
    template = current_app.jinja_env.get_template("errors/plain.html")
    return make_response(template.render(title=words.title, sentence=words.text), code)


def on_http(error: HTTPException) -> Response | HTTPException:
    code = error.code or 500
    if code < 400 or error.response is not None:
        return error
    if code >= 500:
        return plain_page(code, AWAY if code == 503 else BROKEN)
    words = STALE_FORM if isinstance(error, CSRFError) else WORDS.get(code, WORDS[400])
    response = page(code, words)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def on_refused(refusal: Refused) -> Response:
    db.session.rollback()
    return page(409, WORDS[409], refusal_in_words(refusal))


def on_database_away(error: OperationalError | InterfaceError | TimeoutError) -> Response:
    current_app.logger.error("The database did not answer: %s", type(error).__name__)
    with suppress(Exception):
        db.session.rollback()
    response = plain_page(503, AWAY)
    response.headers["Retry-After"] = "30"
    return response


def on_fault(error: InternalServerError) -> Response:
    with suppress(Exception):
        db.session.rollback()
    return plain_page(500, BROKEN)


def log_fault(exc_info: Any) -> None:
    """Record what broke. The address itself may hold the token of a personal link."""
    place = request.url_rule or "an address without a page"
    current_app.logger.error("A fault at %s %s", request.method, place, exc_info=exc_info)


def init_app(app: Flask) -> None:
    app.log_exception = log_fault  # type: ignore[method-assign]
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(Refused, on_refused)
    app.register_error_handler(OperationalError, on_database_away)
    app.register_error_handler(InterfaceError, on_database_away)
    app.register_error_handler(TimeoutError, on_database_away)
    app.register_error_handler(InternalServerError, on_fault)
