"""Where things are and who does them."""

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tourbook.core.db import Base
from tourbook.core.texts import Texts


class OrganisationKind(StrEnum):
    AUTHORITY = "authority"
    COMPANY = "company"
    NGO = "ngo"
    RESEARCH = "research"
    EDUCATION = "education"
    LODGING = "lodging"
    CATERING = "catering"
    TRANSPORT = "transport"
    CULTURE = "culture"
    MUNICIPALITY = "municipality"


class TravelMode(StrEnum):
    COACH = "coach"
    #: A vehicle for up to nine persons, the driver among them.
    MINIBUS = "minibus"
    WALK = "walk"


class TravelSource(StrEnum):
    TYPED = "typed"
    #: Answered by the routing server.
    ROUTED = "routed"


class Region(Base):
    __tablename__ = "region"
    slug: Mapped[str] = mapped_column(sa.String(60), unique=True)
    name: Mapped[Texts]


class Municipality(Base):
    __tablename__ = "municipality"
    region_id: Mapped[int] = mapped_column(sa.ForeignKey("region.id"), index=True)
    name: Mapped[Texts]
    #: Degrees north and east, WGS 84.
    lat: Mapped[float]
    lon: Mapped[float]
    region: Mapped[Region] = relationship(lazy="joined", innerjoin=True)
    __table_args__ = (
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name="lat"),
        sa.CheckConstraint("lon BETWEEN -180 AND 180", name="lon"),
    )


class Place(Base):
    __tablename__ = "place"
    municipality_id: Mapped[int] = mapped_column(sa.ForeignKey("municipality.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    address: Mapped[str] = mapped_column(sa.String(200), default="")
    lat: Mapped[float]
    lon: Mapped[float]
    step_free: Mapped[bool] = mapped_column(default=False)
    coach_parking: Mapped[bool] = mapped_column(default=False)
    municipality: Mapped[Municipality] = relationship(lazy="joined", innerjoin=True)
    __table_args__ = (
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name="lat"),
        sa.CheckConstraint("lon BETWEEN -180 AND 180", name="lon"),
    )


class TravelTime(Base):
    """How long it really takes between two places, either way, instead of an estimate."""

    __tablename__ = "travel_time"
    #: The place with the lower key comes first, so that a pair stands here once.
    first_place_id: Mapped[int] = mapped_column(sa.ForeignKey("place.id", ondelete="CASCADE"))
    second_place_id: Mapped[int] = mapped_column(
        sa.ForeignKey("place.id", ondelete="CASCADE"), index=True
    )
    mode: Mapped[TravelMode]
    minutes: Mapped[int]
    metres: Mapped[int]
    source: Mapped[TravelSource]
    first_place: Mapped[Place] = relationship(foreign_keys=[first_place_id], lazy="joined")
    second_place: Mapped[Place] = relationship(foreign_keys=[second_place_id], lazy="joined")
    __table_args__ = (
        sa.UniqueConstraint("first_place_id", "second_place_id", "mode"),
        sa.CheckConstraint("first_place_id < second_place_id", name="order"),
        sa.CheckConstraint("minutes BETWEEN 0 AND 1440", name="minutes"),
        sa.CheckConstraint("metres BETWEEN 0 AND 2000000", name="metres"),
    )


class Organisation(Base):
    __tablename__ = "organisation"
    name: Mapped[str] = mapped_column(sa.String(160), unique=True)
    kind: Mapped[OrganisationKind]
    #: Finnish Business ID, `1234567-1` with its check digit.
    business_id: Mapped[str | None] = mapped_column(sa.String(9), unique=True)
    municipality_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("municipality.id"), index=True
    )
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    phone: Mapped[str] = mapped_column(sa.String(40), default="")
    website: Mapped[str] = mapped_column(sa.String(200), default="")
    municipality: Mapped[Municipality | None] = relationship(lazy="joined")


class Theme(Base):
    __tablename__ = "theme"
    slug: Mapped[str] = mapped_column(sa.String(60), unique=True)
    name: Mapped[Texts]
