"""What a site may ask of its visitors, and how open it is: plain values in, a refusal out."""

from dataclasses import dataclass, field

from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.hosts.models import InformationLevel, LegalBasis, Permission, VisitorField

#: What a new demand begins with. Lists to hosts expire a week after the visit; the days before
#: are those by which a host has the names.
DAYS_BEFORE, DAYS_AFTER = 14, 7
LONGEST = 365

#: Health and religion: only explicit consent lifts the ban (GDPR, Article 9(1) and 9(2)(a)).
SPECIAL = frozenset({VisitorField.DIET, VisitorField.MOBILITY})


@dataclass(frozen=True)
class FieldFacts:
    """One thing that a site asks to know, why, on what ground, and for how long it sees it."""

    field: VisitorField
    reason: Texts
    legal_basis: LegalBasis
    days_before: int = DAYS_BEFORE
    days_after: int = DAYS_AFTER


@dataclass(frozen=True)
class OpennessFacts:
    information: InformationLevel = InformationLevel.PUBLIC
    photos: Permission = Permission.ASK
    phones: Permission = Permission.ALLOWED
    drones: Permission = Permission.FORBIDDEN
    escort: bool = False
    nda: bool = False
    controlled_technology: bool = False
    notes: Texts = field(default_factory=Texts)


def check_field(facts: FieldFacts) -> None:
    """Refuse to ask without a reason, on a ground that does not bear it, or for too long."""
    if not facts.reason.en:
        raise Refused("Say in English why the site needs this.")
    if facts.field in SPECIAL and facts.legal_basis is not LegalBasis.EXPLICIT_CONSENT:
        raise Refused(
            "Diet and mobility tell of health and religion: only explicit consent allows this."
        )
    if not (0 <= facts.days_before <= LONGEST and 0 <= facts.days_after <= LONGEST):
        raise Refused("A list is open at most %(most)d days before or after.", most=LONGEST)


def check_plan_b(
    component_id: int, plan_b_id: int | None, *, plan_b_of_plan_b: int | None = None
) -> None:
    """A component does not stand in for itself, and two do not wait for each other."""
    if plan_b_id is None:
        return
    if plan_b_id == component_id:
        raise Refused("A component cannot be its own plan B.")
    if plan_b_of_plan_b == component_id:
        raise Refused("These two would be plan B of each other. Choose another one.")
