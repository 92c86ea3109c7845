"""How often one address may ask: `@limiter.limit("5 per minute", methods=["POST"])` on a view."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from tourbook.config import Settings

limiter = Limiter(get_remote_address)


def init_app(app: Flask, settings: Settings) -> None:
    """Count in this process, or in Redis where several processes share the counts."""
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url or "memory://"
    app.config["RATELIMIT_HEADERS_ENABLED"] = False
    hooks = (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs)
    others = [list(functions[None]) for functions in hooks]
    limiter.init_app(app)
    # A limited view asks for itself; all other pages should not pay for asking.
    for functions, kept in zip(hooks, others, strict=True):
        functions[None] = kept
