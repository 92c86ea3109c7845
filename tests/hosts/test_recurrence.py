"""Rules and series against dateutil's expansion, and by hand where the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from tourbook.core.refused import Refused
from tourbook.core.working_days import finnish_holidays
from tourbook.hosts import rules
from tourbook.hosts.rules import Rule, SeriesFacts, recurrence
from tourbook.hosts.rules.recurrence import Freq

firsts = st.dates(date(2000, 1, 1), date(2090, 12, 31))
intervals = st.integers(1, 6)
weekdays = st.sets(st.integers(0, 6), max_size=4).map(sorted)
months = st.sets(st.integers(1, 12), max_size=3).map(sorted)
month_days = st.sets(st.integers(-31, 31).filter(bool), max_size=3).map(sorted)


def plain(days: list[int]) -> tuple[tuple[int, int], ...]:
    return tuple((0, day) for day in days)


@st.composite
def daily(draw: st.DrawFn) -> Rule:
    return Rule(
        Freq.DAILY,
        draw(st.integers(1, 40)),
        plain(draw(weekdays)),
        tuple(draw(month_days)),
        tuple(draw(months)),
    )


@st.composite
def weekly(draw: st.DrawFn) -> Rule:
    return Rule(
        Freq.WEEKLY,
        draw(intervals),
        plain(draw(weekdays)),
        months=tuple(draw(months)),
        week_start=draw(st.integers(0, 6)),
    )


@st.composite
def monthly_or_yearly(draw: st.DrawFn) -> Rule:
    freq = draw(st.sampled_from([Freq.MONTHLY, Freq.YEARLY]))
    most = 5 if freq is Freq.MONTHLY else 53
    numbered = st.sets(
        st.tuples(st.integers(-most, most).filter(bool), st.integers(0, 6)), max_size=3
    ).map(lambda found: tuple(sorted(found)))
    days = draw(st.one_of(weekdays.map(plain), numbered))
    # With BYMONTH a yearly rule counts weekdays in the month, where there are at most five.
    named = () if freq is Freq.YEARLY and any(abs(which) > 5 for which, _ in days) else draw(months)
    dates = draw(month_days)
    chosen = bool(days or dates or named)
    positions = draw(st.sets(st.sampled_from([1, 2, 3, -1, -2]), max_size=2)) if chosen else ()
    return Rule(
        freq,
        draw(intervals),
        days,
        tuple(dates),
        tuple(named),
        tuple(sorted(positions)),
    )


@given(
    rule=st.one_of(daily(), weekly(), monthly_or_yearly()),
    first=firsts,
    length=st.integers(0, 1000),
)
def test_days_are_those_of_another_expansion(rule: Rule, first: date, length: int) -> None:
    last = first + timedelta(days=length)
    midnight = datetime.combine(first, time())
    # Without a count a rule that never comes would be looked for until the year 9999.
    ends = datetime.combine(last, time()).strftime("%Y%m%dT%H%M%S")
    oracle = rrulestr(f"{recurrence.written(rule)};UNTIL={ends}", dtstart=midnight)

    found = recurrence.days(rule, first, last)

    assert found == [
        one.date() for one in oracle.between(midnight, midnight + timedelta(days=length), inc=True)
    ]
    assert recurrence.parse(recurrence.written(rule)) == rule


def test_numbered_and_plain_weekdays_may_stand_together() -> None:
    rule = recurrence.parse("FREQ=MONTHLY;BYDAY=MO,2TU")

    found = recurrence.days(rule, date(2027, 3, 1), date(2027, 3, 31))

    assert [day.day for day in found] == [1, 8, 9, 15, 22, 29]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("freq=weekly;byday=tu", "FREQ=WEEKLY;BYDAY=TU"),
        ("RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR", "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR"),
        (" FREQ=DAILY; ", "FREQ=DAILY"),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1;WKST=SU",
            "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1;WKST=SU",
        ),
        ("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=-1,15", "FREQ=YEARLY;BYMONTHDAY=-1,15;BYMONTH=6"),
    ],
)
def test_rule_is_read_and_kept_in_one_way(text: str, kept: str) -> None:
    assert recurrence.written(recurrence.parse(text)) == kept


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Give a rule"),
        ("FREQ=DAILY;BYDAY=" + "MO," * 90, "Give a rule"),
        ("FREQ=SECONDLY", "begins with FREQ"),
        ("FREQ=MINUTELY;INTERVAL=1", "begins with FREQ"),
        ("BYDAY=MO", "begins with FREQ"),
        ("FREQ=DAILY;COUNT=1000000", "Leave COUNT and UNTIL out"),
        ("FREQ=DAILY;UNTIL=20990101", "Leave COUNT and UNTIL out"),
        ("FREQ=DAILY;BYHOUR=1,2,3", "BYHOUR” cannot be used"),
        ("FREQ=YEARLY;BYWEEKNO=20", "BYWEEKNO” cannot be used"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL is a number"),
        ("FREQ=DAILY;INTERVAL=9999", "cannot be read"),
        ("FREQ=DAILY;FREQ=DAILY", "cannot be read"),
        ("FREQ=WEEKLY;BYDAY=XX", "cannot be read"),
        ("FREQ=WEEKLY;BYDAY=", "cannot be read"),
        ("FREQ=WEEKLY;BYDAY=2TU", "second Tuesday"),
        ("FREQ=MONTHLY;BYDAY=6TU", "second Tuesday"),
        ("FREQ=WEEKLY;BYMONTHDAY=3", "no days of the month"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "cannot be read"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "cannot be read"),
        ("FREQ=YEARLY;BYMONTH=-1", "Months are numbers"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS needs days"),
        ("FREQ=WEEKLY;WKST=9", "cannot be read"),
        ("FREQ=DAILY;INTERVAL=\N{ARABIC-INDIC DIGIT TWO}", "cannot be read"),
        ("nonsense", "cannot be read"),
    ],
)
def test_rule_that_a_series_cannot_have_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        recurrence.parse(text)


@pytest.mark.parametrize(
    "rule",
    ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31"],
)
def test_rule_that_never_comes_ends_at_the_last_day(rule: str) -> None:
    with pytest.raises(Refused, match="No day of this rule"):
        rules.series(facts(rule=rule, last_day=date(2029, 12, 31)))


def facts(
    *,
    rule: str = "FREQ=WEEKLY;BYDAY=SU",
    starts: time = time(10),
    minutes: int = 90,
    first_day: date = date(2027, 3, 1),
    last_day: date = date(2027, 4, 30),
    zone: str = rules.ZONE,
    all_day: bool = False,
    skip_holidays: bool = False,
    exceptions: frozenset[date] = frozenset(),
) -> SeriesFacts:
    return SeriesFacts(
        rule,
        starts,
        minutes,
        first_day,
        last_day,
        20,
        zone=zone,
        all_day=all_day,
        skip_holidays=skip_holidays,
        exceptions=exceptions,
    )


@pytest.mark.parametrize(("last_day", "made"), [(date(2028, 4, 3), 400), (date(2028, 4, 4), None)])
def test_series_makes_at_most_four_hundred(last_day: date, made: int | None) -> None:
    wanted = facts(rule="FREQ=DAILY", last_day=last_day)

    if made:
        assert len(rules.series(wanted).timings) == made
        return
    with pytest.raises(Refused, match="would make 401 slots"):
        rules.series(wanted)


@pytest.mark.parametrize("last_day", [date(2030, 3, 4), date(9999, 12, 31)])
def test_series_of_many_years_is_refused_before_it_is_laid_out(last_day: date) -> None:
    with pytest.raises(Refused, match="at most three years"):
        rules.series(facts(last_day=last_day))


def test_series_may_go_on_for_three_years() -> None:
    found = rules.series(facts(rule="FREQ=MONTHLY", last_day=date(2030, 2, 28))).timings

    assert len(found) == 36


def test_series_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Refused, match="before the first"):
        rules.series(facts(last_day=date(2027, 2, 28)))


def test_series_whose_slots_meet_is_refused() -> None:
    assert len(rules.series(facts(minutes=7 * 24 * 60 - 60)).timings) == 8
    with pytest.raises(Refused, match="last into the next"):
        rules.series(facts(minutes=7 * 24 * 60))


def in_utc(wanted: SeriesFacts) -> list[tuple[str, str]]:
    return [
        (f"{one.starts_at:%d.%m. %H:%M}", f"{one.ends_at:%d.%m. %H:%M}")
        for one in rules.series(wanted).timings
    ]


#: Summer time in the Union begins and ends at 01:00 UTC on the last Sundays of March and October
#: (directive 2000/84/EC): 28 March and 31 October 2027.
CHANGES = [
    (
        facts(first_day=date(2027, 3, 20), last_day=date(2027, 4, 5)),
        [
            ("21.03. 08:00", "21.03. 09:30"),
            ("28.03. 07:00", "28.03. 08:30"),
            ("04.04. 07:00", "04.04. 08:30"),
        ],
    ),
    (
        facts(first_day=date(2027, 10, 24), last_day=date(2027, 11, 7)),
        [
            ("24.10. 07:00", "24.10. 08:30"),
            ("31.10. 08:00", "31.10. 09:30"),
            ("07.11. 08:00", "07.11. 09:30"),
        ],
    ),
    # 03:30 does not exist on 28 March, and comes twice on 31 October.
    (
        facts(starts=time(3, 30), first_day=date(2027, 3, 21), last_day=date(2027, 3, 28)),
        [("21.03. 01:30", "21.03. 03:00"), ("28.03. 01:30", "28.03. 03:00")],
    ),
    (
        facts(starts=time(3, 30), first_day=date(2027, 10, 31), last_day=date(2027, 10, 31)),
        [("31.10. 00:30", "31.10. 02:00")],
    ),
    # All day: 23 hours in March, 25 in October.
    (
        facts(all_day=True, first_day=date(2027, 3, 28), last_day=date(2027, 4, 4)),
        [("27.03. 22:00", "28.03. 21:00"), ("03.04. 21:00", "04.04. 21:00")],
    ),
    (
        facts(all_day=True, first_day=date(2027, 10, 31), last_day=date(2027, 10, 31)),
        [("30.10. 21:00", "31.10. 22:00")],
    ),
    # Ten hours over the midnight before the clocks change are ten hours.
    (
        facts(
            rule="FREQ=WEEKLY;BYDAY=SA",
            starts=time(22),
            minutes=600,
            first_day=date(2027, 3, 27),
            last_day=date(2027, 4, 3),
        ),
        [("27.03. 20:00", "28.03. 06:00"), ("03.04. 19:00", "04.04. 05:00")],
    ),
    # A host in London: an hour later than Helsinki's clocks all the year, two by theirs.
    (
        facts(zone="Europe/London", first_day=date(2027, 3, 21), last_day=date(2027, 3, 28)),
        [("21.03. 10:00", "21.03. 11:30"), ("28.03. 09:00", "28.03. 10:30")],
    ),
    # Reykjavik keeps one time all the year.
    (
        facts(zone="Atlantic/Reykjavik", first_day=date(2027, 3, 21), last_day=date(2027, 3, 28)),
        [("21.03. 10:00", "21.03. 11:30"), ("28.03. 10:00", "28.03. 11:30")],
    ),
]


@pytest.mark.parametrize(("wanted", "times"), CHANGES)
def test_times_are_right_over_the_clock_change(
    wanted: SeriesFacts, times: list[tuple[str, str]]
) -> None:
    assert in_utc(wanted) == times


def test_time_that_the_clocks_skip_is_told_of() -> None:
    found = rules.series(
        facts(starts=time(3, 30), first_day=date(2027, 3, 21), last_day=date(2027, 4, 4))
    )

    assert [timing.moved for timing in found.timings] == [False, True, False]


@given(
    hour=st.times(),
    first=firsts,
    length=st.integers(7, 1000),
    zone=st.sampled_from(["Europe/Helsinki", "Europe/Dublin", "America/New_York", "Asia/Tokyo"]),
)
def test_series_keeps_its_local_time(hour: time, first: date, length: int, zone: str) -> None:
    hour = hour.replace(second=0, microsecond=0, fold=0)
    last = first + timedelta(days=length)

    found = rules.series(
        facts(starts=hour, minutes=60, first_day=first, last_day=last, zone=zone)
    ).timings

    for slot in found:
        local = slot.starts_at.astimezone(ZoneInfo(zone))
        assert slot.moved or (local.time() == hour and local.fold == 0)
        assert not slot.moved or local.time() > hour
        assert slot.ends_at - slot.starts_at == timedelta(minutes=60)


@given(first=st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_whole_days_follow_each_other_without_a_gap(first: date) -> None:
    days = [rules.whole_day(first + timedelta(days=number)) for number in range(8)]

    assert all(one.ends_at == other.starts_at for one, other in pairwise(days))
    lengths = {one.ends_at - one.starts_at for one in days}
    assert lengths <= {timedelta(hours=hours) for hours in (23, 24, 25)}


MIDSUMMER = facts(rule="FREQ=DAILY", first_day=date(2027, 6, 23), last_day=date(2027, 6, 27))


def test_holidays_are_named_and_kept_unless_they_are_skipped() -> None:
    found = rules.series(MIDSUMMER)

    assert len(found.timings) == 5
    assert {day: name.en for day, name in found.holidays.items()} == {
        day: name.en
        for day, name in finnish_holidays(2027).items()
        if MIDSUMMER.first_day <= day <= MIDSUMMER.last_day
    }
    assert date(2027, 6, 26) in found.holidays


def days_of(found: rules.Laid) -> frozenset[date]:
    return frozenset(one.day for one in found.timings if one.day)


def test_holidays_and_exceptions_are_left_out() -> None:
    wanted = facts(
        rule="FREQ=DAILY",
        first_day=MIDSUMMER.first_day,
        last_day=MIDSUMMER.last_day,
        skip_holidays=True,
        exceptions=frozenset([date(2027, 6, 23), date(2027, 8, 1)]),
    )

    found = rules.series(wanted)

    assert [one.day for one in found.timings] == [date(2027, 6, 24), date(2027, 6, 27)]
    assert found.left_out == [date(2027, 6, 23), date(2027, 6, 25), date(2027, 6, 26)]
    with pytest.raises(Refused, match="All days of this rule are left out"):
        rules.series(
            facts(first_day=date(2027, 3, 28), last_day=date(2027, 3, 28), skip_holidays=True)
        )


def test_weekdays_of_a_rule_are_those_that_it_names() -> None:
    assert rules.weekdays_in("FREQ=MONTHLY;BYDAY=2TU,-1TH") == [1, 3]
    assert rules.weekdays_in("FREQ=MONTHLY;BYMONTHDAY=10") == list(range(7))


def test_single_slot_over_the_change_keeps_its_length() -> None:
    found = rules.single(date(2027, 3, 27), time(23), 360)

    assert (found.starts_at, found.ends_at) == (
        datetime(2027, 3, 27, 21, tzinfo=UTC),
        datetime(2027, 3, 28, 3, tzinfo=UTC),
    )
