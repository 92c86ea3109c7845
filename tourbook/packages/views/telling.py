"""Edits of a draft and clashes between them, in the reader's words."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _

from tourbook.core.texts import Texts
from tourbook.packages.models import DraftEdit, Item
from tourbook.packages.queries import edits
from tourbook.packages.rules.drafting.merging import Merge
from tourbook.packages.views import wording
from tourbook.web import filters
from tourbook.web.languages import current_language


@lru_cache(maxsize=16)
def sentences_in(_language: str) -> dict[str, str]:
    """What somebody did, by the verb of the edit, found once in a language."""
    return {
        "item_add": _("%(person)s added %(item)s"),
        "item_change": _("%(person)s changed %(item)s"),
        "item_move": _("%(person)s moved %(item)s"),
        "item_stretch": _("%(person)s gave %(item)s another length"),
        "item_copy": _("%(person)s copied %(item)s"),
        "item_remove": _("%(person)s removed %(item)s"),
        "item_pin": _("%(person)s pinned or unpinned %(item)s"),
        "item_optional": _("%(person)s changed whether %(item)s is optional"),
        "item_interpret": _("%(person)s added an interpreter to %(item)s"),
        "day_add": _("%(person)s added a day"),
        "day_change": _("%(person)s changed the day %(item)s"),
        "day_remove": _("%(person)s removed the day %(item)s"),
        "objective_add": _("%(person)s added the objective %(item)s"),
        "objective_change": _("%(person)s changed the objective %(item)s"),
        "objective_move": _("%(person)s moved the objective %(item)s in the list"),
        "objective_remove": _("%(person)s removed the objective %(item)s"),
        "coverage": _("%(person)s changed which items serve which objective"),
        "lead_times": _("%(person)s set how early the package wants things"),
        "prices": _("%(person)s set the prices"),
        "terms": _("%(person)s changed the terms of the costing"),
        "item_cost": _("%(person)s changed what of %(item)s is paid for, or how it is taxed"),
        "what_if": _("%(person)s made the draft what was tried out"),
        "version_describe": _("%(person)s changed the settings of the draft"),
        "programme": _("%(person)s laid a proposed programme on the draft"),
        "undo": _("%(person)s undid a change: %(item)s"),
        "redo": _("%(person)s redid a change: %(item)s"),
    }


def told(edit: DraftEdit) -> str:
    """`Aino moved Fire station to day 2, 10:00-11:30`."""
    words = sentences_in(current_language()).get(
        edit.verb, _("%(person)s changed the draft: %(item)s")
    )
    item = edit.subject.get(current_language()) or _("the draft")
    shown: str = words % {"person": edit.by, "item": item}
    where = whereto(edit) if edit.verb in ("item_move", "item_stretch", "item_add") else ""
    return f"{shown}: {where}" if where else shown


def whereto(edit: DraftEdit) -> str:
    """The times that an item has after the edit."""
    change = next((each for each in edits.changes_of(edit) if each.table == "item"), None)
    if change is None or change.after is None:
        return ""
    return wording.times(change.after["starts_minute"], change.after["ends_minute"])


def field_words() -> dict[str, str]:
    return {
        "title": _("Title"),
        "text": _("What happens"),
        "starts_minute": _("Begins"),
        "ends_minute": _("Ends"),
        "day_id": _("Day"),
        "place_id": _("Place"),
        "kind": _("Kind"),
        "optional": _("Optional"),
        "track": _("Part of a group that splits"),
        "alternative_to": _("Stands in for"),
        "interpreters": _("Interpreted into"),
        "pinned": _("Pinned"),
        "arrive_by": _("The group comes here"),
        "languages": _("Languages of the group"),
        "party_min": _("Smallest party"),
        "party_max": _("Largest party"),
        "trial_day": _("Day on trial"),
        "step_free": _("Step-free"),
    }


def field_name(field: str) -> str:
    name, _dot, language = field.partition(".")
    word = field_words().get(name, name)
    return f"{word} ({filters.language_name(language)})" if language else word


def value_words(field: str, value: Any, days: Mapping[int, str]) -> str:
    """A plain value as the reader writes it; `days` are headings by their keys."""
    if value in (None, "", []):
        return str(_("nothing"))
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if field in ("starts_minute", "ends_minute"):
        return wording.clock_time(value)
    if field == "day_id":
        return days.get(value, str(value))
    if isinstance(value, list):
        return ", ".join(filters.language_name(str(each)) for each in value)
    return str(value)


def merged(merge: Merge, subject: Texts, by: str) -> str:
    """What stays of somebody else's change beside the own one; empty where there is none."""
    if not merge.both:
        return ""
    fields = ", ".join(sorted({field_name(field) for field in merge.theirs if shown(field)}))
    if not fields:
        return ""
    words: str = _(
        "%(person)s changed this of %(item)s while you changed something else: %(fields)s."
        " Both are kept.",
        person=by,
        item=subject.get(current_language()),
        fields=fields,
    )
    return words


def merged_by(found: Merge | None, item: Item) -> str:
    """The same for an item, with who it was."""
    if found is None or not found.both:
        return ""
    fields = {field.partition(".")[0] for field in found.theirs}
    by = edits.last_by(item.day.version_id, "item", str(item.id), fields, before=True)
    return merged(found, item.title, by) if by else ""


def shown(field: str) -> bool:
    return field.partition(".")[0] in field_words()
