"""The public pages: what can be visited, one package, and how accessible the service is."""

from datetime import date

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tourbook.catalogue import queries, rules
from tourbook.catalogue.forms import MONTHS, CatalogueFilter, GroupForm
from tourbook.catalogue.queries import Wanted
from tourbook.core import clock, formats
from tourbook.departures import queries as departures
from tourbook.departures.services import late
from tourbook.learning import queries as lessons
from tourbook.packages import queries as packages
from tourbook.packages.models import Day, Item, Version
from tourbook.packages.rules import programme
from tourbook.web import timeline
from tourbook.web.access import public
from tourbook.web.caching import cached_page
from tourbook.web.filters import time_of_day
from tourbook.web.languages import current_language
from tourbook.web.paging import page_of

bp = Blueprint("catalogue", __name__)

PER_PAGE = 24
LENGTHS = range(1, 6)


def edition() -> tuple[int, date]:
    """Changes with everything the pages show; dates pass at midnight."""
    return (packages.catalogue_stamp(), clock.today())


@bp.get("/")
@public
@cached_page(version=edition)
def index() -> ResponseReturnValue:
    form = CatalogueFilter(request.args)
    language = current_language()
    themes = [(theme.slug, theme.name.get(language)) for theme in queries.themes_on_offer()]
    form.theme.choices = [("", _("Any theme")), *themes]
    form.days.choices = [("", _("Any length")), *((str(n), days_word(n)) for n in LENGTHS)]
    page = page_of(queries.versions(wanted(form)), per_page=PER_PAGE)
    facts = queries.facts_of(page.items, at=clock.now())
    cards = [(version, facts[version.id], picture_of(version)) for version in page.items]
    return render_template(
        "catalogue/index.html",
        form=form,
        page=page,
        cards=cards,
        narrowed=any(form[name].data for name in ("theme", "days", "month", "pax")),
        days_word=days_word,
    )


def days_word(number: int) -> str:
    return str(ngettext("%(num)d day", "%(num)d days", number))


def picture_of(version: Version) -> str:
    return rules.picture(theme.slug for theme in version.package.themes)


def wanted(form: CatalogueFilter) -> Wanted:
    """What the address asks for; what cannot be is not asked."""
    theme, days, month = form.theme.data or "", form.days.data or "", form.month.data or ""
    return Wanted(
        theme=theme if rules.is_slug(theme) else None,
        days=int(days) if days in {str(number) for number in LENGTHS} else None,
        month=int(month) if month and month in dict(MONTHS) else None,
        pax=None if form.pax.errors else form.pax.data,
    )


@bp.get("/packages/<slug>")
@public
@cached_page(version=edition)
def package(slug: str) -> ResponseReturnValue:
    version = queries.by_slug(slug) if rules.is_slug(slug) else None
    if version is None:
        abort(404)
    form = GroupForm(request.args)
    pax = None if form.pax.errors else form.pax.data
    language = current_language()
    listed = departures.open_of_package(version.package_id, at=clock.now())
    return render_template(
        "catalogue/package.html",
        version=version,
        package=version.package,
        picture=picture_of(version),
        days=[shown_day(day) for day in version.days],
        days_word=days_word(len(version.days)),
        season=[formats.month(number, language) for number in season_of(version)],
        stops=[stop_on_map(stop, language) for stop in rules.route(version)],
        included=rules.lines(version.included.get(language)),
        not_included=rules.lines(version.not_included.get(language)),
        departures=listed,
        last_days=late.last_days([departure.id for departure in listed]),
        today=clock.today(),
        form=form,
        pax=pax,
        offer=rules.offer(version.tiers, pax) if pax else None,
        lessons=lessons.published_for_package(version.package_id),
    )


def season_of(version: Version) -> tuple[int, int]:
    return version.package.season_from, version.package.season_to


def stop_on_map(stop: rules.Stop, language: str) -> tuple[str, float, float]:
    name = stop.name if isinstance(stop.name, str) else stop.name.get(language)
    return (name, stop.lon, stop.lat)


def shown_day(day: Day) -> timeline.Day:
    """A day's number as its heading, its own name beside it."""
    heading = _("Day %(number)d", number=day.number)
    title = day.title.get(current_language())
    return timeline.Day(
        heading, [shown_item(item) for item in day.items], note="" if title == heading else title
    )


def shown_item(item: Item) -> timeline.Item:
    language = current_language()
    town = item.place.municipality.name.get(language) if item.place else ""
    host = item.component.organisation.name if item.component else ""
    place = item.place.name if item.place else ""
    return timeline.Item(
        kind=item.kind.value,
        title=item.title.get(language),
        starts=time_of_day(programme.hour_of(item.starts_minute)),
        ends=time_of_day(programme.hour_of(item.ends_minute)),
        place=", ".join(part for part in dict.fromkeys((host, place, town)) if part),
        text=item.text.get(language),
        optional=item.optional,
    )


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    return render_template("catalogue/accessibility.html", home=url_for("catalogue.index"))
