"""A list of visitors as a paper: on each page it says who took it and when."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from tourbook.core import formats
from tourbook.documents import pdf
from tourbook.visits.services.lists import Sight

TEMPLATE = "visits/lists/list.typ"
PDF = "application/pdf"


def watermark(by: str, at: datetime, language: str) -> str:
    """Who reads it and when."""
    when = formats.moment(at, language)
    return str(_("Read by %(name)s on %(when)s", name=by, when=when))


def paper(
    sight: Sight, tables: Sequence[dict[str, Any]], *, mark: str, language: str, at: datetime
) -> bytes:
    """The lists as a PDF; `tables` hold a heading, a header and rows of texts."""
    request = sight.request
    data = {
        "title": request.component.name.get(language),
        "subtitle": formats.moment(request.starts_at, language, request.departure.zone),
        "sender": request.organisation.name,
        "footer": _(
            "Only for this visit. Destroy it after %(day)s.", day=formats.day(sight.until, language)
        ),
        "mark": mark,
        "tables": tables,
    }
    return pdf.render_in_child(TEMPLATE, data, language=language, issued=at)
