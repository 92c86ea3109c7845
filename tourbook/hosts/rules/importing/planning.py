"""What an import would do: each row is held against what is there."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeVar

from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.hosts.rules.hours import HoursFacts, check_hours
from tourbook.hosts.rules.importing.changes import Change, Plan
from tourbook.hosts.rules.importing.columns import (
    COMPONENTS,
    HOURS,
    RATES,
    SUPPLEMENTS,
    Offer,
)
from tourbook.hosts.rules.importing.known import Known, KnownOffer
from tourbook.hosts.rules.importing.reading import Book, Fault, Row, Tables, missing, read
from tourbook.hosts.rules.offers import ComponentFacts, faults_of
from tourbook.hosts.rules.prices import (
    RateFacts,
    SupplementFacts,
    check_rate_alone,
    check_supplement_alone,
    named,
    rates_meet,
    supplements_meet,
)

Facts = TypeVar("Facts", RateFacts, SupplementFacts, HoursFacts)
#: An existing component by its key; a new one by its organisation and name.
Key = tuple[str, int, str]

PLAIN = (
    "kind",
    "duration_minutes",
    "party_min",
    "party_max",
    "languages",
    "ask_by_days",
    "names_by_days",
    "outdoor",
    "seated",
    "vehicle_seats",
    "single_rooms",
    "twin_rooms",
    "free_every",
    "free_most",
)


class Faulty(Exception):
    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__()
        self.faults = faults


@contextmanager
def at(row: Row, field: str = "") -> Iterator[None]:
    """Within: a refusal is a fault of this cell."""
    try:
        yield
    except Refused as refusal:
        raise Faulty([row.fault(refusal, field)]) from refusal


def plan(tables: Tables, known: Known) -> Plan:
    return plan_of(read(tables), known)


def plan_of(book: Book, known: Known) -> Plan:
    planner = Planner(book, known)
    planner.take_components()
    planner.take_parts(RATES, rate_of, rates_clash)
    planner.take_parts(SUPPLEMENTS, supplement_of, supplements_clash)
    planner.take_parts(HOURS, hours_of, hours_clash)
    return Plan(list(planner.changes.values()), book.faults)


class Planner:
    """Gathers what each component of the file would be."""

    def __init__(self, book: Book, known: Known) -> None:
        self.book = book
        self.known = known
        self.changes: dict[Key, Change] = {}
        #: Where each organisation's component of the file stands, by its name after the import.
        self.names: dict[tuple[int, str], Key] = {}

    def take_components(self) -> None:
        for row in self.book.of(COMPONENTS):
            try:
                self.take(row)
            except Faulty as faulty:
                self.book.faults.extend(faulty.faults)
                self.book.spoiled.append(row)

    def take(self, row: Row) -> None:
        organisation_id, there = self.meant(row)
        before = there.offer if there else None
        after = self.made_of(row, before, self.known.organisations[organisation_id])
        name = (organisation_id, after.facts.name.en.casefold())
        key: Key = ("id", there.id, "") if there else ("new", *name)
        with at(row, "name_en" if there is None else ""):
            self.check_single(key, name, there)
        self.changes[key] = Change(
            there.id if there else None, organisation_id, before, after, row.number
        )
        self.names[name] = key

    def meant(self, row: Row) -> tuple[int, KnownOffer | None]:
        """Whose component the row is about, and which one if it is there already."""
        if "id" in row.values:
            with at(row, "id"):
                there = self.known.offer(whole(row.values["id"]))
            with at(row, "organisation"):
                self.check_owner(row, there)
            return there.organisation_id, there
        with at(row, "organisation"):
            organisation_id = self.known.organisation(row)
        with at(row, "name_en"):
            name = str(row.values.get("name_en") or "")
            return organisation_id, self.known.named(organisation_id, name)

    def check_owner(self, row: Row, there: KnownOffer) -> None:
        if "organisation" in row.values and self.known.organisation(row) != there.organisation_id:
            raise Refused("The component with this ID is of another organisation.")

    def check_single(self, key: Key, name: tuple[int, str], there: KnownOffer | None) -> None:
        """Neither the file nor the library may have two components of one name."""
        earlier = self.changes.get(key) or self.changes.get(self.names.get(name, key))
        if earlier is not None:
            raise Refused("This component stands on row %(row)d already.", row=earlier.row)
        others = self.known.by_name.get(name, [])
        renamed = there is not None and there.offer.facts.name.en.casefold() != name[1]
        if renamed and any(("id", one.id, "") not in self.changes for one in others):
            raise Refused("The organisation has another component of this name.")

    def made_of(self, row: Row, before: Offer | None, organisation: str) -> Offer:
        """The component as it would be."""
        if before is None:
            require(row, COMPONENTS)
        values = row.values
        base = before or Offer(organisation, blank(row))
        facts = replace(
            base.facts,
            name=in_languages(base.facts.name, values, "name"),
            summary=in_languages(base.facts.summary, values, "summary"),
            **only(row, PLAIN),
        )
        facts, place, town = self.placed(row, base, facts)
        faults = [row.fault(refusal, field) for field, refusal in faults_of(facts)]
        if faults:
            raise Faulty(faults)
        return replace(
            base,
            facts=facts,
            place=place,
            town=town,
            themes=self.themed(row, base),
            retired=bool(values.get("retired", base.retired)),
        )

    def placed(
        self, row: Row, base: Offer, facts: ComponentFacts
    ) -> tuple[ComponentFacts, str, str]:
        values = row.values
        if "place" not in values and "town" not in values:
            return facts, base.place, base.town
        name = values.get("place", base.place)
        town = str(values.get("town") or "")
        if not name:
            if town:
                with at(row, "town"):
                    raise Refused("Name the place, not only its town.")
            return replace(facts, place_id=None), "", ""
        with at(row, "place"):
            found = self.known.place(str(name), town)
        return replace(facts, place_id=found.id), found.name, found.towns[0]

    def themed(self, row: Row, base: Offer) -> tuple[str, ...]:
        if "themes" not in row.values:
            return base.themes
        words = row.values["themes"] or []
        with at(row, "themes"):
            return self.known.theme_keys(listed(words))

    def take_parts(
        self,
        sheet: str,
        read_one: Callable[[Row], Facts],
        clash: Callable[[Row, Facts, Sequence[tuple[Row, Facts]]], None],
    ) -> None:
        """The rows of a sheet are all that their components have of it."""
        found: dict[Key, list[tuple[Row, Facts]]] = {}
        for row in self.book.of(sheet):
            try:
                key = self.owner(row)
                if key is None:
                    continue
                require(row, sheet)
                facts = read_one(row)
                clash(row, facts, found.setdefault(key, []))
                found[key].append((row, facts))
            except Faulty as faulty:
                self.book.faults.extend(faulty.faults)
        for key, rows in found.items():
            change = self.changes[key]
            part: dict[str, Any] = {sheet.lower(): tuple(facts for _row, facts in rows)}
            self.changes[key] = replace(change, after=replace(change.after, **part))

    def owner(self, row: Row) -> Key | None:
        """Whose row it is; None where that component's own row could not be read."""
        if "id" in row.values:
            with at(row, "id"):
                return self.opened(self.known.offer(whole(row.values["id"])))
        name = str(row.values.get("component") or "")
        if not name:
            with at(row, "component"):
                raise Refused("Say whose this is: give the component's ID or its name.")
        with at(row, "organisation"):
            organisation_id = self.known.organisation(row)
        in_file = self.names.get((organisation_id, name.casefold()))
        if in_file is not None:
            return in_file
        if self.is_spoiled(name):
            return None
        with at(row, "component"):
            there = self.known.named(organisation_id, name)
            if there is None:
                raise Refused("There is no component called “%(name)s”.", name=name[:60])
        return self.opened(there)

    def is_spoiled(self, name: str) -> bool:
        names = (str(row.values.get("name_en") or "") for row in self.book.spoiled)
        return any(name.casefold() == one.casefold() for one in names)

    def opened(self, there: KnownOffer) -> Key:
        """A component that the first sheet does not hold."""
        key: Key = ("id", there.id, "")
        if key not in self.changes:
            self.changes[key] = Change(there.id, there.organisation_id, there.offer, there.offer)
        return key


def require(row: Row, sheet: str) -> None:
    faults = [
        row.fault(Refused("“%(column)s” must be given.", column=column.header), column.field)
        for column in missing(row, sheet)
    ]
    if faults:
        raise Faulty(faults)


def whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def listed(value: object) -> list[str]:
    return value if isinstance(value, list) else []


def blank(row: Row) -> ComponentFacts:
    """A new component before its row is read; what must be given is given there."""
    values: dict[str, Any] = {"duration_minutes": 0, "party_max": 0, **row.values}
    return ComponentFacts(
        values["kind"], Texts(), Texts(), values["duration_minutes"], values["party_max"]
    )


def in_languages(before: Texts, values: dict[str, object], field: str) -> Texts:
    given = {
        language: str(values[f"{field}_{language}"] or "")
        for language in before.as_dict()
        if f"{field}_{language}" in values
    }
    return Texts.of({**before.as_dict(), **given})


def only(row: Row, fields: Sequence[str]) -> dict[str, Any]:
    return {field: row.values[field] for field in fields if field in row.values}


def rate_of(row: Row) -> RateFacts:
    facts = RateFacts(**only(row, tuple(RateFacts.__dataclass_fields__)))
    with at(row, "pax_to" if facts.pax_to < facts.pax_from else "valid_to"):
        check_rate_alone(facts)
    return facts


def supplement_of(row: Row) -> SupplementFacts:
    plain = ("kind", "language", "unit", "net_cents", "vat_category", "valid_from", "valid_to")
    name = in_languages(Texts(), row.values, "name")
    facts = named(SupplementFacts(**only(row, plain), name=name))
    with at(row, blamed(facts)):
        check_supplement_alone(facts)
    return facts


def blamed(facts: SupplementFacts) -> str:
    """The field to look at when the supplement cannot be so."""
    if facts.valid_to < facts.valid_from:
        return "valid_to"
    return "language" if facts.name.en else "name_en"


def hours_of(row: Row) -> HoursFacts:
    facts = HoursFacts(**only(row, tuple(HoursFacts.__dataclass_fields__)))
    with at(row, "closes_minute"):
        check_hours([facts])
    return facts


def rates_clash(row: Row, facts: RateFacts, others: Sequence[tuple[Row, RateFacts]]) -> None:
    for other, earlier in others:
        if rates_meet(facts, earlier):
            with at(row):
                raise Refused(
                    "This rate and the one on row %(row)d hold for the same party on the same day.",
                    row=other.number,
                )


def supplements_clash(
    row: Row, facts: SupplementFacts, others: Sequence[tuple[Row, SupplementFacts]]
) -> None:
    for other, earlier in others:
        if supplements_meet(facts, earlier):
            with at(row):
                raise Refused(
                    "This supplement and the one on row %(row)d hold for the same thing on the"
                    " same day.",
                    row=other.number,
                )


def hours_clash(row: Row, facts: HoursFacts, others: Sequence[tuple[Row, HoursFacts]]) -> None:
    with at(row):
        check_hours([facts, *(earlier for _other, earlier in others)])
