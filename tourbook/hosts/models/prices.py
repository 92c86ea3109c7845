"""What hosts charge, dated: rates, supplements and the VAT of their categories."""

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tourbook.core.db import Base


class RateUnit(StrEnum):
    PERSON = "person"
    GROUP = "group"
    ROOM_NIGHT = "room_night"
    #: One vehicle for one day, however short the drive.
    VEHICLE_DAY = "vehicle_day"
    KM = "km"
    HOUR = "hour"


class SupplementKind(StrEnum):
    #: What sleeping alone costs on top of half a twin room.
    SINGLE_ROOM = "single_room"
    GUIDE = "guide"
    INTERPRETER = "interpreter"
    OTHER = "other"


class VatCategory(StrEnum):
    STANDARD = "standard"
    REDUCED = "reduced"
    EXEMPT = "exempt"


class VatRate(Base):
    """The VAT of a category from a day on, in basis points (2550 = 25.5 %)."""

    __tablename__ = "vat_rate"
    category: Mapped[VatCategory]
    valid_from: Mapped[date]
    basis_points: Mapped[int]
    #: Where the figure is from.
    source: Mapped[str] = mapped_column(sa.String(200))
    __table_args__ = (
        sa.CheckConstraint("basis_points BETWEEN 0 AND 10000", name="basis_points"),
        sa.UniqueConstraint("category", "valid_from"),
    )
