from tests.packages.programmes import Stop, item, version
from tourbook.core.texts import Texts
from tourbook.packages.models import Item, Objective, PriceTier, Version
from tourbook.packages.rules import comparing
from tourbook.packages.rules.comparing import Change


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
