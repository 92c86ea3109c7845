"""A route map keeps north up, stays in its frame and numbers each stop readably."""

from tourbook.web.routemap import APART, layout

STOPS = [("Helsinki", 24.94, 60.17), ("Mikkeli", 27.27, 61.69), ("Savonlinna", 28.88, 61.87)]


def test_stops_stand_in_order_with_north_up_and_east_right() -> None:
    helsinki, mikkeli, savonlinna = layout(STOPS).points

    assert (helsinki.number, mikkeli.number, savonlinna.number) == (1, 2, 3)
    assert helsinki.y > mikkeli.y > savonlinna.y
    assert helsinki.x < mikkeli.x < savonlinna.x


def test_all_points_are_inside_the_frame() -> None:
    drawing = layout(STOPS)

    assert all(0 < p.x < drawing.width and 0 < p.y < drawing.height for p in drawing.points)


def test_the_same_place_twice_is_drawn_apart() -> None:
    first, second = layout([STOPS[1], STOPS[1]]).points

    assert abs(second.y - first.y) >= APART


def test_no_stops_make_an_empty_drawing() -> None:
    assert layout([]).line == ""
