"""The library beside the builder: what hosts offer, found and laid on a day."""

from datetime import date, timedelta

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock, formats, zones
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.core.texts import Texts
from tourbook.hosts import queries as hosts
from tourbook.hosts.models import Component, ComponentKind
from tourbook.hosts.queries import Wanted
from tourbook.packages import queries
from tourbook.packages.access import draft_or_404
from tourbook.packages.forms import KINDS, SPOKEN, AddForm, LibraryFilter, row_id
from tourbook.packages.models import Day, Item, Version
from tourbook.packages.rules import programme
from tourbook.packages.services import laying
from tourbook.packages.views import building, wording
from tourbook.web import typed
from tourbook.web.access import roles
from tourbook.web.filters import text
from tourbook.web.forms import given, problems
from tourbook.web.languages import current_language
from tourbook.web.paging import page_of

bp = Blueprint("package_library", __name__, url_prefix="/desk/packages/versions")

#: How long an item without a component is at first, in minutes.
USUAL_LENGTH = 60
PER_PAGE = 12


@bp.get("/<int:version_id>/library")
@roles(Role.ORGANISER, Role.ADMIN)
def library(version_id: int) -> ResponseReturnValue:
    """What hosts offer, to be laid on a day of this draft."""
    version = draft_or_404(version_id)
    form = filled(LibraryFilter(request.args))
    page = page_of(hosts.library(wanted(form), language=current_language()), per_page=PER_PAGE)
    days = sorted(version.days, key=lambda day: day.number)
    panel = building.swaps()
    return render_template(
        "packages/library_panel.html" if panel else "packages/library.html",
        panel=panel,
        version=version,
        form=form,
        page=page,
        days=[(day.id, wording.day_heading(day)) for day in days],
        chosen_day=chosen_day(days),
        starts=hour_asked(),
        kinds=wording.kind_words(),
        length=wording.length,
    )


def filled(form: LibraryFilter) -> LibraryFilter:
    """The form with its choices, and what makes no sense left out."""
    language = current_language()
    towns = sorted((town.name.get(language), town.id) for town in queries.towns())
    themes = sorted((theme.name.get(language), theme.id) for theme in queries.themes())
    every = ("", _("All"))
    form.town.choices = [every, *((key, name) for name, key in towns)]
    form.theme.choices = [every, *((key, name) for name, key in themes)]
    form.language.choices = [
        every,
        *((code, formats.language_name(code, language)) for code in SPOKEN),
    ]
    form.validate()
    return form


def wanted(form: LibraryFilter) -> Wanted:
    kind = form.kind.data if form.kind.data in dict(KINDS) else ""
    week = week_asked(form)
    zone = formats.ZONE
    return Wanted(
        kind=ComponentKind(kind) if kind else None,
        municipality_id=row_id(str(form.town.data or "")),
        theme_id=row_id(str(form.theme.data or "")),
        words="" if form.q.errors else form.q.data or "",
        language=form.language.data if form.language.data in SPOKEN else "",
        party=form.party.data,
        step_free=bool(form.step_free.data),
        ask_by_days=form.lead.data,
        most_cents=form.price.data,
        price_day=clock.today() if form.price.data is not None else None,
        free_from=zones.midnight(week, zone) if week else None,
        free_until=zones.midnight(week + timedelta(days=7), zone) if week else None,
    )


def week_asked(form: LibraryFilter) -> date | None:
    """The Monday of the week that is asked for, written as `2027-W23`."""
    if not form.week.data or form.week.errors:
        return None
    year, _w, number = form.week.data.upper().partition("-W")
    try:
        return typed.day(date.fromisocalendar(int(year), int(number), 1).isoformat())
    except ValueError:
        form.week.errors = [_("Give a year and a week, such as 2027-W23.")]
        return None


def chosen_day(days: list[Day]) -> int:
    asked = row_id(request.args.get("day"))
    return next((day.id for day in days if day.id == asked), days[0].id)


def hour_asked() -> str:
    """The time at which something shall begin, if the address says a sensible one."""
    form = AddForm(request.args, meta={"csrf": False})
    form.starts.validate(form)
    return f"{form.starts.data:%H:%M}" if form.starts.data else ""


@bp.post("/<int:version_id>/items")
@roles(Role.ORGANISER, Role.ADMIN)
def add(version_id: int) -> ResponseReturnValue:
    """Lay a component, or free text, on a day."""
    try:
        version = building.held_or_404(version_id)
        form = AddForm()
        if not form.validate_on_submit():
            raise Refused(
                "This could not be understood: %(why)s Nothing was saved.",
                why=" ".join(problem.text for problem in problems(form)),
            )
        item = laid(version, form)
        said = _(
            "%(item)s is added: %(day)s, %(time)s.",
            item=text(item.title),
            day=wording.day_heading(item.day),
            time=wording.times(item.starts_minute, item.ends_minute),
        )
        return building.answer(version, said, focus=f"item-{item.id}")
    except Refused as refusal:
        return building.refused(version_id, refusal)


def laid(version: Version, form: AddForm) -> Item:
    day = next((each for each in version.days if each.id == form.day.data), None)
    if day is None:
        raise Refused("This day is no longer part of the draft. Choose another.")
    starts = programme.minute_of(form.starts.data) if form.starts.data else None
    at, today, actor = clock.now(), clock.today(), me().actor
    if form.component.data:
        component = component_asked(form)
        return laying.lay_component(day, component, starts=starts, today=today, at=at, actor=actor)
    if not form.title.data or form.kind.data not in dict(KINDS):
        raise Refused("Give what you add a title and a kind.")
    return laying.lay_words(
        day,
        own_words(form.title.data),
        ComponentKind(given(form.kind.data)),
        minutes=form.minutes.data or USUAL_LENGTH,
        starts=starts,
        today=today,
        at=at,
        actor=actor,
    )


def own_words(title: str) -> Texts:
    """Words in the language of the page; English too, for it stands in for the others."""
    return Texts.of({"en": title, current_language(): title})


def component_asked(form: AddForm) -> Component:
    component_id = row_id(form.component.data)
    if component_id is None:
        abort(404)
    return db.get_or_404(Component, component_id)
