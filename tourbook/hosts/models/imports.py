"""Workbooks that were given for the library."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tourbook.core.db import Base


class LibraryImport(Base):
    """A workbook that somebody gave, as it was read: what is applied is what was shown."""

    __tablename__ = "library_import"
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    filename: Mapped[str] = mapped_column(sa.String(200))
    #: Sheets by name, each a list of rows of cells; the header is the first row.
    tables: Mapped[dict[str, Any]]
    read_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
