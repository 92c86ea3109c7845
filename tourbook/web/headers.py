"""Headers of every page: what a browser may load, tell on and keep."""

from flask import Flask, Response, request, session

from tourbook.web.access import Kind, current_rule

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
TRANSPORT = "max-age=31536000; includeSubDomains"
VARY = "Accept-Language, Cookie"


def protect(response: Response) -> Response:
    """Add the headers; a 304 has no body to protect."""
    if response.status_code == 304:
        return response
    headers = response.headers
    rule = current_rule()
    by_token = rule is not None and rule.kind is Kind.TOKEN
    headers.extend(HEADERS)
    headers["Referrer-Policy"] = "no-referrer" if by_token else "same-origin"
    if by_token or session:
        headers["Cache-Control"] = "no-store"
    elif "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-cache"
    if "Vary" in headers:
        response.vary.update(VARY.split(", "))
    else:
        headers["Vary"] = VARY
    if request.is_secure:
        headers["Strict-Transport-Security"] = TRANSPORT
    return response


def init_app(app: Flask) -> None:
    app.after_request(protect)
