"""Whether the program is alive, and whether it can do its work: for machines that ask."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from tourbook.core import schema
from tourbook.web.access import public
from tourbook.web.limits import limiter

bp = Blueprint("health", __name__)
limiter.exempt(bp)


def plain(text: str, status: int) -> Response:
    response = Response(f"{text}\n", status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    return plain("alive", 200)


@bp.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """200 while the database answers and has the tables of this program, else 503."""
    try:
        current = schema.is_current()
    except SQLAlchemyError:
        return plain("The database cannot be reached.", 503)
    if not current:
        return plain("The database needs `tourbook upgrade`.", 503)
    return plain("ready", 200)
