"""Who may open the pages of accounts."""

from tests.making import NOON
from tests.world import EVERYBODY, ORGANISERS, SIGNED_IN, Page, World
from tourbook.accounts import services
from tourbook.accounts.models import LinkPurpose
from tourbook.accounts.services import PURPOSE
from tourbook.core import tokens

ADMIN = frozenset({"admin"})


def token_of(world: World, purpose: LinkPurpose) -> dict[str, object]:
    link = services.new_link(world.people["leader"], purpose, at=NOON)
    return {"token": tokens.derive(link.token_salt, PURPOSE)}


def a_person(world: World) -> dict[str, object]:
    return {"user_id": world.people["host"].id}


PAGES = [
    Page("accounts.sign_in", EVERYBODY, methods=("GET", "POST")),
    Page("accounts.sign_out", SIGNED_IN, methods=("POST",)),
    Page("accounts.ask_link", EVERYBODY, methods=("GET", "POST")),
    Page("accounts.ask_reset", EVERYBODY, methods=("GET", "POST")),
    Page(
        "accounts.enter",
        EVERYBODY,
        args=lambda world: token_of(world, LinkPurpose.SIGN_IN),
        methods=("GET", "POST"),
    ),
    Page(
        "accounts.welcome",
        EVERYBODY,
        args=lambda world: token_of(world, LinkPurpose.INVITATION),
        methods=("GET", "POST"),
    ),
    Page(
        "accounts.reset",
        EVERYBODY,
        args=lambda world: token_of(world, LinkPurpose.RESET),
        methods=("GET", "POST"),
    ),
    Page("own_account.show", SIGNED_IN, methods=("GET", "POST")),
    Page("own_account.password", SIGNED_IN, methods=("GET", "POST")),
    Page("own_account.sign_out_everywhere", SIGNED_IN, methods=("POST",)),
    Page("people.index", ORGANISERS),
    Page("people.invite", ADMIN, methods=("GET", "POST")),
    Page("people.show", ORGANISERS, args=a_person),
    Page("people.invite_again", ADMIN, args=a_person, methods=("POST",)),
    Page("people.close", ADMIN, args=a_person, methods=("POST",)),
    Page("people.reopen", ADMIN, args=a_person, methods=("POST",)),
    Page("audit.index", ORGANISERS),
]
