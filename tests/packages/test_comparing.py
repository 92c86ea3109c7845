from datetime import date

from tests.packages.programmes import Stop, item, version
from tourbook.core.texts import Texts
from tourbook.hosts.models import LeadKind, LeadUnit
from tourbook.packages.models import Acceptance, Item, Objective, PackageLead, PriceTier, Version
from tourbook.packages.rules.drafting import comparing
from tourbook.packages.rules.drafting.comparing import Change


def again(old: Item, *, starts: int | None = None, title: str | None = None) -> Item:
    """A copy of the item in a newer version."""
    first = old.starts_minute if starts is None else starts
    made = item(
        Stop(first, first + old.ends_minute - old.starts_minute), title=title or old.title.en
    )
    made.lineage = old.lineage
    return made


def changes(old: Version, new: Version) -> list[tuple[Change, str]]:
    found = []
    for change in comparing.items(old, new):
        placed = change.after or change.before
        assert placed is not None
        found.append((change.change, placed[1].title.en))
    return found


def test_items_are_followed_by_their_lineage() -> None:
    kept, moved, renamed, gone = (
        item(Stop(600 + 60 * n, 650 + 60 * n), title=name)
        for n, name in enumerate(["kept", "moved", "renamed", "gone"])
    )
    old = version([kept, moved, renamed, gone])
    new = version(
        [
            again(kept),
            again(moved, starts=900),
            again(renamed, title="new name"),
            item(Stop(1000, 1050), title="added"),
        ]
    )

    assert changes(old, new) == [
        (Change.CHANGED, "new name"),
        (Change.REMOVED, "gone"),
        (Change.MOVED, "moved"),
        (Change.ADDED, "added"),
    ]


def test_an_item_on_another_day_has_moved() -> None:
    stop = item(Stop(600, 660))

    assert changes(version([stop], []), version([], [again(stop)])) == [(Change.MOVED, "Stop")]


def test_two_versions_that_say_the_same_are_the_same() -> None:
    stop = item(Stop(600, 660))

    assert comparing.compare(version([stop]), version([again(stop)])).is_same


def test_objectives_are_followed_by_their_code() -> None:
    old, new = version([item(Stop(600, 660))]), version([])
    new.objectives = [Objective(code="LO2", position=1, text=Texts(en="Plan"), items=[])]

    found = [
        (change.change, (change.after or change.before).code)  # type: ignore[union-attr]
        for change in comparing.objectives(old, new)
    ]

    assert found == [(Change.ADDED, "LO2"), (Change.REMOVED, "LO1")]


def test_an_objective_that_other_items_serve_has_changed() -> None:
    stop = item(Stop(600, 660))
    old, new = version([stop]), version([again(stop)])
    new.objectives[0].items = []

    assert [change.change for change in comparing.objectives(old, new)] == [Change.CHANGED]


def test_prices_are_compared_where_they_step() -> None:
    old, new = version([]), version([])
    old.tiers = [PriceTier(pax_from=5, pax_to=20, person_cents=100)]
    new.tiers = [
        PriceTier(pax_from=5, pax_to=9, person_cents=100),
        PriceTier(pax_from=10, pax_to=20, person_cents=80),
    ]

    assert comparing.prices(old, new) == [comparing.PriceChange(10, 100, 80)]


def test_days_that_were_added_or_renamed_are_told() -> None:
    old, new = version([]), version([], [])
    new.days[0].title = Texts(en="Arrival")

    assert [change.change for change in comparing.days(old, new)] == [Change.CHANGED, Change.ADDED]


def test_the_party_and_what_is_included_are_compared() -> None:
    old, new = version([]), version([], party=(5, 21))
    new.included = Texts(en="Guides")

    comparison = comparing.compare(old, new)

    assert (comparison.party_changed, comparison.included_changed) == (True, True)


def test_what_differs_of_an_item_is_named() -> None:
    stop = item(Stop(600, 660))
    newer = again(stop)
    newer.track, newer.interpreters, newer.ends_minute = "A", ["fr"], 690

    (change,) = comparing.items(version([stop]), version([newer]))

    assert (change.change, set(change.fields)) == (
        Change.CHANGED,
        {"track", "interpreters", comparing.LENGTH},
    )


def test_pinning_an_item_is_no_change_of_the_programme() -> None:
    stop = item(Stop(600, 660))
    newer = again(stop)
    newer.pinned = True

    assert comparing.items(version([stop]), version([newer])) == []


def test_other_words_of_the_scale_are_a_change() -> None:
    stop = item(Stop(600, 660))
    old, new = version([stop]), version([again(stop)])
    new.objectives[0].anchor_low = Texts(en="cannot")

    (change,) = comparing.objectives(old, new)

    assert change.fields == ("anchor_low",)


def test_settings_are_compared_one_by_one() -> None:
    old, new = version([]), version([])
    old.languages, new.languages = ["en"], ["en", "fr"]
    old.step_free, new.step_free = False, True
    old.pax_ranges = new.pax_ranges = [[8, 1]]

    found = {change.field: (change.before, change.after) for change in comparing.settings(old, new)}

    assert found == {"languages": (["en"], ["en", "fr"]), "step_free": (None, True)}


def test_lead_times_are_followed_by_what_is_due() -> None:
    old, new = version([]), version([])
    asked = [PackageLead(what=LeadKind.ASK, unit=LeadUnit.DAYS, amount=days) for days in (30, 60)]
    old.leads = [asked[0], PackageLead(what=LeadKind.GIFT, unit=LeadUnit.DAYS, amount=7)]
    new.leads = [
        asked[1],
        PackageLead(what=LeadKind.GIFT, unit=LeadUnit.DAYS, amount=7),
        PackageLead(what=LeadKind.MENUS, unit=LeadUnit.DATE, day=date(2027, 5, 1)),
    ]

    found = [(change.what, change.before, change.after) for change in comparing.leads(old, new)]

    assert found == [(LeadKind.ASK, *asked), (LeadKind.MENUS, None, new.leads[2])]
    assert not comparing.compare(old, new).is_same


def test_accepted_warnings_are_followed_by_their_problem() -> None:
    old, new = version([]), version([])
    old.acceptances = [Acceptance(problem="a:1", reason="so"), Acceptance(problem="b", reason="x")]
    new.acceptances = [Acceptance(problem="a:1", reason="why"), Acceptance(problem="c", reason="x")]

    found = [(change.change, change.problem) for change in comparing.acceptances(old, new)]

    assert found == [(Change.CHANGED, "a:1"), (Change.REMOVED, "b"), (Change.ADDED, "c")]


def test_kept_costings_are_compared_by_group_size() -> None:
    old, new = version([]), version([])
    old.costing = {"sizes": [{"paying": 8, "free": 1, "cost": 100, "price": 20}]}
    same = {"paying": 8, "free": 1, "cost": 100, "price": 20}
    other = {"paying": 10, "free": 1, "cost": 110, "price": 19}
    new.costing = {"sizes": [same, other]}

    (change,) = comparing.costs(old, new)

    assert (change.paying, change.free, change.before) == (10, 1, None)
    assert change.after == {"cost": 110, "price": 19}
    assert not comparing.compare(old, new).is_same


def test_a_copy_that_has_no_costing_yet_is_still_the_same() -> None:
    stop = item(Stop(600, 660))
    old, new = version([stop]), version([again(stop)])
    old.costing = {"sizes": [{"paying": 8, "free": 1, "cost": 100, "price": 20}]}

    assert comparing.compare(old, new).is_same
