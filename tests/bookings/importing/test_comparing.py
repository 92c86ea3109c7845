from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tourbook.bookings.rules.importing import comparing, reading
from tourbook.bookings.rules.importing.comparing import (
    Change,
    Decision,
    Line,
    Outcome,
    Preview,
    Status,
)
from tourbook.bookings.rules.importing.matching import There
from tourbook.bookings.rules.importing.reading import Member
from tourbook.bookings.rules.importing.troubles import Kind
from tourbook.core.refused import Refused

TODAY = date(2027, 3, 2)
BORN = date(1980, 4, 3)
HEADER = ["Name", "E-mail", "Date of birth", "Post"]
AINO = Member("Aino Esimerkki", email="aino@example.org", post="Inspector", birth_date=BORN)


def people(*members: Member) -> list[There]:
    return [There(key, member) for key, member in enumerate(members, start=1)]


def preview(there: list[There], *rows: list[str]) -> Preview:
    return comparing.compare(reading.read([HEADER, *rows], today=TODAY), there)


def only(there: list[There], *cells: str) -> Line:
    return preview(there, list(cells)).lines[0]


def kinds(line: Line) -> list[Kind]:
    return [trouble.kind for trouble in line.troubles]


def test_new_changed_same_and_gone_stand_apart() -> None:
    there = people(AINO, Member("Ahti Saari"), Member("Bo Ek"))

    shown = preview(
        there,
        ["Aino Esimerkki", "aino@example.org", "1980-04-03", "Chief inspector"],
        ["Ahti Saari", "", "", ""],
        ["Liis Tamm", "", "", ""],
    )

    assert [(line.status, line.key) for line in shown.lines] == [
        (Status.CHANGED, 1),
        (Status.SAME, 2),
        (Status.NEW, None),
    ]
    assert shown.lines[0].changes == (Change("post", "Inspector", "Chief inspector"),)
    assert [one.key for one in shown.gone] == [3]
    assert shown.of(Status.NEW) == (shown.lines[2],)


def test_what_a_row_leaves_empty_changes_nothing() -> None:
    line = only(people(AINO), "Aino Esimerkki", "", "", "")

    assert (line.status, line.key, line.changes) == (Status.SAME, 1, ())


@pytest.mark.parametrize(
    ("cells", "field", "before", "after"),
    [
        (
            ("Aino Esimerkki", "new@example.org", "1980-04-03", ""),
            "email",
            "aino@example.org",
            "new@example.org",
        ),
        (
            ("Aino Esimerkki-Saari", "aino@example.org", "", ""),
            "name",
            "Aino Esimerkki",
            "Aino Esimerkki-Saari",
        ),
        (
            ("Esimerkki Aino", "", "3.4.1980", ""),
            "name",
            "Aino Esimerkki",
            "Esimerkki Aino",
        ),
        (
            ("AINO ESIMERKKI", "", "", ""),
            "name",
            "Aino Esimerkki",
            "AINO ESIMERKKI",
        ),
    ],
)
def test_a_change_shows_each_field_before_and_after(
    cells: tuple[str, ...], field: str, before: str, after: str
) -> None:
    line = only(people(AINO), *cells)

    if field == "name" and "Saari" in after:
        assert line.status is Status.DOUBTFUL
        assert line.candidates == (1,)
        return
    assert (line.status, line.key) == (Status.CHANGED, 1)
    assert line.changes == (Change(field, before, after),)


def test_two_people_of_one_name_and_birthday_are_doubtful_and_not_merged() -> None:
    row = ["Aino Esimerkki", "", "1980-04-03", ""]

    shown = preview([], [*row[:3], "Inspector"], [*row[:3], "Clerk"])

    assert [line.status for line in shown.lines] == [Status.DOUBTFUL] * 2
    assert [kinds(line) for line in shown.lines] == [[Kind.SAME_NAME_AND_BIRTHDAY]] * 2
    assert comparing.outcome(shown, []) == Outcome()
    both = {line.stable: Decision() for line in shown.lines}
    assert len(comparing.outcome(shown, [], decisions=both).add) == 2


def test_one_name_with_two_birthdays_is_two_people() -> None:
    shown = preview([], ["Bo Ek", "", "1980-04-03", ""], ["Bo Ek", "", "1981-04-03", ""])

    assert [line.status for line in shown.lines] == [Status.NEW] * 2


def test_the_same_row_twice_is_taken_once() -> None:
    shown = preview([], ["Bo Ek", "b@e.fi", "", ""], ["Bo Ek", "b@e.fi", "", ""])

    assert [line.status for line in shown.lines] == [Status.NEW, Status.DOUBTFUL]
    assert kinds(shown.lines[1]) == [Kind.TWICE]
    assert shown.lines[1].troubles[0].text("en") == "The same stands in row 2."


@pytest.mark.parametrize(
    "name", ["Esimerkki Aino", "Áino Esimerkki", "\u0410ino Esimerkki", "Aino Esimerki"]
)
def test_who_looks_like_somebody_there_is_doubtful(name: str) -> None:
    line = only(people(Member("Aino Esimerkki")), name, "", "", "")

    assert (line.status, line.key, line.candidates) == (Status.DOUBTFUL, None, (1,))
    assert kinds(line)[-1] is Kind.LIKE_SOMEBODY


def test_of_two_alike_the_one_that_is_certainly_somebody_is_left_alone() -> None:
    there = people(Member("Bo Ek"))

    shown = preview(there, ["Bo Ek", "", "", "Clerk"], ["Bo Ek", "", "", ""])

    assert [(line.status, line.key) for line in shown.lines] == [
        (Status.DOUBTFUL, None),
        (Status.SAME, 1),
    ]
    assert kinds(shown.lines[0]) == [Kind.LIKE_ANOTHER_ROW]


def test_who_looks_like_another_row_is_doubtful() -> None:
    shown = preview([], ["Юлия Щербакова", "", "", ""], ["Yulia Shcherbakova", "", "", ""])

    assert [line.status for line in shown.lines] == [Status.NEW, Status.DOUBTFUL]
    assert shown.lines[1].troubles[0].text("en") == (
        "“Юлия Щербакова” in row 2 may be the same person."
    )


@pytest.mark.parametrize(
    ("known", "cells"),
    [
        (Member("Mari Maasikas", email="mari@b.ee"), ("Mart Maasikas", "mart@b.ee", "", "")),
        (Member("Mari Maasikas", birth_date=BORN), ("Mart Maasikas", "", "1985-01-01", "")),
        (Member("Anna Virtanen"), ("Aino Esimerkki", "", "", "")),
    ],
)
def test_who_is_certainly_somebody_else_is_new(known: Member, cells: tuple[str, ...]) -> None:
    assert only(people(known), *cells).status is Status.NEW


def test_another_birthday_under_the_same_name_is_asked_about() -> None:
    line = only(people(AINO), "Aino Esimerkki", "", "1981-01-01", "")

    assert (line.status, line.candidates) == (Status.DOUBTFUL, (1,))


def test_which_of_several_it_is_has_to_be_said() -> None:
    there = people(Member("Bo Ek", post="Clerk"), Member("Bo Ek", post="Chief"))

    line = only(there, "Bo Ek", "", "", "Driver")

    assert (line.status, line.candidates, kinds(line)) == (
        Status.DOUBTFUL,
        (1, 2),
        [Kind.SEVERAL],
    )
    assert only(there, "Bo Ek", "", "", "Chief").key == 2


def test_nobody_is_known_by_being_left_over() -> None:
    there = people(Member("Bo Ek", post="Clerk"), Member("Bo Ek", post="Chief"))

    shown = preview(there, ["Bo Ek", "", "", "Clerk"], ["Bo Ek", "", "", "Driver"])

    assert [line.status for line in shown.lines] == [Status.SAME, Status.DOUBTFUL]
    assert shown.lines[1].candidates == (2,)


def test_a_mailbox_that_two_people_share_is_asked_about() -> None:
    line = only(people(AINO), "Bo Ek", "aino@example.org", "", "")

    assert (line.status, line.candidates, kinds(line)) == (
        Status.DOUBTFUL,
        (1,),
        [Kind.SHARED_MAILBOX],
    )


def test_a_row_that_cannot_be_read_is_stopped_and_nobody_is_gone_by_it() -> None:
    shown = preview(people(AINO), ["", "aino@example.org", "", ""], ["Aino Esimerkki"])

    assert [line.status for line in shown.lines] == [Status.STOPPED, Status.SAME]
    assert shown.gone == ()


def test_an_unclear_date_is_decided_once() -> None:
    row = ["Bo Ek", "", "03/04/1980", ""]
    first = preview([], row)
    decided = {first.lines[0].stable: Decision(birth_date=BORN)}
    there = comparing.applied([], comparing.outcome(first, [], decisions=decided), next_key=1)

    again = preview(there, row)

    assert there == [There(1, Member("Bo Ek", birth_date=BORN))]
    assert (again.lines[0].status, again.lines[0].key) == (Status.SAME, 1)


def test_a_doubt_can_be_decided_as_somebody_as_new_or_left() -> None:
    there = people(Member("Aino Esimerkki"))
    shown = preview(there, ["Aino Esimerki", "", "", "Clerk"])
    line = shown.lines[0]

    def decided(decision: Decision) -> Outcome:
        return comparing.outcome(shown, there, decisions={line.stable: decision})

    clerk = Member("Aino Esimerki", post="Clerk")
    assert decided(Decision(key=1)) == Outcome(change=(There(1, clerk),))
    assert decided(Decision()) == Outcome(add=(clerk,))
    assert decided(Decision(take=False)) == Outcome()
    assert decided(Decision(key=1, name="Aino Esimerkki")) == Outcome(
        change=(There(1, Member("Aino Esimerkki", post="Clerk")),)
    )


def test_decisions_about_something_else_are_refused() -> None:
    there = people(AINO)
    shown = preview(there, ["Bo Ek", "", "", ""], ["Aino Esimerki", "", "", ""])
    new, doubtful = shown.lines

    for decisions in ({"nothing": Decision()}, {new.stable: Decision()}):
        with pytest.raises(Refused, match="The list has changed since it was shown"):
            comparing.outcome(shown, there, decisions=decisions)
    with pytest.raises(Refused, match="Two rows cannot be the same person"):
        comparing.outcome(shown, there, decisions={doubtful.stable: Decision(key=9)})


def test_two_rows_cannot_be_decided_to_be_one_person() -> None:
    there = people(AINO)
    shown = preview(there, ["Aino Esimerki", "", "", ""], ["Aino Esimerkkki", "", "", ""])
    both = {line.stable: Decision(key=1) for line in shown.lines}

    with pytest.raises(Refused, match="Two rows cannot be the same person"):
        comparing.outcome(shown, there, decisions=both)
    one = {shown.lines[0].stable: Decision(key=1)}
    assert len(comparing.outcome(shown, there, decisions=one).change) == 1


def test_only_who_is_gone_is_removed_and_only_when_said() -> None:
    there = people(AINO, Member("Bo Ek"))
    shown = preview(there, ["Aino Esimerkki", "", "", ""])

    assert comparing.outcome(shown, there) == Outcome()
    assert comparing.outcome(shown, there, remove=[2]) == Outcome(remove=(2,))
    with pytest.raises(Refused, match="Only people who are missing"):
        comparing.outcome(shown, there, remove=[1])


def test_a_preview_is_known_again_until_something_changes() -> None:
    row = ["Aino Esimerkki", "", "", "Clerk"]
    before = preview(people(AINO), row)

    assert preview(people(AINO), row).fingerprint == before.fingerprint
    assert preview(people(AINO, AINO), row).fingerprint != before.fingerprint
    assert preview(people(AINO), [*row[:3], "Chief"]).fingerprint != before.fingerprint


def test_rows_are_named_the_same_wherever_they_stand() -> None:
    first, second = ["Bo Ek", "", "", ""], ["Aino Esimerkki", "", "", ""]

    there_and_back = [
        {line.row.member.name: line.stable for line in preview([], *rows).lines}
        for rows in ([first, second], [second, first])
    ]
    twins = [line.stable for line in preview([], first, first).lines]

    assert there_and_back[0] == there_and_back[1]
    assert len(set(twins)) == 2


NAMES = st.sampled_from(
    ["Aino Saari", "Aino Saari", "Saari Aino", "Ainö Saari", "Bo Ek", "AINO SAARI", "Юлия Ким",
     "Yuliya Kim", "", "Saari, Aino", "\u0410ino Saari", "Aino\u200f Saari"]
)  # fmt: skip
ROWS = st.lists(
    st.tuples(
        NAMES,
        st.sampled_from(["", "a@b.fi", "c@d.fi", "x@y"]),
        st.sampled_from(["", "1980-04-03", "03/04/1980", "1975-01-01"]),
        st.sampled_from(["", "Clerk", "Chief"]),
    ).map(list),
    min_size=1,
    max_size=6,
)
MEMBERS = st.lists(
    st.builds(
        Member,
        name=st.sampled_from(["Aino Saari", "Saari Aino", "Bo Ek", "Юлия Ким"]),
        email=st.sampled_from(["", "a@b.fi", "c@d.fi"]),
        birth_date=st.sampled_from([None, BORN, date(1980, 3, 4), date(1975, 1, 1)]),
        post=st.sampled_from(["", "Clerk", "Chief"]),
    ),
    max_size=5,
)


@settings(max_examples=100, deadline=None)
@given(ROWS, MEMBERS, st.data())
def test_applying_a_list_twice_changes_nothing(
    rows: list[list[str]], members: list[Member], data: st.DataObject
) -> None:
    there = people(*members)
    try:
        first = preview(there, *rows)
    except Refused:
        return
    doubtful = first.of(Status.DOUBTFUL) if data.draw(st.booleans()) else ()
    decisions = {line.stable: data.draw(decided(line)) for line in doubtful}
    try:
        done = comparing.outcome(first, there, decisions=decisions)
    except Refused:
        return
    after = comparing.applied(there, done, next_key=100)

    assert comparing.outcome(preview(after, *rows), after) == Outcome()


def decided(line: Line) -> st.SearchStrategy[Decision]:
    choices = [Decision()]
    choices += [Decision(key=key) for key in line.candidates]
    days = [day for one in line.troubles if one.column == "birth_date" for day in one.choices]
    choices += [Decision(birth_date=date.fromisoformat(day)) for day in days]
    return st.sampled_from(choices)


@settings(max_examples=60, deadline=None)
@given(ROWS, MEMBERS)
def test_every_row_and_everybody_there_is_accounted_for(
    rows: list[list[str]], members: list[Member]
) -> None:
    there = people(*members)
    try:
        shown = preview(there, *rows)
    except Refused:
        return
    keys = [line.key for line in shown.lines if line.key is not None]

    assert len(shown.lines) == sum(any(cell for cell in row) for row in rows)
    assert len(keys) == len(set(keys))
    assert not {one.key for one in shown.gone} & set(keys)
    maybe = {key for line in shown.lines for key in line.candidates}
    assert {one.key for one in there} == {one.key for one in shown.gone} | set(keys) | maybe
    assert len({line.stable for line in shown.lines}) == len(shown.lines)
    for line in shown.of(Status.CHANGED):
        assert line.changes
    for line in shown.of(Status.NEW):
        assert not line.row.doubtful
