import pytest
import sqlalchemy as sa

from tests.browser_client import Browser
from tests.making import NOON
from tests.packages.costed_drafts import add_night, make_costed, page
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.packages import services
from tourbook.packages.models import (
    DraftEdit,
    Sharing,
)

SYSTEM = Actor.system()


def test_what_if_shows_both_sides_and_saves_nothing(as_organiser: Browser) -> None:
    version = make_costed()
    add_night(version, "Lake Hotel", 10_000)
    dear = add_night(make_costed(), "Grand Hotel", 20_000)
    before = version.revision

    shown = page(as_organiser, version, f"what-if?hotel={dear.id}&nights=2&markup=30")

    # 8+1: four twins and one single room, one night at 100.00; then three nights at 200.00.
    assert "€780.00" in shown
    assert "€3,280.00" in shown
    assert "+€2,500.00" in shown
    assert version.revision == before
    assert "Apply to the draft" in shown


def test_what_if_with_nothing_changed_offers_nothing_to_apply(as_organiser: Browser) -> None:
    shown = page(as_organiser, make_costed(), "what-if")

    assert "Nothing is changed yet" in shown
    assert "Apply to the draft" not in shown


def test_nights_alone_are_added_in_the_programme(as_organiser: Browser) -> None:
    version = make_costed()
    add_night(version, "Lake Hotel", 10_000)

    shown = page(as_organiser, version, "what-if?nights=2")

    assert "Apply to the draft" not in shown
    assert "Add the days in the programme" in shown


def test_what_if_is_applied_as_one_edit(as_organiser: Browser) -> None:
    version = make_costed()
    add_night(version, "Lake Hotel", 10_000)
    dear = add_night(make_costed(), "Grand Hotel", 20_000)

    response = as_organiser.post(
        f"/desk/packages/versions/{version.id}/what-if",
        data={"hotel": dear.id, "markup": "30", "sharing": "single", "nights": "2"},
    )

    assert response.location == f"/desk/packages/versions/{version.id}/costing"
    db.session.expire_all()
    night = version.days[0].items[-1]
    assert (night.component, night.title, night.place) == (dear, dear.name, dear.place)
    assert (version.markup_basis_points, version.sharing) == (3000, Sharing.SINGLE)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(DraftEdit)) == 1

    services.undo(version, at=NOON, actor=SYSTEM)
    db.session.expire_all()
    assert version.days[0].items[-1].title.en == "Lake Hotel"
    assert version.markup_basis_points == 2000


@pytest.mark.parametrize("asked", ["nights=99", "hotel=1e9", "coach=x", "markup=-1", "sharing=no"])
def test_what_if_tells_what_makes_no_sense(as_organiser: Browser, asked: str) -> None:
    version = make_costed()
    name, _, value = asked.partition("=")

    shown = page(as_organiser, version, f"what-if?{asked}")
    response = as_organiser.post(
        f"/desk/packages/versions/{version.id}/what-if", data={name: value}
    )

    assert "govuk-error-message" in shown
    assert response.location == f"/desk/packages/versions/{version.id}/what-if?{asked}"
    assert db.session.scalar(sa.select(sa.func.count()).select_from(DraftEdit)) == 0


def test_a_margin_of_all_the_price_is_refused_in_words(as_organiser: Browser) -> None:
    shown = page(as_organiser, make_costed(), "what-if?markup_kind=margin&markup=100")

    assert "must be less than 100 %" in shown
