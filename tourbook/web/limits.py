"""How often one address may ask: `@limiter.limit("5 per minute", methods=["POST"])` on a view."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from tourbook.config import Settings

limiter = Limiter(get_remote_address)


def init_app(app: Flask, settings: Settings) -> None:
    """Count in this process, or in Redis where several processes share the counts."""
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url or "memory://"
    # While Redis is away each process counts for itself: people can still sign in.
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = bool(settings.redis_url)
    app.config["RATELIMIT_HEADERS_ENABLED"] = False
    before, after = list(app.before_request_funcs[None]), list(app.after_request_funcs[None])
    teardown = list(app.teardown_request_funcs[None])
    limiter.init_app(app)
    # A limited view asks for itself; all other pages should not pay for asking.
    app.before_request_funcs[None] = before
    app.after_request_funcs[None] = after
    app.teardown_request_funcs[None] = teardown
