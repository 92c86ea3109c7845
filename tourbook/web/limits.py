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
    limiter.init_app(app)
