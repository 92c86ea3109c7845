"""Headers of every page: what a browser may load, tell on and keep."""

import secrets

from flask import Flask, Response, g, request, session

from tourbook.web.access import Kind, current_rule

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'{nonce}",
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
    ("X-Content-Type-Options", "nosniff"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
TRANSPORT = "max-age=31536000; includeSubDomains"
VARY = "Accept-Language, Cookie"


def csp_nonce() -> str:
    """The word that this answer's script elements carry; a new one for each answer."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def policy() -> str:
    nonce = g.get("csp_nonce")
    return POLICY.format(nonce=f" 'nonce-{nonce}'" if nonce else "")


def protect(response: Response) -> Response:
    """Add the headers; after a 304 the reader's copy keeps those it came with, nonce and all."""
    if response.status_code == 304:
        return response
    headers = response.headers
    rule = current_rule()
    by_token = rule is not None and rule.kind is Kind.TOKEN
    headers.extend(HEADERS)
    headers["Content-Security-Policy"] = policy()
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
    app.jinja_env.globals["csp_nonce"] = csp_nonce
