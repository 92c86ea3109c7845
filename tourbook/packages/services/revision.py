"""Two people may have the same draft open; the one who saves later must have seen the earlier."""

import sqlalchemy as sa

from tourbook.core.db import db
from tourbook.core.languages import N_
from tourbook.core.refused import Refused
from tourbook.packages.models import Version, VersionStatus
from tourbook.packages.rules import programme

OVERTAKEN = N_(
    "This draft was changed after you opened the page, so nothing was saved. What you"
    " typed is kept: look at the draft as it is now, then save again."
)


def claim(version: Version, revision: int) -> None:
    """Raise the draft's revision from the one that the change was made from.

    One statement: whoever comes second finds another number. The row stays locked until the
    transaction ends, so that nothing is added to a version while it is being published.
    """
    programme.check_draft(version)
    raised = db.session.scalar(
        sa.update(Version)
        .where(
            Version.id == version.id,
            Version.revision == revision,
            Version.status == VersionStatus.DRAFT,
        )
        .values(revision=Version.revision + 1)
        .returning(Version.revision)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(version, ["revision", "status"])
    if raised is None:
        programme.check_draft(version)
        raise Refused(OVERTAKEN)


def check_seen(version: Version, revision: int) -> None:
    """Refuse a change that was made from an older state of a draft that is held."""
    if version.revision != revision:
        raise Refused(OVERTAKEN)
