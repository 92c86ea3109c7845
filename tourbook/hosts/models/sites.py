"""What a site asks of its visitors, how early, and how open it is."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tourbook.core.db import Base
from tourbook.core.texts import Texts


class VisitorField(StrEnum):
    """What a site may ask to know of a visitor: this, and nothing else."""

    NAME = "name"
    FORM_OF_ADDRESS = "form_of_address"
    NATIONALITY = "nationality"
    #: Employer and post.
    EMPLOYER = "employer"
    BIRTH_DATE = "birth_date"
    IDENTITY_DOCUMENT = "identity_document"
    VEHICLE = "vehicle"
    PHONE = "phone"
    DIET = "diet"
    MOBILITY = "mobility"
    LANGUAGES = "languages"
    CLOTHING_SIZE = "clothing_size"
    PHOTO_CONSENT = "photo_consent"


class LegalBasis(StrEnum):
    """Article 6(1) of the GDPR, and for health and religion Article 9(2)(a)."""

    CONSENT = "consent"
    EXPLICIT_CONSENT = "explicit_consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    VITAL_INTERESTS = "vital_interests"
    PUBLIC_TASK = "public_task"
    LEGITIMATE_INTERESTS = "legitimate_interests"


class LeadKind(StrEnum):
    """What is due before a visit."""

    ASK = "ask"
    NAMES = "names"
    IDENTITY = "identity"
    MENUS = "menus"
    ROOMING = "rooming"
    INTERPRETER = "interpreter"
    GIFT = "gift"


class LeadUnit(StrEnum):
    DAYS = "days"
    #: Monday to Friday but for Finnish public holidays and their eves.
    WORKING_DAYS = "working_days"
    #: By a certain date, whenever the visit is.
    DATE = "date"


class InformationLevel(StrEnum):
    PUBLIC = "public"
    #: For the delegation, not for others.
    PARTICIPANTS = "participants"
    RESTRICTED = "restricted"


class Permission(StrEnum):
    ALLOWED = "allowed"
    #: Only where or when the host says so.
    ASK = "ask"
    FORBIDDEN = "forbidden"


def permission(name: str) -> sa.Enum:
    """A column of its own name: a table with several must tell their checks apart."""
    return sa.Enum(
        Permission,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=20,
        values_callable=lambda kind: [member.value for member in kind],
    )


class SiteField(Base):
    """One thing that a site asks to know of its visitors, why, and for how long."""

    __tablename__ = "site_field"
    component_id: Mapped[int] = mapped_column(sa.ForeignKey("component.id", ondelete="CASCADE"))
    field: Mapped[VisitorField]
    reason: Mapped[Texts]
    legal_basis: Mapped[LegalBasis]
    #: Seen from so many days before the visit until so many after it.
    days_before: Mapped[int]
    days_after: Mapped[int]
    #: Since when it is asked for: consent that was given before does not cover it.
    since: Mapped[datetime | None]
    __table_args__ = (
        sa.UniqueConstraint("component_id", "field"),
        sa.CheckConstraint("days_before BETWEEN 0 AND 365", name="days_before"),
        sa.CheckConstraint("days_after BETWEEN 0 AND 365", name="days_after"),
    )


class LeadTime(Base):
    """How early something must be there: a component's own demand, else its organisation's.

    The component's `ask_by_days` and `names_by_days` hold where no row says otherwise.
    """

    __tablename__ = "lead_time"
    organisation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="CASCADE")
    )
    component_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("component.id", ondelete="CASCADE")
    )
    what: Mapped[LeadKind]
    unit: Mapped[LeadUnit]
    amount: Mapped[int | None]
    day: Mapped[date | None]
    __table_args__ = (
        sa.CheckConstraint("(organisation_id IS NULL) <> (component_id IS NULL)", name="one_owner"),
        sa.CheckConstraint("amount BETWEEN 0 AND 730", name="amount"),
        sa.CheckConstraint(
            "(unit = 'date') = (day IS NOT NULL) AND (unit = 'date') = (amount IS NULL)",
            name="measure",
        ),
        sa.UniqueConstraint("organisation_id", "what"),
        sa.UniqueConstraint("component_id", "what"),
    )


class Openness(Base):
    """How open a stop is: what may be told, photographed and carried."""

    __tablename__ = "openness"
    component_id: Mapped[int] = mapped_column(
        sa.ForeignKey("component.id", ondelete="CASCADE"), unique=True
    )
    information: Mapped[InformationLevel] = mapped_column(default=InformationLevel.PUBLIC)
    photos: Mapped[Permission] = mapped_column(permission("photos"), default=Permission.ASK)
    phones: Mapped[Permission] = mapped_column(permission("phones"), default=Permission.ALLOWED)
    drones: Mapped[Permission] = mapped_column(permission("drones"), default=Permission.FORBIDDEN)
    #: Visitors never walk alone.
    escort: Mapped[bool] = mapped_column(default=False)
    #: A confidentiality agreement is signed first.
    nda: Mapped[bool] = mapped_column(default=False)
    #: Shows what Regulation (EU) 2021/821 controls: instruction by word of mouth counts.
    controlled_technology: Mapped[bool] = mapped_column(default=False)
    notes: Mapped[Texts]
    changed_at: Mapped[datetime]
