"""A draft that its pages change, for tests of them."""

from tests.making import make_version
from tourbook.core.db import db
from tourbook.packages import queries
from tourbook.packages.models import Version


def make_draft(days: int = 1) -> Version:
    version = make_version(days=days, published=False)
    db.session.commit()
    return version


def fresh(version: Version) -> Version:
    """The version as the database has it."""
    found = queries.whole(version.id, fresh=True)
    assert found is not None
    return found
