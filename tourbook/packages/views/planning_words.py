"""Proposals in the reader's words: figures, what differs from the draft, why in and why out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext, ngettext

from tourbook.core import formats
from tourbook.core.formats import number
from tourbook.core.texts import Texts
from tourbook.packages.models import PlanRun, RunState, Version
from tourbook.packages.rules.proposing.candidates import Reason, Why
from tourbook.packages.views import wording
from tourbook.packages.views.costing_words import whole
from tourbook.web import timeline
from tourbook.web.filters import day as day_word
from tourbook.web.languages import current_language

Json = Mapping[str, Any]
#: The same, with the type of what it answers.
_: Callable[..., str] = gettext

#: What is chosen, as against meals, nights and ways.
CHOSEN = ("programme", "side")


@dataclass(frozen=True)
class Told:
    """A component and a sentence about it."""

    name: str
    sentence: str


@dataclass(frozen=True)
class ShownProposal:
    """One column of the answer."""

    number: int
    title: str
    days: Sequence[timeline.Day]
    differences: Sequence[str]
    inside: Sequence[Told]
    outside: Sequence[Told]
    is_applied: bool


class Names:
    """What components were called when the search was made."""

    def __init__(self, answer: Json) -> None:
        self.names = answer["names"]

    def of(self, key: int) -> str:
        known = self.names.get(str(key))
        return Texts(**known["name"]).get(current_language()) if known else f"#{key}"

    def several(self, keys: Sequence[int]) -> str:
        return ", ".join(self.of(key) for key in keys)


def shown(run: PlanRun, version: Version) -> list[ShownProposal]:
    answer = run.answer or {"proposals": []}
    headings = {
        day.number: (wording.day_heading(day), date_of(run, day.number)) for day in version.days
    }
    return [
        one(answer, position, proposal, headings)
        for position, proposal in enumerate(answer["proposals"])
    ]


def date_of(run: PlanRun, number: int) -> str:
    """Weekday and date of a day, by the day on trial that the search was asked with."""
    first = run.asked.get("first_day")
    if not first:
        return ""
    told: str = day_word(date.fromisoformat(first) + timedelta(days=number - 1))
    return told


def one(
    answer: Json, position: int, proposal: Json, headings: Mapping[int, tuple[str, str]]
) -> ShownProposal:
    names = Names(answer)
    return ShownProposal(
        number=position,
        title=_("Programme %(number)d", number=position + 1),
        days=days(proposal, headings),
        differences=list(differences(proposal)),
        inside=list(inside(answer, proposal, names)),
        outside=list(outside(answer, proposal, names)),
        is_applied=answer.get("applied") == position,
    )


def figures(run: PlanRun, version: Version) -> list[list[str]]:
    """What the programmes come to: a row for each figure, a cell for each programme."""
    answer = run.answer or {"proposals": []}
    found = answer["proposals"]
    every = len(version.objectives)
    return [
        [_("Points"), *(number(each["score"], current_language()) for each in found)],
        [_("How good"), *(how_near(answer, each) for each in found)],
        [_("Driving"), *(driving(each) for each in found)],
        [_("Cost, net, €"), *(whole(each["cost_cents"]) for each in found)],
        [_("Objectives"), *(covered(each["codes"], every) for each in found)],
    ]


def driving(proposal: Json) -> str:
    return f"{formats.length(proposal['minutes'])}, {round(proposal['metres'] / 1000)} km"


def covered(codes: Sequence[str], every: int) -> str:
    """`2 of 3: LO1, LO2`."""
    if not every:
        return "–"  # noqa: RUF001
    told = _("%(covered)d of %(every)d", covered=len(codes), every=every)
    return f"{told}: {', '.join(codes)}" if codes else told


def how_near(answer: Json, proposal: Json) -> str:
    """How far a programme is from the best that is possible, as far as that is known."""
    best, bound, score = answer["proposals"][0]["score"], answer["bound"], proposal["score"]
    if answer["proven"] and score == best:
        return _("Proven best")
    if answer["proven"]:
        told: str = ngettext(
            "%(num)d point below the best", "%(num)d points below the best", best - score
        )
        return told
    if not bound:
        return _("Not known")
    within = round(100 * (bound - score) / bound)
    return _("Within %(within)d %% of the best", within=within)


def days(proposal: Json, headings: Mapping[int, tuple[str, str]]) -> list[timeline.Day]:
    return [
        timeline.Day(heading, [item(stop) for stop in proposal["stops"] if stop["day"] == day], on)
        for day, (heading, on) in sorted(headings.items())
    ]


def item(stop: Json) -> timeline.Item:
    notes: dict[str, str] = {
        "kept": _("Stays as it is"),
        "same": _("Chosen again, at its time"),
        "moved": _("Moved"),
        "added": _("New in the programme"),
    }
    return timeline.Item(
        kind=stop["kind"],
        title=title(stop),
        starts=wording.clock_time(stop["starts"]),
        ends=wording.clock_time(stop["ends"]),
        place=stop["place"],
        note=notes[stop["state"]],
        optional=stop["optional"],
    )


def title(stop: Json) -> str:
    return Texts(**stop["title"]).get(current_language())


def differences(proposal: Json) -> Iterator[str]:
    """What the draft would become, in sentences."""
    for stop in proposal["stops"]:
        if stop["state"] == "added":
            yield _("%(item)s comes in: %(when)s.", item=title(stop), when=when_of(stop))
        if stop["state"] == "moved":
            yield _("%(item)s moves: %(when)s.", item=title(stop), when=when_of(stop))
    for stop in proposal["removed"]:
        yield _("%(item)s goes.", item=title(stop))


def when_of(stop: Json) -> str:
    return when(stop["day"], stop["starts"])


def when(day: int, starts: int) -> str:
    return _("day %(day)d at %(hour)s", day=day, hour=wording.clock_time(starts))


def inside(answer: Json, proposal: Json, names: Names) -> Iterator[Told]:
    """Why each visit is in."""
    for stop in proposal["stops"]:
        if stop["kind"] not in CHOSEN:
            continue
        if stop["state"] == "kept":
            yield Told(title(stop), _("It stays in the draft as it is."))
        elif stop["component"] is not None:
            told = answer["candidates"][str(stop["component"])]
            yield Told(names.of(stop["component"]), why_in(told))


def why_in(told: Json) -> str:
    if told["wish"] == "must":
        return _("You asked for it.")
    parts = [
        ngettext("%(num)d point", "%(num)d points", told["points"]),
        _("its weight is %(weight)d", weight=told["weight"]),
    ]
    if told["themes"]:
        parts.append(
            ngettext(
                "it shares %(num)d theme with the package",
                "it shares %(num)d themes with the package",
                told["themes"],
            )
        )
    if told["codes"]:
        parts.append(_("it serves %(codes)s", codes=", ".join(told["codes"])))
    return f"{'; '.join(parts)}."


def outside(answer: Json, proposal: Json, names: Names) -> Iterator[Told]:
    """Why each other candidate is not."""
    reasons = [*proposal["left_out"], *answer["before"]]
    for reason in reasons:
        if reason["why"] != Why.KEPT:
            yield Told(names.of(reason["component"]), why_out(reason, names))


def why_out(reason: Json, names: Names) -> str:
    """A reason as a sentence; empty where none was kept."""
    if not reason:
        return ""
    why, values = Why(reason["why"]), dict(reason["values"])
    if why is Why.DISPLACES:
        return displaces(values, names)
    return SENTENCES[why]() % values


def displaces(values: Mapping[str, Any], names: Names) -> str:
    others = names.several(values["displaced"])
    if not values["lost"]:
        return _("It fits in place of %(others)s, for the same points.", others=others)
    return _(
        "It fits only in place of %(others)s; the programme would lose %(lost)s points.",
        others=others,
        lost=number(values["lost"], current_language()),
    )


SENTENCES: dict[Why, Callable[[], str]] = {
    Why.NEVER: lambda: _("You asked never to have it."),
    Why.KEPT: lambda: _("It stays in the draft as it is."),
    Why.RETIRED: lambda: _("The host no longer offers it."),
    Why.NO_PLACE: lambda: _("Nobody has said where it is."),
    Why.PARTY_LARGE: lambda: _(
        "It takes groups of up to %(most)d; the draft is for up to %(group)d."
    ),
    Why.PARTY_SMALL: lambda: _("It wants groups of at least %(least)d."),
    Why.LANGUAGE: lambda: _("It cannot be had in a language of the group."),
    Why.STEPS: lambda: _("Its place cannot be reached without steps."),
    Why.LEAD_TIME: lambda: _("The host wants to be asked %(days)d days before; it is too late."),
    Why.NO_SLOT: lambda: _("It has no free slot on these days."),
    Why.SLOT_SMALL: lambda: _("Its free slots have room for %(most)d, not for %(group)d."),
    Why.SLOT_HOURS: lambda: _("Its free slots lie outside the hours of the days."),
    Why.CLOSED: lambda: _("It cannot be had in the hours of the days."),
    Why.TOO_LONG: lambda: _("It takes %(minutes)d minutes, longer than any of the days."),
    Why.TOO_FAR: lambda: _(
        "On no day can the group get there, make the visit and be back in time."
    ),
    Why.OVER_BUDGET: lambda: _("It would take the programme over the budget."),
    Why.NO_ROOM: lambda: _("It cannot be in beside what must be in."),
    Why.ADDS_NOTHING: lambda: _("It could be in, but it adds no points."),
    Why.NOT_CHOSEN: lambda: _("Other visits were worth more."),
    Why.REFUSED: lambda: _("Wherever it fits, the checks would refuse the programme."),
    Why.NOT_ASKED: lambda: _("It was not among the candidates this time."),
}


def how_good(run: PlanRun) -> str:
    """Whether the first programme is the best, or how far from it at most."""
    answer = run.answer
    if not answer or not answer["proposals"]:
        return ""
    best, bound = answer["proposals"][0]["score"], answer["bound"]
    if answer["proven"]:
        return _("Proven: no programme of these visits has more points than the first.")
    if bound is None:
        return _("It is not known how much better a programme could be.")
    within = round(100 * (bound - best) / bound) if bound else 0
    return _(
        "No programme has more than %(bound)d points, so the first is within %(within)d %% of"
        " the best.",
        bound=bound,
        within=within,
    )


def conflict(run: PlanRun) -> list[str]:
    """The demands that cannot hold together, each with what it is."""
    answer = run.answer
    if not answer:
        return []
    names = Names(answer)
    return [demand(each, names) for each in answer["conflict"]]


def demand(told: Json, names: Names) -> str:
    """One demand as a sentence."""
    code = told["code"]
    if code == "must" and "why" in told:
        return _(
            "%(component)s must be in, but: %(why)s",
            component=names.of(told["component"]),
            why=why_out(told["why"], names),
        )
    if code == "objective":
        return _(
            "The objective %(code)s is served only by items that cannot be had.",
            code=told["objective"],
        )
    return other_demand(told, names)


def other_demand(told: Json, names: Names) -> str:
    if told.get("component"):
        named = names.of(told["component"])
        if told.get("objective"):
            return _(
                "%(component)s must be in, for nothing else serves %(code)s.",
                component=named,
                code=told["objective"],
            )
        return _("%(component)s must be in.", component=named)
    if told["code"] == "meal" and told.get("day") is not None:
        return _("What is fixed or eaten on day %(day)d.", day=told["day"] + 1)
    if told["code"] == "budget":
        return _("The budget.")
    if told.get("day") is not None:
        return _("The hours and places of day %(day)d.", day=told["day"] + 1)
    return _("The limits of driving.")


def state_word(state: RunState) -> str:
    words: dict[RunState, str] = {
        RunState.WAITING: _("Waiting"),
        RunState.RUNNING: _("Searching"),
        RunState.DONE: _("Answered"),
        RunState.STOPPED: _("Stopped"),
        RunState.FAILED: _("Failed"),
    }
    return words[state]


def result_of(run: PlanRun) -> str:
    """The answer in a few words, for a list of searches."""
    if not run.answer:
        return "–"  # noqa: RUF001
    proposals = run.answer["proposals"]
    if not proposals:
        return _("No programme is possible")
    return _(
        "%(points)d points, %(driving)s of driving",
        points=proposals[0]["score"],
        driving=formats.length(proposals[0]["minutes"]),
    )


def why_out_now(reason: Reason) -> str:
    """Why a component cannot be in, known before any search."""
    return SENTENCES[reason.why]() % reason.values


def share(run: PlanRun) -> int | None:
    """How far the best so far is from what is possible, in percent; None while nobody knows."""
    score, bound = run.progress.get("score"), run.progress.get("bound")
    return None if score is None or not bound else min(100, round(100 * score / bound))


def progress(run: PlanRun) -> str:
    """How far the search is, as far as it has told."""
    told = run.progress
    if not told.get("stage"):
        return _("The search has not begun yet.")
    parts = [_("%(seconds)d seconds so far", seconds=told.get("seconds", 0))]
    if told.get("score") is not None:
        parts.append(_("best so far %(points)d points", points=told["score"]))
    if told.get("bound") is not None:
        parts.append(_("at most %(points)d possible", points=told["bound"]))
    return ", ".join(parts)
