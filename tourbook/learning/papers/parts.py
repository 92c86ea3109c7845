"""What every section of a report is made of."""

from collections.abc import Sequence
from typing import Any

from tourbook.documents.charts import Figure

#: Stands for "no figure" in a table.
NONE = "–"  # noqa: RUF001  # an en dash

Section = dict[str, Any]


def section(heading: str, text: Sequence[str] = (), **more: Any) -> Section:
    """One part of the report; every part has the same keys, empty where it has nothing."""
    parts: Section = {"heading": heading, "text": list(text), "figures": [], "tables": []}
    return parts | {"quotes": []} | more


def pictured(figure: Figure) -> dict[str, Any]:
    """A chart with words for those who cannot see it, and its table twin."""
    return {
        "svg": figure.svg,
        "alt": figure.description,
        "title": figure.title,
        "header": list(figure.header),
        "rows": [list(row) for row in figure.rows],
    }
