"""What two people changed at the same time, as the forms of a draft show it."""

import re

import pytest

from tests.browser_client import Browser
from tests.making import make_place
from tests.packages.drafts import make_draft
from tourbook.core.db import db
from tourbook.packages.models import Version

DESK = "/desk/packages"
SETTINGS = {
    "party_min": "1",
    "party_max": "30",
    "languages": "en",
    "travel_mode": "coach",
    "sharing": "twin",
    "trial_day": "",
    "included-en": "Guides",
    "not_included-en": "Flights",
}


def rows_of_clash(page: str) -> list[list[str]]:
    """The words of the table above the form, row by row."""
    table = page[page.index("Both of you changed this") : page.index("</table>")]
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)[1:]
    return [[cell.strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t", row)] for row in rows]


def saved_by_two(
    browser: Browser, address: str, theirs: dict[str, str], mine: dict[str, str]
) -> str:
    """The page that the second of two gets who opened the same form."""
    assert browser.post(address, data={**theirs, "revision": "1"}).status_code == 302
    return browser.post(address, data={**mine, "revision": "1"}).text


@pytest.mark.parametrize(
    ("field", "theirs", "mine", "told"),
    [
        ("trial_day", "2027-06-07", "2027-06-08", ["Tue 8 June 2027", "Mon 7 June 2027"]),
        ("travel_mode", "minibus", "walk", ["On foot", "Minibus"]),
        ("party_max", "18", "22", ["22", "18"]),
        ("languages", "fi", "sv", ["Swedish", "Finnish"]),
    ],
)
def test_settings_of_two_people_are_told_as_the_form_tells_them(
    as_organiser: Browser, field: str, theirs: str, mine: str, told: list[str]
) -> None:
    address = f"{DESK}/versions/{make_draft().id}/settings"

    page = saved_by_two(
        as_organiser, address, {**SETTINGS, field: theirs}, {**SETTINGS, field: mine}
    )

    assert [row[1:] for row in rows_of_clash(page)] == [told]


def item_form(version: Version, **changes: str) -> dict[str, str]:
    item = version.days[0].items[0]
    return {
        "kind": "programme",
        "title-en": item.title.en,
        "starts": "10:00",
        "ends": "11:30",
        "place": "",
        "track": "",
        "alternative_to": "",
        "arrive_by": "",
        "day": str(version.days[0].id),
        **changes,
    }


def test_an_item_of_two_people_is_told_without_keys_and_codes(as_organiser: Browser) -> None:
    version = make_draft()
    one, other = make_place(), make_place()
    db.session.commit()
    item = version.days[0].items[0]
    theirs = item_form(version, kind="meal", place=str(one.id), arrive_by="walk")
    mine = item_form(version, kind="side", place=str(other.id), arrive_by="minibus")

    page = saved_by_two(as_organiser, f"{DESK}/items/{item.id}", theirs, mine)

    assert sorted(row[1:] for row in rows_of_clash(page)) == sorted(
        [["Side programme", "Meal"], [other.name, one.name], ["Minibus", "On foot"]]
    )


def test_the_table_of_a_clash_can_be_scrolled_by_keyboard(as_organiser: Browser) -> None:
    address = f"{DESK}/versions/{make_draft().id}/settings"

    page = saved_by_two(
        as_organiser, address, {**SETTINGS, "party_max": "18"}, {**SETTINGS, "party_max": "22"}
    )

    wrap = re.search(r'<div class="table-wrap"([^>]*)>', page)
    assert wrap is not None
    assert 'tabindex="0"' in wrap[1]
    assert 'role="region"' in wrap[1]
