"""The papers of a draft or a version: to print, as a PDF in three languages, as a calendar file."""

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from tourbook.core import clock
from tourbook.core.languages import LANGUAGES
from tourbook.core.roles import Role
from tourbook.packages import papers
from tourbook.packages.access import version_or_404
from tourbook.packages.models import VersionStatus
from tourbook.web.access import roles
from tourbook.web.exports import attachment
from tourbook.web.languages import current_language

bp = Blueprint("package_papers", __name__, url_prefix="/desk/packages/versions")


@bp.get("/<int:version_id>/papers")
@roles(Role.ORGANISER, Role.ADMIN)
def show(version_id: int) -> ResponseReturnValue:
    """The programme as it is printed, and the files that there are of it."""
    version = version_or_404(version_id)
    return render_template(
        "packages/papers.html",
        version=version,
        days=papers.days(version, current_language()),
        languages=LANGUAGES,
        is_draft=version.status is VersionStatus.DRAFT,
    )


@bp.get("/<int:version_id>/programme-<language>.pdf")
@roles(Role.ORGANISER, Role.ADMIN)
def programme(version_id: int, language: str) -> Response:
    version = version_or_404(version_id)
    if language not in LANGUAGES:
        abort(404)
    name = papers.file_name(version, language, "pdf")
    return attachment(papers.programme(version, language), papers.PDF, name)


@bp.get("/<int:version_id>/programme.ics")
@roles(Role.ORGANISER, Role.ADMIN)
def calendar(version_id: int) -> Response:
    """The days on trial as events; without a day on trial the page says what to do."""
    version = version_or_404(version_id)
    language = current_language()
    content = papers.calendar(version, language, at=clock.now())
    return attachment(content, papers.ICS, papers.file_name(version, language, "ics"))
