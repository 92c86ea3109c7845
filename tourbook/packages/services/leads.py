"""How early a package itself wants something, whatever its hosts ask for."""

from collections.abc import Sequence
from datetime import datetime

from tourbook.core.audit import Actor
from tourbook.core.texts import Texts
from tourbook.hosts.rules.leads import Lead, check_lead
from tourbook.packages.models import PackageLead, Version
from tourbook.packages.services.history import recording
from tourbook.packages.services.revision import check_seen


def set_leads(
    version: Version, leads: Sequence[Lead], *, revision: int, at: datetime, actor: Actor
) -> None:
    """The lead times of a draft instead of those that it had, as one edit that can be undone.

    Raises:
        Refused: one says no time, the version is no draft, or somebody changed it meanwhile.
    """
    for lead in leads:
        check_lead(lead)
    with recording(version, "lead_times", subject=Texts(), at=at, actor=actor):
        check_seen(version, revision)
        there = {row.what: row for row in version.leads}
        version.leads = [kept(lead, there.get(lead.what)) for lead in leads]


def kept(lead: Lead, row: PackageLead | None) -> PackageLead:
    row = row or PackageLead(what=lead.what)
    row.unit, row.amount, row.day = lead.unit, lead.amount, lead.day
    return row
