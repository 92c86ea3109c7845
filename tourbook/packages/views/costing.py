"""What a version costs and what it must be sold for; what if; VAT by item; prices from it."""

from collections.abc import Sequence
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from tourbook.accounts.access import me
from tourbook.core import clock
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.roles import Role
from tourbook.hosts.models import Component, ComponentKind
from tourbook.packages.access import draft_or_404, item_or_404, version_or_404
from tourbook.packages.forms.costing import LineForm, TermsForm, WhatIfForm
from tourbook.packages.forms.drafts import ConfirmForm, row_id
from tourbook.packages.models import Item, VatScheme, Version, VersionStatus
from tourbook.packages.queries import rates
from tourbook.packages.rules.costing import changes as costing_changes
from tourbook.packages.rules.costing import cost as rules
from tourbook.packages.rules.costing import frozen as costing_frozen
from tourbook.packages.rules.costing import tiers as costing_tiers
from tourbook.packages.services import costing as services
from tourbook.packages.services.history import Clashed
from tourbook.packages.views import costing_differences, costing_kept, costing_sheet, costing_words
from tourbook.web.access import roles
from tourbook.web.exports import XLSX, attachment, export_wanted
from tourbook.web.filters import text
from tourbook.web.forms import refusal_in_words

bp = Blueprint("package_costing", __name__, url_prefix="/desk/packages")


@bp.get("/versions/<int:version_id>/costing")
@roles(Role.ORGANISER, Role.ADMIN)
def show(version_id: int) -> ResponseReturnValue:
    """The costing of a draft by the rates of its day; of a published version as it was kept."""
    version = version_or_404(version_id)
    if version.status is not VersionStatus.DRAFT:
        return published(version)
    reckoning = services.reckon(version, day=clock.today())
    costing = costing_tiers.judged(rules.costing_of(reckoning), reckoning, version.tiers)
    kept = costing_frozen.kept(reckoning)
    if export_wanted():
        return workbook(version, kept)
    return render_template(
        "packages/costing/show.html",
        version=version,
        day=costing.first_day,
        kept=costing_kept.shown(kept),
        gaps=[costing_words.gap(problem) for problem in costing.warnings],
        losing=costing_words.losing(costing.losses),
        set_prices=costing_words.set_prices(costing),
        unset=costing_words.unset(costing),
        proposed=costing_words.tiers(costing_tiers.propose(reckoning)),
        items={item.lineage: item.id for item in services.items_of(version)},
        bought=[costing_words.bought(item) for item in services.items_of(version)],
        margin_scheme_likely=costing.margin_scheme_likely,
    )


def published(version: Version) -> ResponseReturnValue:
    if version.costing is None:
        return render_template("packages/costing/none.html", version=version)
    if export_wanted():
        return workbook(version, version.costing)
    return render_template("packages/costing/published.html", **costing_kept.kept_with(version))


def workbook(version: Version, kept: costing_frozen.Kept) -> ResponseReturnValue:
    """The costing as a spreadsheet that reckons for itself."""
    title = f"{text(version.package.name)} {version.number}"
    return attachment(costing_sheet.workbook(kept, title), XLSX, f"costing-{version.id}.xlsx")


@bp.route("/versions/<int:version_id>/costing/terms", methods=["GET", "POST"])
@roles(Role.ORGANISER, Role.ADMIN)
def terms(version_id: int) -> ResponseReturnValue:
    """For which group sizes the draft is costed, and how the price is made of the cost."""
    version = draft_or_404(version_id)
    form = TermsForm(data=terms_as_filled_in(version))
    clash: list[tuple[str, str, str]] = []
    if form.validate_on_submit():
        try:
            services.set_terms(
                version,
                form.terms,
                revision=form.seen_revision,
                choice=form.choice,
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("The terms of the costing are changed."))
            return redirect(url_for(".show", version_id=version_id))
        except Clashed as clashed:
            clash = costing_differences.clash_rows(clashed.clashes)
            form.refuse_clash(clashed, [each.field for each in clashed.clashes], version.revision)
            db.session.rollback()
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("packages/costing/terms.html", form=form, version=version, clash=clash)


def terms_as_filled_in(version: Version) -> dict[str, object]:
    return {
        "revision": str(version.revision),
        "sizes": ", ".join(costing_words.size_label(*size) for size in version.pax_ranges),
        "sharing": version.sharing.value,
        "markup_kind": version.markup_kind.value,
        "markup": costing_words.in_percent(version.markup_basis_points),
        "round_to": version.round_to_cents,
    }


@bp.route("/items/<int:item_id>/cost", methods=["GET", "POST"])
@roles(Role.ORGANISER, Role.ADMIN)
def line(item_id: int) -> ResponseReturnValue:
    """How much of an item is paid for, by which scheme it is sold, and why."""
    item = item_or_404(item_id)
    form = LineForm(data=line_as_filled_in(item))
    clash: list[tuple[str, str, str]] = []
    if form.validate_on_submit():
        try:
            services.set_line(
                item,
                VatScheme(form.scheme.data),
                reason=form.reason.data or "",
                quantity=form.quantity.data,
                revision=form.seen_revision,
                choice=form.choice,
                at=clock.now(),
                actor=me().actor,
            )
            db.session.commit()
            flash(_("It is noted what is paid for and how it is taxed."))
            return redirect(url_for(".show", version_id=item.day.version_id))
        except Clashed as clashed:
            clash = costing_differences.clash_rows(clashed.clashes)
            form.refuse_clash(clashed, [each.field for each in clashed.clashes], item.revision)
            db.session.rollback()
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("packages/costing/line.html", form=form, item=item, clash=clash)


def line_as_filled_in(item: Item) -> dict[str, object]:
    return {
        "revision": str(item.revision),
        "quantity": item.quantity,
        "scheme": item.vat_scheme.value,
        "reason": item.vat_reason,
    }


@bp.post("/versions/<int:version_id>/costing/prices")
@roles(Role.ORGANISER, Role.ADMIN)
def use_prices(version_id: int) -> ResponseReturnValue:
    """Set the prices of the draft to those that the costing proposes."""
    version = draft_or_404(version_id)
    services.use_prices(
        version,
        revision=ConfirmForm().seen_revision,
        day=clock.today(),
        at=clock.now(),
        actor=me().actor,
    )
    db.session.commit()
    flash(_("The prices of the costing are set."))
    return redirect(url_for(".show", version_id=version_id))


@bp.get("/versions/<int:version_id>/what-if")
@roles(Role.ORGANISER, Role.ADMIN)
def what_if(version_id: int) -> ResponseReturnValue:
    """As it is beside as it would be. What is tried out stands in the address."""
    version = version_or_404(version_id)
    form = what_if_form(request.args)
    refusal, pairs = "", []
    try:
        trial = services.try_out(
            version,
            form.changes,
            hotel=component_of(form.hotel.data),
            coach=component_of(form.coach.data),
            day=clock.today(),
        )
        pairs = costing_changes.beside(trial.now, trial.then)
        gaps = [costing_words.gap(problem) for problem in trial.then.warnings]
    except Refused as refused:
        refusal, gaps = refusal_in_words(refused), []
    return render_template(
        "packages/costing/what_if.html",
        version=version,
        form=form,
        is_draft=version.status is VersionStatus.DRAFT,
        wanted=wanted(request.args),
        refusal=refusal,
        sizes=costing_differences.side_by_side(pairs),
        gaps=gaps,
        nights=form.changes.nights,
    )


def what_if_form(given: MultiDict[str, str]) -> WhatIfForm:
    form = WhatIfForm(given)
    form.hotel.choices = choices(rates.offered(ComponentKind.LODGING))
    form.coach.choices = choices(rates.offered(ComponentKind.TRANSPORT))
    form.validate()
    return form


def choices(components: Sequence[Component]) -> list[tuple[str, str]]:
    offered = [
        (str(each.id), f"{text(each.name)}, {each.organisation.name}") for each in components
    ]
    return [("", _("As it is")), *offered]


def wanted(given: MultiDict[str, str]) -> dict[str, str]:
    """What of an address says what is tried out."""
    names = ("nights", "hotel", "coach", "sharing", "markup_kind", "markup", "round_to")
    return {name: given[name] for name in names if given.get(name)}


def component_of(written: str | None) -> Component | None:
    key = row_id(written)
    return None if key is None else db.session.get(Component, key)


@bp.post("/versions/<int:version_id>/what-if")
@roles(Role.ORGANISER, Role.ADMIN)
def apply_what_if(version_id: int) -> ResponseReturnValue:
    """Make the draft what was tried out, as one edit that can be undone."""
    version = draft_or_404(version_id)
    form = what_if_form(request.form)
    if form.errors:
        page = url_for(".what_if", version_id=version_id)
        return redirect(f"{page}?{urlencode(wanted(request.form))}")
    services.apply_trial(
        version,
        form.changes,
        hotel=component_of(form.hotel.data),
        coach=component_of(form.coach.data),
        at=clock.now(),
        actor=me().actor,
    )
    db.session.commit()
    flash(_("What you tried out is now the draft. It can be undone."))
    return redirect(url_for(".show", version_id=version_id))
