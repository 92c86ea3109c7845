"""Finding what an organiser's page is about; what is not there answers 404."""

from typing import TypeVar

from flask import abort

from tourbook.core.db import db
from tourbook.packages import queries
from tourbook.packages.models import Day, Item, Objective, Package, Version, VersionStatus

PartT = TypeVar("PartT", Day, Objective)


def package_or_404(package_id: int) -> Package:
    return db.get_or_404(Package, package_id)


def version_or_404(version_id: int) -> Version:
    """A version with all its parts."""
    version = queries.whole(version_id)
    if version is None:
        abort(404)
    return version


def draft_or_404(version_id: int) -> Version:
    """A version that may still change: pages that change a published one do not exist."""
    version = version_or_404(version_id)
    if version.status is not VersionStatus.DRAFT:
        abort(404)
    return version


def day_or_404(day_id: int) -> Day:
    return part_of_draft(db.get_or_404(Day, day_id))


def item_or_404(item_id: int) -> Item:
    item = db.get_or_404(Item, item_id)
    part_of_draft(item.day)
    return item


def objective_or_404(objective_id: int) -> Objective:
    return part_of_draft(db.get_or_404(Objective, objective_id))


def part_of_draft(part: PartT) -> PartT:
    draft_or_404(part.version_id)
    return part
