"""What is not as it was, in the reader's words: between two searches, and of a draft since one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext

from tourbook.core import formats
from tourbook.packages.rules.proposing.afresh import Comparison, Difference, Turn
from tourbook.packages.views.planning_words import Names, title, when, why_out

Json = Mapping[str, Any]
#: The same, with the type of what it answers.
_: Callable[..., str] = gettext


def compared(comparison: Comparison, answer: Json, before: Json) -> list[str]:
    """What the best programme is now, against the search before, and why."""
    now, then = Names(answer), Names(before)
    told = [difference(each, now, then) for each in comparison.differences]
    if not told:
        told = [_("The best programme is the same.")]
    lost = comparison.score[1] - comparison.score[0]
    if lost:
        told.append(
            _("The points go from %(before)d to %(after)d.", before=comparison.score[0],
              after=comparison.score[1])
        )  # fmt: skip
    if comparison.minutes[0] != comparison.minutes[1]:
        told.append(
            _(
                "The driving goes from %(before)s to %(after)s.",
                before=formats.length(comparison.minutes[0]),
                after=formats.length(comparison.minutes[1]),
            )
        )
    return told


def difference(each: Difference, now: Names, then: Names) -> str:
    key = each.component_id
    name = now.of(key) if str(key) in now.names else then.of(key)
    if each.turn is Turn.GONE:
        why = why_out(each.reason, now)
        return _("%(component)s is out. %(why)s", component=name, why=why).strip()
    assert each.after is not None
    if each.turn is Turn.COME:
        return _("%(component)s is in: %(when)s.", component=name, when=when(*each.after))
    return _("%(component)s is now on %(when)s.", component=name, when=when(*each.after))


def changes_of_draft(changes: Sequence[Json]) -> list[str]:
    """What of the draft is no longer as a proposal found it."""
    return [change_of_draft(change) for change in changes]


def change_of_draft(change: Json) -> str:
    if change["what"] == "frame":
        return _("Day %(day)d has other hours, or is new or gone.", day=change["day"])
    values = {"item": title(change), "day": change["day"]}
    if change["what"] == "added":
        return _("%(item)s was added on day %(day)d.", **values)
    if change["what"] == "gone":
        return _("%(item)s was removed from day %(day)d.", **values)
    return _("%(item)s was moved or pinned otherwise; it is on day %(day)d.", **values)
