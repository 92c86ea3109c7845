from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
import python_calamine
import sqlalchemy as sa

from tests.browser_client import Browser
from tests.conftest import Statements
from tests.making import NOON, make_component, make_user, make_version
from tests.packages.costed_drafts import add_night, make_costed, page
from tourbook.accounts.models import User
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.roles import Role
from tourbook.packages import services
from tourbook.packages.models import (
    DraftEdit,
    MarkupKind,
    Sharing,
    VatScheme,
)
from tourbook.packages.services import costing

SYSTEM = Actor.system()


def test_the_page_tells_cost_and_price_of_each_size(as_organiser: Browser) -> None:
    version = make_costed()

    shown = page(as_organiser, version)

    # 8+1: 100.00 + 9 x 20.00; with 20 %: 120.00 + 30.60 and 216.00 + 29.16; 395.76 / 8 = 49.47.
    assert "€280.00" in shown
    assert "€50.00" in shown
    assert "things are not reckoned" not in shown


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.ADMIN])
def test_organisers_and_admins_cost(role: Role, sign_in: Callable[[User], Browser]) -> None:
    version = make_costed()

    assert "€280.00" in page(sign_in(make_user(role)), version)


def test_a_page_that_is_not_there_is_not_found(as_organiser: Browser) -> None:
    assert as_organiser.get("/desk/packages/versions/999999/costing").status_code == 404
    assert as_organiser.get("/desk/packages/items/999999/cost").status_code == 404


def test_what_is_missing_is_named_with_a_way_out(as_organiser: Browser) -> None:
    version = make_version(published=False, component=make_component())

    shown = page(as_organiser, version)

    assert "Visit on day 1 has no rate, so it is counted as nothing." in shown
    component = version.days[0].items[0].component
    assert component is not None
    assert f"/desk/components/{component.id}" in shown


def test_terms_are_changed_and_can_be_undone(as_organiser: Browser) -> None:
    version = make_costed()

    response = as_organiser.post(
        f"/desk/packages/versions/{version.id}/costing/terms",
        data={
            "revision": version.revision,
            "sizes": "12+1; 6",
            "sharing": "single",
            "markup_kind": "margin",
            "markup": "17,5",
            "round_to": "10",
        },
    )

    assert response.location == f"/desk/packages/versions/{version.id}/costing"
    db.session.expire_all()
    assert version.pax_ranges == [[6, 0], [12, 1]]
    assert (version.sharing, version.markup_kind) == (Sharing.SINGLE, MarkupKind.MARGIN)
    assert (version.markup_basis_points, version.round_to_cents) == (1750, 1000)

    services.undo(version, at=NOON, actor=SYSTEM)
    db.session.expire_all()
    assert version.pax_ranges == [[8, 1], [10, 1], [15, 1], [20, 2], [30, 2]]
    assert version.markup_basis_points == 2000


@pytest.mark.parametrize(
    ("field", "written", "sentence"),
    [
        ("sizes", "8+1, many", "Write group sizes like 8+1, 10+1, 20+2."),
        ("sizes", "8+1, 8+2", "Two group sizes have the same number of paying guests."),
        ("sizes", "0+1", "A group has from 1 to 500 paying guests"),
        ("sizes", "8+9", "no more free places than those"),
        ("sizes", "1 2 3 4 5 6 7 8", "At most 7 group sizes are costed at once."),
        ("markup", "100", "A margin is a share of the price, so it must be less than 100 %."),
        ("markup", "lots", "Give a number"),
        ("round_to", "0", "Give an amount from 0.01 to 1,000 euro."),
    ],
)
def test_terms_that_make_no_sense_are_told(
    as_organiser: Browser, field: str, written: str, sentence: str
) -> None:
    version = make_costed()
    data = {
        "revision": str(version.revision),
        "sizes": "8+1",
        "sharing": "twin",
        "markup_kind": "margin",
        "markup": "20",
        "round_to": "5",
    }

    response = as_organiser.post(
        f"/desk/packages/versions/{version.id}/costing/terms", data=data | {field: written}
    )

    assert response.status_code == 200
    assert sentence in response.get_data(as_text=True)
    db.session.expire_all()
    assert version.markup_kind is MarkupKind.MARKUP


def test_an_item_is_taxed_by_the_margin_scheme_with_a_reason(as_organiser: Browser) -> None:
    version = make_costed()
    item = version.days[0].items[1]
    url = f"/desk/packages/items/{item.id}/cost"
    data = {"revision": str(item.revision), "scheme": "margin", "reason": ""}

    refused = as_organiser.post(url, data=data)
    assert "Say why this is sold by the margin scheme." in refused.get_data(as_text=True)
    db.session.expire_all()
    assert item.vat_scheme is VatScheme.GENERAL

    taken = as_organiser.post(url, data=data | {"reason": "Bought from the inn.", "quantity": "12"})
    assert taken.location == f"/desk/packages/versions/{version.id}/costing"
    db.session.expire_all()
    assert (item.vat_scheme, item.vat_reason) == (VatScheme.MARGIN, "Bought from the inn.")
    assert item.quantity == 12
    shown = page(as_organiser, version)
    assert "Margin scheme: Bought from the inn." in shown
    # 100.00, and twelve lunches at 22.70 with VAT, at every size.
    assert "€372.40" in shown


def test_prices_of_the_costing_are_set_in_one_step(as_organiser: Browser) -> None:
    version = make_costed()

    response = as_organiser.post(
        f"/desk/packages/versions/{version.id}/costing/prices",
        data={"revision": version.revision},
    )

    assert response.location == f"/desk/packages/versions/{version.id}/costing"
    db.session.expire_all()
    rows = [(tier.pax_from, tier.pax_to, tier.person_cents) for tier in version.tiers]
    # 5+1: 150.60 + 6 x 27.24 = 314.04, 62.81 each; and so on for the smallest of each bracket.
    assert rows == [
        (5, 7, 6500),
        (8, 9, 5000),
        (10, 14, 5000),
        (15, 19, 4000),
        (20, 29, 4000),
        (30, 30, 3500),
    ]
    edit = db.session.scalars(sa.select(DraftEdit)).one()
    assert (edit.verb, edit.version_id) == ("prices", version.id)


def test_prices_from_an_old_page_are_not_set_over_newer_ones(as_organiser: Browser) -> None:
    version = make_costed()
    seen = version.revision
    services.price(version, [(5, 30, 99_900)], revision=seen, at=NOON, actor=SYSTEM)

    response = as_organiser.post(
        f"/desk/packages/versions/{version.id}/costing/prices", data={"revision": seen}
    )

    assert response.status_code == 409
    db.session.expire_all()
    assert [tier.person_cents for tier in version.tiers] == [99_900]


def test_publishing_keeps_the_costing(as_organiser: Browser) -> None:
    version = make_costed()

    services.publish(version, revision=version.revision, at=NOON, actor=SYSTEM)
    db.session.flush()

    db.session.expire_all()
    kept_costing = version.costing or {}
    assert kept_costing["first_day"] == "2027-03-02"
    assert [size["cost"] for size in kept_costing["sizes"]] == [
        28_000,
        32_000,
        42_000,
        54_000,
        74_000,
    ]
    shown = page(as_organiser, version)
    assert "€280.00" in shown
    assert "Today's rates are those it was priced with." in shown
    assert "Use these prices" not in shown


def test_rates_that_differ_today_are_named_with_by_how_much(as_organiser: Browser) -> None:
    version = make_costed()
    services.publish(version, revision=version.revision, at=NOON, actor=SYSTEM)
    lunch = version.days[0].items[1].component
    assert lunch is not None
    lunch.rates[0].net_cents = 2_250
    db.session.flush()

    shown = page(as_organiser, version)

    assert "Today's rates differ from those it was priced with" in shown
    assert "€20.00, VAT 13.5%" in shown
    assert "€22.50, VAT 13.5%" in shown
    assert "+€2.50" in shown
    assert "+€22.50" in shown  # nine persons


def test_a_version_without_a_kept_costing_says_so(as_organiser: Browser) -> None:
    assert "No costing was kept" in page(as_organiser, make_version())


@pytest.mark.parametrize("rest", ["costing", "what-if"])
def test_a_page_asks_as_much_of_a_long_programme_as_of_a_short(
    as_organiser: Browser, statements: Statements, rest: str
) -> None:
    counts = []
    for days in (1, 4):
        version = make_costed(days=days)
        add_night(version, "Lake Hotel", 10_000)
        db.session.expire_all()
        with statements() as seen:
            page(as_organiser, version, rest)
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_the_workbook_has_the_sums_of_the_page(as_organiser: Browser) -> None:
    version = make_costed()

    response = as_organiser.get(f"/desk/packages/versions/{version.id}/costing?format=xlsx")

    assert (response.mimetype or "").endswith("spreadsheetml.sheet")
    with python_calamine.load_workbook(BytesIO(response.data)) as book:
        costs = book.get_sheet_by_name("Costing").to_python()
        prices = book.get_sheet_by_name("Price").to_python()
    assert costs[-1][0] == "Together"
    assert [costs[-1][column] for column in (9, 13, 17, 21, 25)] == [280, 320, 420, 540, 740]
    assert [row[7] for row in prices[1::2]] == [50, 50, 40, 40, 35]


def test_losses_at_set_prices_are_told(as_organiser: Browser) -> None:
    version = make_costed()
    version.tiers[0].person_cents = 4_000
    db.session.flush()

    costed = costing.cost_of(version, day=date(2027, 3, 2))

    # Eight pay 320.00, of which 48.32 is VAT and 280.00 is spent; nine pay 360.00 and leave 6.39.
    assert costed.losses == ((5, 8),)
    assert [each and each.break_even for each in costed.set_prices] == [None, 9, 9, 10, 10]
    assert "groups of 5–8 paying guests lose money" in page(as_organiser, version)  # noqa: RUF001


def test_the_same_meal_on_two_days_has_two_names(as_organiser: Browser) -> None:
    version = make_costed(days=2)

    shown = page(as_organiser, version)

    assert [shown.count(f">Day {day}: Lunch</a>") for day in (1, 2)] == [1, 1]
    assert [shown.count(f": change for Lunch on day {day}<") for day in (1, 2)] == [1, 1]


def test_a_size_above_the_party_has_a_price_that_is_marked_as_proposed(
    as_organiser: Browser,
) -> None:
    version = make_costed()
    version.tiers[0].pax_to = 20
    db.session.flush()
    board = f"/desk/packages/versions/{version.id}"
    told = "Proposed: no price is set for a group of this size"

    mixed = as_organiser.get(board).get_data(as_text=True)
    assert mixed.count('<span class="muted">proposed</span>') == 3
    assert mixed.count(told) == 1
    assert "No price is set for groups of 30+2." in page(as_organiser, version)

    version.tiers[0].pax_to = version.party_max = 30
    db.session.flush()
    all_set = as_organiser.get(board).get_data(as_text=True)
    assert '<span class="muted">proposed</span>' not in all_set
    assert told not in all_set
    assert "No price is set for groups" not in page(as_organiser, version)


def test_figures_of_the_proposed_price_say_so(as_organiser: Browser) -> None:
    version = make_costed()

    shown, tried = page(as_organiser, version), page(as_organiser, version, "what-if?nights=1")

    assert "Proposed price per person, VAT included" in shown
    assert "Left to you at the proposed price" in shown
    assert shown.count("A proposed price is what the cost and your mark-up or margin give.") == 1
    assert "Proposed price per person" in tried
    assert "On both sides the price is the proposed one" in tried


def test_two_who_change_the_terms_see_both_and_choose(as_organiser: Browser) -> None:
    version = make_costed()
    seen = version.revision
    url = f"/desk/packages/versions/{version.id}/costing/terms"
    mine = {
        "revision": str(seen),
        "sizes": "12+1",
        "sharing": "twin",
        "markup_kind": "markup",
        "markup": "20",
        "round_to": "5",
    }
    theirs = costing.terms_of(version)
    costing.set_terms(
        version,
        replace(theirs, pax_ranges=((6, 0),), round_to_cents=100),
        revision=seen,
        at=NOON,
        actor=SYSTEM,
    )
    db.session.commit()

    told = as_organiser.post(url, data=mine).get_data(as_text=True)
    assert "<td>12+1</td>" in told
    assert "<td>6+0</td>" in told
    again = mine | {"keep": "pax_ranges", "against": str(version.revision)}
    saved = as_organiser.post(url, data=again)

    assert saved.status_code == 302
    db.session.expire_all()
    # Mine where both changed it, theirs where I did not.
    assert (version.pax_ranges, version.round_to_cents) == ([[12, 1]], 100)
