"""The items of a draft: adding from the library or by hand, changing, moving, removing."""

import sqlalchemy as sa
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.hosts.models import Component, ComponentKind
from tourbook.packages import queries, services
from tourbook.packages.access import day_or_404, item_or_404
from tourbook.packages.forms import KINDS, ConfirmForm, ItemForm, LibraryFilter, row_id
from tourbook.packages.models import Day, Item
from tourbook.packages.rules import programme
from tourbook.packages.rules.outline import DAY_MINUTES
from tourbook.packages.services import ItemFace
from tourbook.packages.views import wording
from tourbook.web.access import roles
from tourbook.web.forms import given
from tourbook.web.languages import current_language
from tourbook.web.paging import page_of

bp = Blueprint("package_items", __name__, url_prefix="/desk/packages")

#: How long an item without a component is at first, in minutes.
USUAL_LENGTH = 60


@bp.get("/days/<int:day_id>/library")
@roles(Role.ORGANISER, Role.ADMIN)
def library(day_id: int) -> ResponseReturnValue:
    """What hosts offer, to be laid on this day."""
    day = day_or_404(day_id)
    form = LibraryFilter(request.args)
    language = current_language()
    towns = sorted((town.name.get(language), town.id) for town in queries.towns())
    form.town.choices = [("", _("All")), *((town_id, name) for name, town_id in towns)]
    page = page_of(wanted(form))
    return render_template(
        "packages/library.html", day=day, form=form, page=page, kind_words=dict(KINDS)
    )


def wanted(form: LibraryFilter) -> sa.Select[Component]:
    """What the address asks for; what nobody offers is not asked."""
    return queries.library(
        kind=form.kind.data if form.kind.data in dict(KINDS) else "",
        town_id=row_id(form.town.data),
        words="" if form.q.errors else form.q.data or "",
    )


@bp.route("/days/<int:day_id>/items/new", methods=["GET", "POST"])
@roles(Role.ORGANISER, Role.ADMIN)
def new(day_id: int) -> ResponseReturnValue:
    """Lay a component (`?component=`) or free text on this day."""
    day = day_or_404(day_id)
    component = component_asked()
    form = prepared(ItemForm(data=as_first_filled_in(day, component)), day, component)
    if form.validate_on_submit():
        try:
            services.add_item(
                day_chosen(form, day),
                face_from(form, component),
                component=component,
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("The item is added."))
            return redirect(url_for("package_versions.show", version_id=day.version_id))
        except Refused as refusal:
            form.refuse_stale(refusal, day.version.revision)
    return render_template("packages/item.html", form=form, day=day, component=component, item=None)


def component_asked() -> Component | None:
    if "component" not in request.args:
        return None
    component_id = row_id(request.args["component"])
    if component_id is None:
        abort(404)
    return db.get_or_404(Component, component_id)


def as_first_filled_in(day: Day, component: Component | None) -> dict[str, object]:
    """Begins when the day's last item ends, and lasts as long as the host says."""
    starts = programme.next_start(day)
    ends = starts + (component.duration_minutes if component else USUAL_LENGTH)
    face: dict[str, object] = {
        "revision": str(day.version.revision),
        "day": day.id,
        "starts": programme.hour_of(starts),
        "ends": programme.hour_of(ends),
        "next_day": ends >= DAY_MINUTES,
    }
    if component is not None:
        face |= {
            "title": component.name,
            "text": component.summary,
            "place": str(component.place_id or ""),
        }
    return face


def prepared(form: ItemForm, day: Day, component: Component | None) -> ItemForm:
    """The form with its choices; a component has a kind of its own."""
    form.day.choices = [(each.id, wording.day_heading(each)) for each in day.version.days]
    named = [(str(place.id), place.name) for place in queries.places()]
    form.place.choices = [("", _("No place")), *named]
    if component is not None:
        del form.kind
    return form


def day_chosen(form: ItemForm, day: Day) -> Day:
    return next(each for each in day.version.days if each.id == form.day.data)


def face_from(form: ItemForm, component: Component | None) -> ItemFace:
    kind = component.kind if component else ComponentKind(form.kind.data)
    starts, ends = programme.minutes_between(
        given(form.starts.data),
        given(form.ends.data),
        kind=kind,
        next_day=form.next_day.data,
    )
    place_id = form.place.data
    return ItemFace(
        title=form.title.data,
        text=form.text.data,
        kind=kind,
        starts=starts,
        ends=ends,
        place=next((p for p in queries.places() if str(p.id) == place_id), None),
        optional=form.optional.data,
    )


@bp.route("/items/<int:item_id>", methods=["GET", "POST"])
@roles(Role.ORGANISER, Role.ADMIN)
def edit(item_id: int) -> ResponseReturnValue:
    item = item_or_404(item_id)
    version = item.day.version
    form = prepared(ItemForm(data=as_filled_in(item)), item.day, item.component)
    if form.validate_on_submit():
        try:
            services.change_item(
                item,
                face_from(form, item.component),
                day=day_chosen(form, item.day),
                revision=form.seen_revision,
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("The item is changed."))
            return redirect(url_for("package_versions.show", version_id=version.id))
        except Refused as refusal:
            form.refuse_stale(refusal, item.revision)
    return render_template(
        "packages/item.html", form=form, day=item.day, component=item.component, item=item
    )


def as_filled_in(item: Item) -> dict[str, object]:
    return {
        "revision": str(item.revision),
        "day": item.day_id,
        "kind": item.kind.value,
        "title": item.title,
        "text": item.text,
        "starts": programme.hour_of(item.starts_minute),
        "ends": programme.hour_of(item.ends_minute),
        "next_day": item.ends_minute >= DAY_MINUTES,
        "place": str(item.place_id or ""),
        "optional": item.optional,
    }


@bp.post("/items/<int:item_id>/remove")
@roles(Role.ORGANISER, Role.ADMIN)
def remove(item_id: int) -> ResponseReturnValue:
    item = item_or_404(item_id)
    version_id = item.day.version_id
    services.remove_item(
        item, revision=ConfirmForm().seen_revision, at=clock.now(), actor=me().actor
    )
    db.session.commit()
    flash(_("The item is removed."))
    return redirect(url_for("package_versions.show", version_id=version_id))
