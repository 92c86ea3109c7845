"""The items of a draft: adding from the library or by hand, changing, moving, removing."""

from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.directory.models import TravelMode
from tourbook.hosts.models import Component, ComponentKind
from tourbook.packages import queries, services
from tourbook.packages.access import day_or_404, item_or_404
from tourbook.packages.forms import SPOKEN, ConfirmForm, ItemForm, row_id
from tourbook.packages.models import Day, Item
from tourbook.packages.rules import programme
from tourbook.packages.rules.outline import DAY_MINUTES
from tourbook.packages.services import ItemFace
from tourbook.packages.services.history import Clashed
from tourbook.packages.views import differing, telling, wording
from tourbook.web.access import roles
from tourbook.web.filters import language_name, text
from tourbook.web.forms import given

bp = Blueprint("package_items", __name__, url_prefix="/desk/packages")

#: How long an item without a component is at first, in minutes.
USUAL_LENGTH = 60


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
            form.refuse(refusal)
    return render_template(
        "packages/item.html", form=form, day=day, component=component, item=None, clash=[]
    )


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


def prepared(
    form: ItemForm, day: Day, component: Component | None, item: Item | None = None
) -> ItemForm:
    """The form with its choices; a component has a kind of its own."""
    days = sorted(day.version.days, key=lambda each: each.number)
    form.day.choices = [(each.id, wording.day_heading(each)) for each in days]
    named = [(str(place.id), place.name) for place in queries.places()]
    form.place.choices = [("", _("No place")), *named]
    form.interpreters.choices = [(code, language_name(code)) for code in SPOKEN]
    others = [
        (other.lineage, f"{text(other.title)} ({wording.at_time((each, other))})")
        for each in days
        for other in each.items
        if other is not item and not other.alternative_to
    ]
    form.alternative_to.choices = [("", _("Nothing: it runs itself")), *others]
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
    place_id, arrive_by = form.place.data, form.arrive_by.data
    return ItemFace(
        title=form.title.data,
        text=form.text.data,
        kind=kind,
        starts=starts,
        ends=ends,
        place=next((p for p in queries.places() if str(p.id) == place_id), None),
        optional=form.optional.data,
        track=form.track.data,
        alternative_to=form.alternative_to.data,
        interpreters=form.interpreters.data or [],
        pinned=form.pinned.data,
        arrive_by=TravelMode(arrive_by) if arrive_by in set(TravelMode) else None,
    )


@bp.route("/items/<int:item_id>", methods=["GET", "POST"])
@roles(Role.ORGANISER, Role.ADMIN)
def edit(item_id: int) -> ResponseReturnValue:
    item = item_or_404(item_id)
    version = item.day.version
    form = prepared(ItemForm(data=as_filled_in(item)), item.day, item.component, item)
    clash: list[tuple[str, str, str]] = []
    if form.validate_on_submit():
        try:
            merge = services.change_item(
                item,
                replace(face_from(form, item.component), quantity=item.quantity),
                day=day_chosen(form, item.day),
                revision=form.seen_revision,
                choice=form.choice,
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(telling.merged_by(merge, item) or _("The item is changed."))
            return redirect(url_for("package_versions.show", version_id=version.id))
        except Clashed as clashed:
            days = {day.id: wording.day_heading(day) for day in version.days}
            clash = differing.clash_rows(clashed.clashes, days)
            form.refuse_clash(clashed, [each.field for each in clashed.clashes], item.revision)
            db.session.rollback()
        except Refused as refusal:
            form.refuse(refusal)
    return render_template(
        "packages/item.html",
        form=form,
        day=item.day,
        component=item.component,
        item=item,
        clash=clash,
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
        "track": item.track,
        "alternative_to": item.alternative_to,
        "interpreters": item.interpreters,
        "pinned": item.pinned,
        "arrive_by": item.arrive_by.value if item.arrive_by else "",
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
