"""The form that asks for a programme, filled in from the draft and from what was asked last."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _

from tourbook.core import formats
from tourbook.hosts.models import Component, ComponentKind
from tourbook.packages.forms.planning import (
    ANYWHERE,
    NOWHERE,
    AskForm,
    Bounds,
    CandidateFilter,
    ask_form,
)
from tourbook.packages.models import PlanRun, Version
from tourbook.packages.queries import libraries, planning
from tourbook.packages.queries.outlines import outline_of
from tourbook.packages.rules import programme
from tourbook.packages.rules.outline import Outline, Stop
from tourbook.packages.rules.proposing import asking, keeping
from tourbook.packages.rules.proposing import posing as proposing
from tourbook.packages.rules.proposing.asking import USUAL_WANT, Ask, DayAsk, Eating, MealAsk
from tourbook.packages.rules.proposing.candidates import Candidate, Reason
from tourbook.packages.views import wording
from tourbook.web.languages import current_language

#: Languages that a group may speak beside those of the draft.
SPOKEN = ("en", "fi", "sv", "de", "fr", "es", "it", "et", "lv", "lt", "pl", "uk", "ru", "ar", "zh")


class Asking:
    """All that the page of the form shows."""

    def __init__(self, version: Version, runs: Sequence[PlanRun], *, today: date) -> None:
        self.version = version
        self.runs = runs
        self.outline = outline_of(version, today=today)
        self.staying = keeping.kept(self.outline)
        self.last = asking.from_json(runs[0].asked) if runs else None
        self.filters = self.filter_form()
        self.meals = planning.options_of(ComponentKind.MEAL, version.party_max)
        self.lodgings = planning.options_of(ComponentKind.LODGING, version.party_max)
        listed, self.count = planning.candidates(
            version,
            themes=self.filters.themes.data or (),
            towns=self.filters.towns.data or (),
            kinds=self.filters.kinds.data or (),
        )
        loose = {stop.offer.id for stop in keeping.loose(self.outline) if stop.offer}
        chosen = {component.id for component in listed} | loose
        self.ask = self.first_ask(chosen)
        matter = libraries.matter_of(version, self.ask, today=today)
        self.candidates = {each.offer.id: each for each in matter.library.candidates}
        fitting, left_out = proposing.sorted_out(matter.outline, self.ask, matter.library)
        self.reasons: dict[int, Reason] = {reason.component_id: reason for reason in left_out}
        self.listed = len(listed)
        self.starts = {each.offer.id: len(times.slots or ()) for each, times in fitting}
        self.form = self.filled()

    def filter_form(self) -> CandidateFilter:
        language = current_language()
        form = CandidateFilter(request.args)
        form.themes.choices = [(theme.id, theme.name.get(language)) for theme in planning.themes()]
        form.towns.choices = [(town.id, town.name.get(language)) for town in planning.towns()]
        form.validate()
        return form

    def first_ask(self, chosen: set[int]) -> Ask:
        """What is asked if nothing is changed: the draft's own days, or the last search's."""
        last = self.last
        return Ask(
            days=tuple(self.first_day(number) for number in range(1, len(self.outline.frames) + 1)),
            group=min(last.group if last else self.version.party_max, self.version.party_max),
            languages=last.languages if last else frozenset(self.version.languages),
            budget_cents=last.budget_cents if last else None,
            wants={key: last.want(key) if last else USUAL_WANT for key in chosen},
        )

    def first_day(self, number: int) -> DayAsk:
        frame = self.outline.frames[number - 1]
        known = (
            next((day for day in self.last.days if day.number == number), None)
            if self.last
            else None
        )
        starts, ends = (known.starts, known.ends) if known else (frame.starts, frame.ends)
        starts, ends = max(starts, frame.starts), min(ends, frame.ends)
        if starts >= ends:
            starts, ends = frame.starts, frame.ends
        slept, sleeps = self.night(number - 1), self.night(number)
        return DayAsk(
            number=number,
            starts=starts,
            ends=ends,
            from_place=place_of(slept) or (known.from_place if known else None),
            to_place=place_of(sleeps) or (known.to_place if known else None),
            lunch=known.lunch if known else MealAsk(),
            dinner=known.dinner if known else MealAsk(),
            lodging_id=self.first_lodging(number, known),
        )

    def night(self, number: int) -> Stop | None:
        return keeping.night_after(self.staying, number)

    def first_lodging(self, number: int, known: DayAsk | None) -> int | None:
        """Where the draft has no bed, what was asked for last, else the first with rooms."""
        if number == len(self.outline.frames) or self.night(number) is not None:
            return None
        offered = {component.id for component in self.lodgings}
        if known is not None:
            return known.lodging_id if known.lodging_id in offered else None
        fitting = [each for each in self.lodgings if has_rooms(each, self.version.party_max)]
        return fitting[0].id if fitting else None

    def filled(self) -> AskForm:
        headings = {day.number: wording.day_heading(day) for day in self.version.days}
        names = {key: self.name(key) for key in self.candidates}
        form = ask_form(headings, names)(bounds_of(self.outline, self.staying), data=self.data())
        languages = {*SPOKEN, *self.version.languages}
        language = current_language()
        form.languages.choices = [
            (code, formats.language_name(code, language)) for code in sorted(languages)
        ]
        for number in headings:
            self.offer_choices(form.day(number), number)
        return form

    def offer_choices(self, fields: Any, number: int) -> None:
        """The places, meals and lodging that a day can be given."""
        places = [(str(place.id), place.name) for place in planning.places()]
        for box in (fields.from_place, fields.to_place):
            box.choices = [("", _("Wherever the group is")), *places]
        for box, name in ((fields.lunch, "lunch"), (fields.dinner, "dinner")):
            self.offer_meals(box, number, name)
        if number == len(self.outline.frames):
            del fields.lodging
            return
        night = self.night(number)
        if night is not None:
            fields.lodging.choices = [("", night.title.get(current_language()))]
            return
        fields.lodging.choices = [("", _("None")), *named(self.lodgings)]

    def offer_meals(self, box: Any, number: int, name: str) -> None:
        opens, closes = (self.outline.limits[f"{name}_{end}"] for end in ("from", "to"))
        had = proposing.meal_had(self.staying, number, opens, closes)
        if had is not None:
            box.choices = [(ANYWHERE, had.title.get(current_language()))]
            return
        box.choices = [
            (ANYWHERE, _("Wherever the group is")),
            (NOWHERE, _("No time is kept for it")),
            *named(self.meals),
        ]

    def data(self) -> dict[str, Any]:
        """The ask in the form's own values."""
        ask = self.ask
        filled: dict[str, Any] = {
            "group": ask.group,
            "languages": sorted(ask.languages),
            "budget": ask.budget_cents,
        }
        for day in ask.days:
            filled[f"day_{day.number}"] = day_data(day)
        for key in self.candidates:
            want = ask.want(key)
            filled[f"want_{key}"] = {"wish": want.wish.value, "weight": str(want.weight)}
        return filled

    def name(self, key: int) -> str:
        return self.candidates[key].offer.name.get(current_language())

    @property
    def is_narrowed(self) -> bool:
        return bool(self.filters.themes.data or self.filters.towns.data or self.filters.kinds.data)

    @property
    def language_names(self) -> str:
        language = current_language()
        chosen = self.form.languages.data or []
        return ", ".join(formats.language_name(code, language) for code in chosen)

    @property
    def rows(self) -> list[Candidate]:
        """The candidates as they are listed: what is worth most first."""
        return sorted(
            self.candidates.values(), key=lambda one: (-one.points, self.name(one.offer.id))
        )


def day_data(day: DayAsk) -> dict[str, Any]:
    return {
        "starts": programme.hour_of(day.starts),
        "ends": programme.hour_of(day.ends),
        "from_place": str(day.from_place or ""),
        "to_place": str(day.to_place or ""),
        "lunch": meal_data(day.lunch),
        "dinner": meal_data(day.dinner),
        "lodging": str(day.lodging_id or ""),
    }


def meal_data(meal: MealAsk) -> str:
    if meal.eating is Eating.CHOSEN and meal.component_id:
        return str(meal.component_id)
    return meal.eating.value


def place_of(night: Stop | None) -> int | None:
    return night.spot.id if night and night.spot else None


def named(components: Sequence[Component]) -> list[tuple[str, str]]:
    language = current_language()
    return [(str(each.id), each.name.get(language)) for each in components]


def has_rooms(component: Component, party: int) -> bool:
    """Enough beds; a host that does not say how many rooms it has is asked later."""
    if component.single_rooms is None and component.twin_rooms is None:
        return True
    return (component.single_rooms or 0) + 2 * (component.twin_rooms or 0) >= party


def bounds_of(outline: Outline, staying: Sequence[Stop]) -> Bounds:
    nights = {}
    for frame in outline.frames:
        night = keeping.night_after(staying, frame.number)
        if night is not None and night.spot is not None:
            nights[frame.number] = (night.spot.id, night.spot.name)
    return Bounds(
        hours={frame.number: (frame.starts, frame.ends) for frame in outline.frames},
        party_max=outline.party_max,
        nights=nights,
    )
