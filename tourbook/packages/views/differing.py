"""What differs between two versions, in the reader's words."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from tourbook.core import formats
from tourbook.core.db import db
from tourbook.directory.models import Place, TravelMode
from tourbook.hosts.forms.sites import LEADS
from tourbook.hosts.models import LeadKind, LeadUnit
from tourbook.packages.models import Item, MarkupKind, PackageLead, Sharing, Version
from tourbook.packages.rules import printing
from tourbook.packages.rules.drafting.comparing import LENGTH, SERVED_BY
from tourbook.packages.rules.drafting.merging import Clash
from tourbook.packages.views import telling, wording
from tourbook.web import filters
from tourbook.web.languages import current_language


def field_words(fields: Iterable[str]) -> str:
    """`length, place`: the columns that differ."""
    return ", ".join(field_word(field) for field in fields)


def field_word(field: str) -> str:
    words: dict[str, str] = {
        "kind": _("kind"),
        "title": _("title"),
        "text": _("text"),
        "component_id": _("component"),
        "place_id": _("place"),
        "optional": _("optional"),
        "track": _("part of the group"),
        "alternative_to": _("stands in for"),
        "interpreters": _("interpreters"),
        "arrive_by": _("way to get there"),
        "quantity": _("units paid for"),
        "vat_scheme": _("VAT scheme"),
        "vat_reason": _("reason for the VAT scheme"),
        "anchor_low": _("what 1 means"),
        "anchor_middle": _("what 3 means"),
        "anchor_high": _("what 5 means"),
        LENGTH: _("length"),
        SERVED_BY: _("items that serve it"),
    }
    return words.get(field, field)


def special(item: Item, version: Version) -> str:
    """Who takes part in an item, what it stands in for and who interprets there."""
    language = current_language()
    return ". ".join(printing.all_notes(item, printing.titles_of(version, language), language))


def setting_word(field: str) -> str:
    words: dict[str, str] = {
        "languages": _("Languages of the group"),
        "step_free": _("Every stop without steps"),
        "trial_day": _("Day on trial"),
        "travel_mode": _("How the group travels"),
        "sharing": _("Rooms of the paying guests"),
        "pax_ranges": _("Group sizes that are costed"),
        "markup_kind": _("Mark-up or margin"),
        "markup_basis_points": _("How much of it"),
        "round_to_cents": _("Prices are rounded up to"),
    }
    return words.get(field, field)


def setting_value(field: str, value: Any) -> str:
    """A value of a setting, as JSON holds it, in words."""
    if value is None:
        return str(_("no") if field == "step_free" else _("nothing"))
    shown: dict[str, Callable[[], str]] = {
        "languages": lambda: ", ".join(map(filters.language_name, value)),
        "step_free": lambda: str(_("yes")),
        "trial_day": lambda: formats.day(date.fromisoformat(value), current_language()),
        "travel_mode": lambda: mode_word(TravelMode(value)),
        "sharing": lambda: sharing_word(Sharing(value)),
        "pax_ranges": lambda: ", ".join(f"{paying}+{free}" for paying, free in value),
        "markup_kind": lambda: markup_word(MarkupKind(value)),
        "markup_basis_points": lambda: formats.percent(value / 10_000, current_language(), 2),
        "round_to_cents": lambda: formats.money(value, current_language()),
    }
    found = shown.get(field)
    return str(value) if found is None else found()


def lead_word(what: LeadKind) -> str:
    return str(LEADS[what])


def lead_value(lead: PackageLead | None) -> str:
    """How early the package wants something, in words."""
    if lead is None:
        return str(_("as early as its hosts want it"))
    if lead.day is not None:
        return str(_("by %(day)s", day=formats.day(lead.day, current_language())))
    days = lead.amount or 0
    if lead.unit is LeadUnit.WORKING_DAYS:
        return str(
            ngettext(
                "%(num)d working day before the visit",
                "%(num)d working days before the visit",
                days,
            )
        )
    return str(ngettext("%(num)d day before the visit", "%(num)d days before the visit", days))


def clash_rows(clashes: Iterable[Clash], days: Mapping[int, str]) -> list[tuple[str, str, str]]:
    """What two people gave a field, field by field: its name, the own value, the other's."""
    return [
        (
            telling.field_name(each.field),
            clash_value(each.field, each.mine, days),
            clash_value(each.field, each.theirs, days),
        )
        for each in clashes
    ]


def clash_value(field: str, value: Any, days: Mapping[int, str]) -> str:
    """A value as the form shows it: no key, no code and no date of a machine."""
    if value in (None, "", []):
        return telling.value_words(field, value, days)
    shown: dict[str, Callable[[], str]] = {
        "kind": lambda: wording.kind_words()[value],
        "arrive_by": lambda: mode_word(TravelMode(value)),
        "travel_mode": lambda: mode_word(TravelMode(value)),
        "sharing": lambda: sharing_word(Sharing(value)),
        "trial_day": lambda: formats.day(date.fromisoformat(str(value)), current_language()),
        "place_id": lambda: place_name(value),
    }
    found = shown.get(field)
    return telling.value_words(field, value, days) if found is None else found()


def place_name(place_id: int) -> str:
    place = db.session.get(Place, place_id)
    return place.name if place else str(place_id)


def mode_word(mode: TravelMode) -> str:
    words: dict[TravelMode, str] = {
        TravelMode.COACH: _("Coach"),
        TravelMode.MINIBUS: _("Minibus"),
        TravelMode.WALK: _("On foot"),
    }
    return words[mode]


def sharing_word(sharing: Sharing) -> str:
    words: dict[Sharing, str] = {
        Sharing.TWIN: _("Twin rooms"),
        Sharing.SINGLE: _("Single rooms"),
    }
    return words[sharing]


def markup_word(kind: MarkupKind) -> str:
    words: dict[MarkupKind, str] = {
        MarkupKind.MARKUP: _("Mark-up"),
        MarkupKind.MARGIN: _("Margin"),
    }
    return words[kind]
