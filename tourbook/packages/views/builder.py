"""What the builder's buttons send: acts on items and days, undo, acceptances, and its news."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.packages import services
from tourbook.packages.access import draft_or_404
from tourbook.packages.forms import AcceptForm, ActForm, HoursForm, TurnForm, row_id
from tourbook.packages.models import Day, Item, Version
from tourbook.packages.queries import edits
from tourbook.packages.rules import programme
from tourbook.packages.rules.drafting.acting import Asked
from tourbook.packages.services import acting, checking, drafts
from tourbook.packages.services.acting import Seen
from tourbook.packages.services.history import Clashed
from tourbook.packages.views import building, telling, wording
from tourbook.web.access import roles
from tourbook.web.filters import text
from tourbook.web.forms import given, problems
from tourbook.web.languages import current_language
from tourbook.web.paging import page_of

bp = Blueprint("package_builder", __name__, url_prefix="/desk/packages/versions")
SENSELESS = "This could not be understood: %(why)s Nothing was saved."


def checked(form: ActForm | HoursForm | AcceptForm | TurnForm) -> None:
    """Refuse a small form whose values make no sense, in one sentence."""
    if not form.validate_on_submit():
        raise Refused(SENSELESS, why=" ".join(problem.text for problem in problems(form)))


@bp.get("/<int:version_id>/board")
@roles(Role.ORGANISER, Role.ADMIN)
def board(version_id: int) -> ResponseReturnValue:
    """The board as it is now, for an open page that shows an older one."""
    version = draft_or_404(version_id)
    said = building.Said(_("This is the draft as it is now."))
    return building.drawn(building.shown(version, said))


@bp.get("/<int:version_id>/news")
@roles(Role.ORGANISER, Role.ADMIN)
def news(version_id: int) -> ResponseReturnValue:
    """What others changed since `?since=`; nothing where nothing was."""
    since = row_id(request.args.get("since")) or 0
    revision = edits.revision_of(version_id)
    if revision is None or revision <= since:
        return "", 204
    told = [(edit, telling.told(edit)) for edit in edits.after(version_id, since)]
    return render_template("packages/news.html", version_id=version_id, told=told[-5:])


@bp.post("/<int:version_id>/items/<int:item_id>")
@roles(Role.ORGANISER, Role.ADMIN)
def act(version_id: int, item_id: int) -> ResponseReturnValue:
    """One press, or a small form, about an item."""
    focus = f"item-{item_id}"
    try:
        version = building.held_or_404(version_id)
        form = ActForm()
        item = item_or_404(version, item_id)
        checked(form)
        said = acted(version, item, form)
        there = item in item.day.items if form.act.data != "remove" else False
        return building.answer(version, said, focus=focus if there else "")
    except Clashed as clash:
        return building.clashed(version_id, item_id, clash)
    except Refused as refusal:
        return building.refused(version_id, refusal, focus=focus)


def item_or_404(version: Version, item_id: int) -> Item:
    return drafts.item_of(version, item_id) or building.nothing_there()


def acted(version: Version, item: Item, form: ActForm) -> str:
    """Do what the form asks; a sentence about it."""
    title = text(item.title)
    merge = acting.act(
        version,
        item,
        given(form.act.data),
        asked_by(form, version),
        seen=Seen(form.seen_revision, form.choice),
        at=clock.now(),
        actor=me().actor,
    )
    if form.act.data == "remove":
        return str(_("%(item)s is removed.", item=title))
    if form.act.data == "copy":
        return str(_("%(item)s is copied.", item=title))
    both = telling.merged_by(merge, item)
    where = wording.times(item.starts_minute, item.ends_minute)
    now = _("%(item)s: %(day)s, %(time)s.", item=text(item.title),
            day=wording.day_heading(item.day), time=where)  # fmt: skip
    return f"{both} {now}".strip()


def asked_by(form: ActForm, version: Version) -> Asked:
    days = sorted(version.days, key=lambda day: day.number)
    return Asked(
        title=form.title.data or None,
        language=form.language.data or current_language(),
        starts=programme.minute_of(form.starts.data) if form.starts.data else None,
        ends=programme.minute_of(form.ends.data) if form.ends.data else None,
        day_id=form.day.data,
        days=tuple(day.id for day in days),
    )


def day_or_404(version: Version, day_id: int) -> Day:
    found = next((day for day in version.days if day.id == day_id), None)
    return found or building.nothing_there()


@bp.post("/<int:version_id>/days/<int:day_id>/hours")
@roles(Role.ORGANISER, Role.ADMIN)
def day_hours(version_id: int, day_id: int) -> ResponseReturnValue:
    """Give a day other hours."""
    try:
        version = building.held_or_404(version_id)
        day, form = day_or_404(version, day_id), HoursForm()
        checked(form)
        services.change_day(
            day,
            title=day.title,
            hours=programme.day_minutes(given(form.starts.data), given(form.ends.data)),
            revision=form.seen_revision,
            at=clock.now(),
            actor=me().actor,
        )
        said = _("%(day)s: %(hours)s.", day=wording.day_heading(day),
                 hours=wording.hours_of_day(day))  # fmt: skip
        return building.answer(version, said, focus=f"day-{day.id}")
    except Refused as refusal:
        return building.refused(version_id, refusal)


@bp.post("/<int:version_id>/days")
@roles(Role.ORGANISER, Role.ADMIN)
def add_day(version_id: int) -> ResponseReturnValue:
    try:
        version = building.held_or_404(version_id)
        day = services.add_day(version, at=clock.now(), actor=me().actor)
        return building.answer(version, _("A day is added at the end."), focus=f"day-{day.id}")
    except Refused as refusal:
        return building.refused(version_id, refusal)


@bp.post("/<int:version_id>/undo")
@roles(Role.ORGANISER, Role.ADMIN)
def undo(version_id: int) -> ResponseReturnValue:
    """Take back the edit that the button named, or one of the history."""
    try:
        version = building.held_or_404(version_id)
        form = TurnForm()
        checked(form)
        edit = services.undo(version, number=form.number.data, at=clock.now(), actor=me().actor)
        return turned(version, _("Undone: %(what)s.", what=telling.told(edit)), "undo")
    except Refused as refusal:
        return building.refused(version_id, refusal, focus="undo")


@bp.post("/<int:version_id>/redo")
@roles(Role.ORGANISER, Role.ADMIN)
def redo(version_id: int) -> ResponseReturnValue:
    try:
        version = building.held_or_404(version_id)
        form = TurnForm()
        checked(form)
        edit = services.redo(version, number=form.number.data, at=clock.now(), actor=me().actor)
        return turned(version, _("Redone: %(what)s.", what=telling.told(edit)), "redo")
    except Refused as refusal:
        return building.refused(version_id, refusal, focus="redo")


def turned(version: Version, said: str, focus: str) -> ResponseReturnValue:
    if "history" not in request.form:
        return building.answer(version, said, focus=focus)
    version_id = version.id
    db.session.commit()
    flash(said)
    return redirect(url_for("package_builder.history", version_id=version_id))


@bp.get("/<int:version_id>/history")
@roles(Role.ORGANISER, Role.ADMIN)
def history(version_id: int) -> ResponseReturnValue:
    """Who changed what, and when, the newest first."""
    version = draft_or_404(version_id)
    page = page_of(edits.of_version(version_id), per_page=50)
    return render_template(
        "packages/history.html",
        version=version,
        page=page,
        entries=[(edit, telling.told(edit), edit.verb in edits.TURNS) for edit in page.items],
    )


@bp.post("/<int:version_id>/accept")
@roles(Role.ORGANISER, Role.ADMIN)
def accept(version_id: int) -> ResponseReturnValue:
    """Let a warning stand, with a reason that stays visible."""
    try:
        version = building.held_or_404(version_id)
        form = AcceptForm()
        checked(form)
        if not form.reason.data:
            raise Refused("Say why this may stand. The reason stays visible.")
        checking.accept(
            version,
            given(form.key.data),
            reason=form.reason.data,
            at=clock.now(),
            actor=me().actor,
        )
        return building.answer(version, _("It is accepted, with your reason."), focus="problems")
    except Refused as refusal:
        return building.refused(version_id, refusal)


@bp.post("/<int:version_id>/take-back")
@roles(Role.ORGANISER, Role.ADMIN)
def take_back(version_id: int) -> ResponseReturnValue:
    """What was accepted counts again."""
    try:
        version = building.held_or_404(version_id)
        form = AcceptForm()
        checked(form)
        checking.take_back(version, given(form.key.data), at=clock.now(), actor=me().actor)
        return building.answer(version, _("It counts again."), focus="problems")
    except Refused as refusal:
        return building.refused(version_id, refusal)
