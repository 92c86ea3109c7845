"""Lays the web floor under an application: what every page shares, in the order it is asked."""

from datetime import timedelta
from typing import Any

from flask import Flask, request
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.routing import IntegerConverter, Map

from tourbook.config import Settings
from tourbook.core.db import start_reading, start_writing
from tourbook.web import (
    access,
    addresses,
    errors,
    filters,
    forms,
    headers,
    languages,
    limits,
    navigation,
    panels,
)

IDLE = timedelta(hours=12)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class RowNumber(IntegerConverter):
    """A row's number in an address; a number that no row can have is an unknown address."""

    def __init__(self, map: Map, **limits: Any) -> None:
        super().__init__(map, **{"max": 2**31 - 1, **limits})


def read_or_write() -> None:
    """Tell the database before it is first asked whether this request may write."""
    if request.method in SAFE:
        start_reading()
    else:
        start_writing()


def configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SESSION_COOKIE_NAME="__Host-session" if settings.production else "session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.production,
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_SECURE=settings.production,
        PERMANENT_SESSION_LIFETIME=IDLE,
        WTF_CSRF_TIME_LIMIT=int(IDLE.total_seconds()),
        TOURBOOK_ZONE=settings.zone,
    )


def init_app(app: Flask, settings: Settings) -> None:
    configure(app, settings)
    app.url_map.converters["int"] = RowNumber
    app.jinja_env.undefined = StrictUndefined
    app.before_request(read_or_write)
    languages.init_app(app)
    access.init_app(app)
    limits.init_app(app, settings)
    CSRFProtect(app)
    for part in (addresses, navigation, panels, filters, forms, errors, headers):
        part.init_app(app)
