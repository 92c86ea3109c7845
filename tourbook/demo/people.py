"""Who may sign in to the demonstration, and the groups that came."""

from dataclasses import dataclass
from datetime import datetime

from tourbook.accounts import services as accounts
from tourbook.accounts.models import User
from tourbook.bookings.models import Delegation, DelegationKind
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.directory.models import Organisation

PASSWORD = "quiet-lake-at-dawn"


@dataclass(frozen=True)
class Account:
    email: str
    what: str
    roles: tuple[Role, ...] = ()


ACCOUNTS = (
    Account("organiser@example.org", "organiser", (Role.ORGANISER,)),
    Account("admin@example.org", "administrator", (Role.ADMIN, Role.ORGANISER)),
    Account("evaluator@example.org", "evaluator", (Role.EVALUATOR,)),
    Account("host@example.org", "host (Example Rescue Department)"),
    Account("leader@example.org", "delegation leader (Example Civil Protection School)"),
)

NAMES = {
    "organiser@example.org": ("Olli Organiser", "fi"),
    "admin@example.org": ("Aino Administrator", "fi"),
    "evaluator@example.org": ("Eva Evaluator", "sv"),
    "host@example.org": ("Hanna Host", "fi"),
    "leader@example.org": ("Leena Leader", "en"),
}

#: name, country, kind, leader, the leader's address
DELEGATIONS = {
    "school": (
        "Example Civil Protection School",
        "EE",
        DelegationKind.AUTHORITY,
        "Leena Leader",
        "leader@example.org",
    ),
    "ministry": (
        "Example Ministry of the Interior",
        "KE",
        DelegationKind.AUTHORITY,
        "Wanjiru Example",
        "ministry@example.org",
    ),
    "region": (
        "Example Alpine Region",
        "AT",
        DelegationKind.AUTHORITY,
        "Franz Example",
        "region@example.org",
    ),
    "network": (
        "Example Network of Volunteers",
        "PL",
        DelegationKind.NGO,
        "Ewa Example",
        "network@example.org",
    ),
}

#: form of address, name, post
FIRST_GROUP = (
    ("Ms", "Marja-Liisa Kask", "Head of training"),
    ("Mr", "Юрий Примеров", "Instructor"),
    ("Dr", "مثال ليلى", "Medical adviser"),
    ("Mr", "דוד לדוגמה", "Planner"),
    ("Ms", "उदाहरण प्रिया", "Analyst"),
    ("Mr", "สมชาย ตัวอย่าง", "Crew leader"),
    ("Ms", "例子 王芳", "Engineer"),
    ("Mr", "例 健太", "Liaison officer"),
    ("Ms", "Παράδειγμα Ελένη", "Fire inspector"),
    ("Mr", "Łukasz Przykładowy", "Volunteer co-ordinator"),
    ("Ms", "Åsa Exempel", "Safety planner"),
    ("Mr", "Mario Ejemplo", "Police liaison"),
)
SECOND_GROUP = (
    ("Ms", "Wanjiru Example", "Director"),
    ("Mr", "Otieno Mfano", "Deputy director"),
    ("Ms", "Amina Mfano", "Planner"),
    ("Mr", "Kamau Mfano", "Fire officer"),
    ("Dr", "Njeri Mfano", "Public health adviser"),
    ("Mr", "Kiptoo Mfano", "County officer"),
)


def make_delegations(*, at: datetime) -> dict[str, Delegation]:
    made = {
        key: Delegation(
            name=name, country=country, kind=kind, leader_name=leader, email=email, created_at=at
        )
        for key, (name, country, kind, leader, email) in DELEGATIONS.items()
    }
    db.session.add_all(made.values())
    db.session.flush()
    return made


def make_accounts(host: Organisation, delegation: Delegation, *, at: datetime) -> dict[str, User]:
    """One account for each role, all with the same password; by address."""
    actor = Actor.system()
    made = {}
    for account in ACCOUNTS:
        name, language = NAMES[account.email]
        user = accounts.add(account.email, name, language=language, at=at, actor=actor)
        accounts.set_password(user, PASSWORD, at=at, actor=actor)
        for role in account.roles:
            accounts.give_role(user, role, at=at, actor=actor)
        made[account.email] = user
    accounts.give_role(
        made["host@example.org"], Role.HOST, organisation_id=host.id, at=at, actor=actor
    )
    accounts.give_role(
        made["leader@example.org"], Role.LEADER, delegation_id=delegation.id, at=at, actor=actor
    )
    return made
