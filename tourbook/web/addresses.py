"""Addresses of the page at hand with something changed, and of static files."""

from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, current_app, request, url_for
from whitenoise import WhiteNoise

from tourbook.config import Settings

A_YEAR = 31_536_000


def address(**changes: object) -> str:
    """This page's address with other arguments; `None` leaves an argument out."""
    arguments: dict[str, object] = dict(request.args.to_dict(flat=False))
    for name, value in changes.items():
        if value is None:
            arguments.pop(name, None)
        else:
            arguments[name] = value
    path = request.root_path + request.path
    return f"{path}?{urlencode(arguments, doseq=True)}" if arguments else path


def readable_path() -> str:
    """Where a link of this page that reads may lead: a page that only takes a form has none."""
    rule = request.url_rule
    if request.method in ("GET", "HEAD") or (rule and "GET" in (rule.methods or ())):
        return request.root_path + request.path
    return request.root_path + "/"


def language_address(language: str) -> str:
    """The same page in another language."""
    if readable_path() != request.root_path + request.path:
        return f"{readable_path()}?lang={language}"
    return address(lang=language)


def outside(endpoint: str, **values: object) -> str:
    """A whole address to hand on: of the settings, whatever name this request came by."""
    settings: Settings = current_app.extensions["tourbook.settings"]
    with_path = url_for(endpoint, **values)  # type: ignore[arg-type]
    return settings.base_url + with_path


def version_of(folder: Path) -> str:
    """A short name for what the static files hold now."""
    seen = sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            seen.update(path.relative_to(folder).as_posix().encode())
            seen.update(path.read_bytes())
    return seen.hexdigest()[:12]


def init_app(app: Flask) -> None:
    """Serve static files outside Flask, under a path that changes when they do."""
    folder = Path(app.static_folder or "")
    version = version_of(folder)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(folder),
        prefix=f"static/{version}",
        max_age=A_YEAR,
        allow_all_origins=False,
        add_headers_function=static_headers,
    )

    def static(path: str) -> str:
        return f"{request.root_path}/static/{version}/{path}"

    app.jinja_env.globals.update(static=static, address=address, language_address=language_address)


def static_headers(headers: dict[str, str], path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
