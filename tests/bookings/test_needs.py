from tourbook.bookings.rules.needs import Counts, Wishes, counted


def test_wishes_come_back_as_they_were_written() -> None:
    wishes = Wishes(("halal", "vegan"), "ei selleriä")

    assert Wishes.of(wishes.as_text()) == wishes


def test_no_wish_is_nothing() -> None:
    assert not Wishes()
    assert Wishes(words="tea")


def test_wishes_are_counted_without_names() -> None:
    counts = counted([Wishes(("vegan",)), Wishes(("halal", "vegan"), "No  celery"), Wishes()])

    assert counts == Counts(codes=[("vegan", 2), ("halal", 1)], words=[("No celery", 1)])
