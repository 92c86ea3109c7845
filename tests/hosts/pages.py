"""Who may open the pages of components, rates and slots: one list for both sides."""

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta

from tests.making import NOON, kept
from tests.world import EVERYBODY, ORGANISERS, Page, World
from tourbook.core import tokens
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.texts import Texts
from tourbook.hosts.models import (
    AwayKind,
    AwayTime,
    BusyFeed,
    CalendarFeed,
    LegalBasis,
    LibraryImport,
    Rate,
    RateUnit,
    SlotSeries,
    Supplement,
    SupplementKind,
    VatCategory,
    VisitBudget,
    VisitorField,
)
from tourbook.hosts.rules.sites import FieldFacts
from tourbook.hosts.services import sites

Args = Callable[[World], Mapping[str, object]]

HOSTS = frozenset({"host", "other_host"})
OWNER = frozenset({"host"})
FORM = ("GET", "POST")
POST = ("POST",)


def component(world: World) -> Mapping[str, object]:
    return {"component_id": world.component.id}


def slot(world: World) -> Mapping[str, object]:
    return {"slot_id": world.slot.id}


def series(world: World) -> Mapping[str, object]:
    made = SlotSeries(
        component=world.component,
        rule="FREQ=WEEKLY;BYDAY=TU",
        starts=time(10),
        minutes=90,
        zone="Europe/Helsinki",
        first_day=date(2027, 3, 9),
        last_day=date(2027, 6, 1),
        capacity=20,
    )
    return {"series_id": kept(made).id}


def away(world: World) -> Mapping[str, object]:
    made = AwayTime(
        organisation_id=world.component.organisation_id,
        kind=AwayKind.BLACKOUT,
        starts_at=NOON,
        ends_at=NOON + timedelta(days=1),
    )
    return {"away_id": kept(made).id}


def busy(world: World) -> Mapping[str, object]:
    made = BusyFeed(
        organisation_id=world.component.organisation_id,
        name="Duty calendar",
        address="https://calendar.example.org/duty.ics",
        created_at=NOON,
    )
    return {"feed_id": kept(made).id}


def calendar(world: World) -> Mapping[str, object]:
    salt, digest = tokens.issue("calendar_feed")
    made = CalendarFeed(
        organisation_id=world.component.organisation_id,
        name="Duty desk",
        token_salt=salt,
        token_hash=digest,
        created_at=NOON,
    )
    return {"feed_id": kept(made).id}


def budget(world: World) -> Mapping[str, object]:
    made = VisitBudget(organisation_id=world.component.organisation_id, per_month=4)
    return {"budget_id": kept(made).id}


def rate(world: World) -> Mapping[str, object]:
    made = Rate(
        component=world.component,
        unit=RateUnit.PERSON,
        pax_to=30,
        net_cents=1000,
        vat_category=VatCategory.REDUCED,
        valid_from=date(2027, 1, 1),
        valid_to=date(2027, 12, 31),
    )
    return {"rate_id": kept(made).id}


def supplement(world: World) -> Mapping[str, object]:
    made = Supplement(
        component=world.component,
        kind=SupplementKind.GUIDE,
        name=Texts(en="Guide"),
        unit=RateUnit.HOUR,
        net_cents=6000,
        vat_category=VatCategory.STANDARD,
        valid_from=date(2027, 1, 1),
        valid_to=date(2027, 12, 31),
    )
    return {"supplement_id": kept(made).id}


def asked(world: World) -> Mapping[str, object]:
    reason = Texts(en="The gate calls names.")
    facts = FieldFacts(VisitorField.NAME, reason, LegalBasis.LEGITIMATE_INTERESTS)
    sites.ask(world.component, facts, at=NOON, actor=Actor.system())
    return {"component_id": world.component.id, "name": "name"}


def organisation(world: World) -> Mapping[str, object]:
    return {"organisation_id": world.component.organisation_id}


def given_by(person: str) -> Args:
    """A file that this person gave; it renames the world's component."""

    def given(world: World) -> Mapping[str, object]:
        name = f"{world.component.name.en} again"
        made = LibraryImport(
            by_id=world.people[person].id,
            filename="components.xlsx",
            tables={"Components": [["ID", "Name (en)"], [str(world.component.id), name]]},
            read_at=NOON,
        )
        return {"import_id": kept(made).id}

    return given


def nothing(world: World) -> Mapping[str, object]:
    return {}


#: Name, whether the row must be one's own, its arguments, its methods.
BOTH_SIDES: tuple[tuple[str, frozenset[str], Args, tuple[str, ...]], ...] = (
    ("components.index", HOSTS, nothing, ("GET",)),
    ("components.new", HOSTS, nothing, FORM),
    ("components.show", OWNER, component, ("GET",)),
    ("components.edit", OWNER, component, FORM),
    ("components.retire", OWNER, component, POST),
    ("components.bring_back", OWNER, component, POST),
    ("components.opening", OWNER, component, FORM),
    ("components.duplicate", OWNER, component, POST),
    ("supplements.new", OWNER, component, FORM),
    ("supplements.edit", OWNER, supplement, FORM),
    ("supplements.remove", OWNER, supplement, POST),
    ("sites.show", OWNER, component, ("GET",)),
    ("sites.field", OWNER, asked, FORM),
    ("sites.drop_field", OWNER, asked, POST),
    ("sites.leads", OWNER, component, FORM),
    ("sites.defaults", OWNER, organisation, FORM),
    ("sites.openness", OWNER, component, FORM),
    ("sites.plan_b", OWNER, component, FORM),
    ("imports.new", HOSTS, nothing, FORM),
    ("imports.template", HOSTS, nothing, ("GET",)),
    ("rates.new", OWNER, component, FORM),
    ("rates.edit", OWNER, rate, FORM),
    ("rates.remove", OWNER, rate, POST),
    ("slots.index", HOSTS, nothing, ("GET",)),
    ("slots.show", OWNER, slot, ("GET",)),
    ("slots.new", OWNER, component, FORM),
    ("slots.many", OWNER, component, FORM),
    ("slots.edit", OWNER, slot, FORM),
    ("series.new", OWNER, component, FORM),
    ("series.show", OWNER, series, ("GET",)),
    ("series.edit", OWNER, series, FORM),
    ("away.index", HOSTS, nothing, ("GET",)),
    ("away.new", OWNER, organisation, FORM),
    ("away.edit", OWNER, away, FORM),
    ("away.remove", OWNER, away, POST),
    ("away.budget", OWNER, organisation, FORM),
    ("away.remove_budget", OWNER, budget, POST),
    ("busy.index", HOSTS, nothing, ("GET",)),
    ("busy.new", OWNER, organisation, FORM),
    ("busy.replace", OWNER, busy, POST),
    ("busy.remove", OWNER, busy, POST),
    ("calendars.index", HOSTS, nothing, ("GET",)),
    ("calendars.new", OWNER, organisation, FORM),
    ("calendars.end", OWNER, calendar, POST),
    ("timetable.index", HOSTS, nothing, ("GET",)),
    ("timetable.visits", HOSTS, nothing, ("GET",)),
    ("slots.close_many", OWNER, component, FORM),
    ("slots.close", OWNER, slot, POST),
    ("slots.open_again", OWNER, slot, POST),
    ("slots.withdraw", OWNER, slot, POST),
)


def calendar_token(world: World) -> Mapping[str, object]:
    made = db.session.get(CalendarFeed, calendar(world)["feed_id"])
    assert made is not None
    return {"token": tokens.derive(made.token_salt, "calendar_feed")}


PAGES = [
    *(Page(name, ORGANISERS, args, methods) for name, _who, args, methods in BOTH_SIDES),
    *(Page(f"host_{name}", who, args, methods) for name, who, args, methods in BOTH_SIDES),
    # Whoever gave a file looks at it; nobody else does.
    Page("imports.show", frozenset({"organiser"}), given_by("organiser")),
    Page("imports.apply", frozenset({"organiser"}), given_by("organiser"), POST),
    Page("host_imports.show", OWNER, given_by("host")),
    Page("host_imports.apply", OWNER, given_by("host"), POST),
    Page("feed_rights.index", frozenset({"admin"})),
    Page("feed_rights.allow", frozenset({"admin"}), busy, POST),
    Page("feed_rights.revoke", frozenset({"admin"}), busy, POST),
    Page("calendar_feed.show", EVERYBODY, calendar_token),
    Page("vat.index", ORGANISERS, methods=FORM),
]
