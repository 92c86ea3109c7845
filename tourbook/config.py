"""Settings: TOURBOOK_* variables over instance/config.toml over defaults safe on one machine."""

import os
import secrets
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent

#: Settings that a production system must be given, and how to make each.
SECRETS = {
    "secret_key": "TOURBOOK_SECRET_KEY",
    "encryption_key": "TOURBOOK_ENCRYPTION_KEY",
}


#: Of mail servers; `files:` keeps letters on this machine, as does no address at all.
MAIL_SCHEMES = ("smtp://", "smtps://", "files:")


class SettingsError(Exception):
    """A setting is missing or wrong; the text says which and what to do."""


def in_checkout() -> bool:
    """Whether the program runs from its repository rather than from an installed wheel."""
    return (CHECKOUT / "templates").is_dir() and (CHECKOUT / "pyproject.toml").is_file()


def templates_folder() -> Path:
    return CHECKOUT / "templates" if in_checkout() else PACKAGE / "templates"


def static_folder() -> Path:
    return CHECKOUT / "static" if in_checkout() else PACKAGE / "static"


def default_instance() -> Path:
    """The repository's own folder in a checkout, else a folder of this Python environment."""
    if in_checkout():
        return CHECKOUT / "instance"
    return Path(sys.prefix) / "var" / "tourbook-instance"


@dataclass(frozen=True)
class Settings:
    """All that differs between machines."""

    instance: Path
    database_url: str
    secret_key: str
    #: 32 bytes as hex; encrypts identity documents and the like.
    encryption_key: str
    #: `smtp://user:password@host:port`, `smtps://...`; empty or `files:` for `instance/outbox`.
    mail_url: str
    mail_from: str
    #: Where answers go when not to the sender.
    mail_reply_to: str
    #: Who writes and how to reach them: the last lines of each mail.
    mail_signature: str
    redis_url: str
    base_url: str
    #: Where the team works: local times of visits are shown and typed in this zone.
    zone: str
    production: bool
    #: How long a worker may be silent before another takes up its job.
    lease_seconds: int
    #: `http://127.0.0.1:5000`: a server that answers the table requests of OSRM; empty for none.
    routing_url: str
    #: How many proxies stand before the program and may name the visitor's address.
    proxies: int

    @classmethod
    def load(cls, environ: Mapping[str, str] | None = None, **overrides: object) -> "Settings":
        """Read the settings.

        Raises:
            SettingsError: a secret is missing in production, or a value cannot be read.
        """
        given = os.environ if environ is None else environ
        instance = Path(
            str(overrides.get("instance") or given.get("TOURBOOK_INSTANCE") or default_instance())
        ).resolve()
        written = read_file(instance / "config.toml")

        def value(name: str, default: str = "") -> str:
            if name in overrides:
                return str(overrides[name])
            return given.get(f"TOURBOOK_{name.upper()}") or str(written.get(name, default))

        production = value("env", "development") == "production"
        if not (value("mail_url") or "files:").startswith(MAIL_SCHEMES):
            raise SettingsError("TOURBOOK_MAIL_URL must begin with smtp:// or smtps://.")
        if not (value("routing_url") or "http://").startswith(("http://", "https://")):
            raise SettingsError("TOURBOOK_ROUTING_URL must begin with http:// or https://.")
        return cls(
            instance=instance,
            database_url=driver_named(
                value("database_url", f"sqlite:///{instance / 'tourbook.sqlite3'}")
            ),
            secret_key=secret("secret_key", value("secret_key"), instance, production=production),
            encryption_key=secret(
                "encryption_key", value("encryption_key"), instance, production=production
            ),
            mail_url=value("mail_url"),
            mail_from=value("mail_from", "tourbook <tourbook@localhost>"),
            mail_reply_to=value("mail_reply_to"),
            mail_signature=value("mail_signature").replace("\\n", "\n").strip(),
            redis_url=value("redis_url"),
            base_url=value("base_url", "http://127.0.0.1:5000").rstrip("/"),
            zone=value("zone", "Europe/Helsinki"),
            production=production,
            lease_seconds=whole("lease_seconds", value("lease_seconds", "60")),
            routing_url=value("routing_url").rstrip("/"),
            proxies=whole("proxies", value("proxies", "0")),
        )


def whole(name: str, value: str) -> int:
    if not value.isdigit():
        raise SettingsError(f"TOURBOOK_{name.upper()} must be a whole number.")
    return int(value)


def driver_named(url: str) -> str:
    """The address with the driver that is installed: `postgresql://` means psycopg."""
    for short in ("postgresql://", "postgres://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


def read_file(path: Path) -> dict[str, object]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}") from None


def secret(name: str, value: str, instance: Path, *, production: bool) -> str:
    """The secret as given; on one's own machine one is made and kept in the instance folder."""
    if value:
        return checked(name, value)
    if production:
        raise SettingsError(
            f"{SECRETS[name]} is not set. Make one with"
            " `python3 -c 'import secrets; print(secrets.token_hex(32))'`"
            " and give it to every web process and worker."
        )
    kept = instance / name
    if not kept.is_file():
        instance.mkdir(parents=True, exist_ok=True)
        write_once(kept, secrets.token_hex(32))
    return checked(name, kept.read_text(encoding="ascii").strip())


def write_once(path: Path, text: str) -> None:
    """Make the file unless another process has just done so; nobody else may read it."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)


def checked(name: str, value: str) -> str:
    if len(value) < 32:
        raise SettingsError(f"{SECRETS[name]} is too short: it needs at least 32 characters.")
    if name == "encryption_key":
        try:
            whole = len(bytes.fromhex(value)) == 32
        except ValueError:
            whole = False
        if not whole:
            raise SettingsError("TOURBOOK_ENCRYPTION_KEY must be 64 hexadecimal digits.")
    return value
