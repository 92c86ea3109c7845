"""Who may open the pages of components, rates and slots: one list for both sides."""

from collections.abc import Callable, Mapping
from datetime import date

from tests.making import NOON, kept
from tests.world import ORGANISERS, Page, World
from tourbook.core.texts import Texts
from tourbook.hosts.models import (
    LegalBasis,
    LibraryImport,
    Rate,
    RateUnit,
    Supplement,
    SiteField,
    SupplementKind,
    VatCategory,
    VisitorField,
)

Args = Callable[[World], Mapping[str, object]]

HOSTS = frozenset({"host", "other_host"})
OWNER = frozenset({"host"})
FORM = ("GET", "POST")
POST = ("POST",)


def component(world: World) -> Mapping[str, object]:
    return {"component_id": world.component.id}


def slot(world: World) -> Mapping[str, object]:
    return {"slot_id": world.slot.id}


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
    made = SiteField(
        component_id=world.component.id,
        field=VisitorField.NAME,
        reason=Texts(en="The gate calls names."),
        legal_basis=LegalBasis.LEGITIMATE_INTERESTS,
        days_before=14,
        days_after=7,
    )
    kept(made)
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
    ("slots.series", OWNER, component, FORM),
    ("slots.close_many", OWNER, component, FORM),
    ("slots.close", OWNER, slot, POST),
    ("slots.open_again", OWNER, slot, POST),
    ("slots.withdraw", OWNER, slot, POST),
)

PAGES = [
    *(Page(name, ORGANISERS, args, methods) for name, _who, args, methods in BOTH_SIDES),
    *(Page(f"host_{name}", who, args, methods) for name, who, args, methods in BOTH_SIDES),
    # Whoever gave a file looks at it; nobody else does.
    Page("imports.show", frozenset({"organiser"}), given_by("organiser")),
    Page("imports.apply", frozenset({"organiser"}), given_by("organiser"), POST),
    Page("host_imports.show", OWNER, given_by("host")),
    Page("host_imports.apply", OWNER, given_by("host"), POST),
    Page("vat.index", ORGANISERS, methods=FORM),
]
