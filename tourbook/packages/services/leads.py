"""How early a package itself wants something, whatever its hosts ask for."""

from collections.abc import Sequence
from datetime import datetime

from tourbook.core import audit
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.hosts.rules.leads import Lead, check_lead
from tourbook.packages.models import PackageLead, Version
from tourbook.packages.services.revision import claim


def set_leads(
    version: Version, leads: Sequence[Lead], *, revision: int, at: datetime, actor: Actor
) -> None:
    """The lead times of a draft instead of those that it had.

    Raises:
        Refused: one says no time, the version is no draft, or somebody changed it meanwhile.
    """
    for lead in leads:
        check_lead(lead)
    claim(version, revision)
    before = told(version.leads)
    there = {row.what: row for row in version.leads}
    kept = []
    for lead in leads:
        row = there.get(lead.what) or PackageLead(what=lead.what)
        row.unit, row.amount, row.day = lead.unit, lead.amount, lead.day
        kept.append(row)
    version.leads = kept
    db.session.flush()
    audit.record(
        "packages.set_lead_times",
        version,
        at=at,
        actor=actor,
        before=before,
        after=told(kept),
    )


def told(leads: Sequence[PackageLead]) -> dict[str, str]:
    return {
        row.what.value: f"{row.unit.value} {row.amount if row.day is None else row.day}"
        for row in leads
    }
