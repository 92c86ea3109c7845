"""Asking for packages, their versions and what they are made of."""

import sqlalchemy as sa

from tourbook.core.db import db

STAMP = sa.text("SELECT number FROM catalogue_stamp WHERE id = 1")


def catalogue_stamp() -> int:
    """A number that has risen whenever the public pages show something else."""
    return db.session.execute(STAMP).scalar() or 1
