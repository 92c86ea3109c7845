"""What a costing could not reckon: each is named, with a way out, and never silently nothing."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from tourbook.core.languages import N_
from tourbook.hosts.models import ComponentKind, RateUnit, SupplementKind, VatCategory
from tourbook.packages.models import VatScheme
from tourbook.packages.rules.checks.problems import Problem, Remedy, Severity, Tongue, WayOut
from tourbook.packages.rules.costing import units as costing_units
from tourbook.packages.rules.costing.lines import Charge
from tourbook.packages.rules.costing.units import BY_THE_DAY
from tourbook.packages.rules.costing.values import Basis, Line, Party

#: Items of these kinds cost something, whoever provides them.
NEVER_FREE = frozenset({ComponentKind.MEAL, ComponentKind.LODGING, ComponentKind.TRANSPORT})

TO_RATES = N_("Add a rate to the component, or one of 0 if it is free of charge.")
TO_VAT = N_("Add the VAT of the category with the day from which it holds.")


def gaps(basis: Basis, charges: Sequence[Charge]) -> Iterator[Problem]:
    """All that is missing, in the order of the programme; the VAT rates first."""
    yield from of_vat(basis, charges)
    own = {key: list(group) for key, group in groupby(charges, lambda each: each.line.id)}
    parties = [Party(*each, basis.tracks) for each in basis.terms.pax_ranges]
    for line in basis.lines:
        yield from of_line(basis, line, own.get(line.id, ()), parties)


def of_vat(basis: Basis, charges: Sequence[Charge]) -> Iterator[Problem]:
    missing = {each.tariff.category for each in charges if each.basis_points is None}
    by_margin = any(line.scheme is VatScheme.MARGIN for line in basis.lines)
    if by_margin and basis.vat_on(VatCategory.STANDARD, basis.first_day) is None:
        missing.add(VatCategory.STANDARD)
    sentences = {
        VatCategory.STANDARD: N_("No standard VAT is known for these days; it is counted without."),
        VatCategory.REDUCED: N_("No reduced VAT is known for these days; it is counted without."),
        VatCategory.EXEMPT: N_("No VAT of exempt services is known for these days."),
    }
    for category in sorted(missing):
        yield Problem(
            "cost_no_vat",
            Severity.WARNS,
            sentences[category],
            [WayOut(TO_VAT, Remedy.OPEN, values={"page": "vat"})],
            part=category.value,
        )


def of_line(
    basis: Basis, line: Line, charges: Sequence[Charge], parties: Sequence[Party]
) -> Iterator[Problem]:
    yield from without_interpreter(line, charges)
    if line.service is None:
        if line.kind in NEVER_FREE:
            yield without_component(line)
        return
    if any(charge.tariff.extra is None for charge in charges):
        yield from without_size(line, charges, parties)
        yield from without_seats(line, charges)
        yield from without_single(basis, line, charges, parties)
    else:
        yield without_rate(basis, line)


def of_component(
    code: str, line: Line, sentence: str, ways_out: Iterable[str], **values: object
) -> Problem:
    """Something that the component's page can mend."""
    assert line.service is not None
    address = {"page": "component", "component_id": line.service.id}
    return Problem(
        code,
        Severity.WARNS,
        sentence,
        [WayOut(way_out, Remedy.OPEN, line.id, address) for way_out in ways_out],
        {"item": line.title, **values},
        (line.id,),
        (line.lineage,),
    )


def without_rate(basis: Basis, line: Line) -> Problem:
    assert line.service is not None
    rates = [tariff for tariff in line.service.tariffs if tariff.extra is None]
    if not rates:
        sentence = N_("%(item)s has no rate, so it is counted as nothing.")
        return of_component("cost_no_rate", line, sentence, [TO_RATES])
    return of_component(
        "cost_no_rate_day",
        line,
        N_("%(item)s has no rate on %(day)s, so it is counted as nothing."),
        [N_("Add a rate of that day to the component, or choose another day on trial.")],
        day=basis.date_of(line),
    )


def without_size(
    line: Line, charges: Sequence[Charge], parties: Sequence[Party]
) -> Iterator[Problem]:
    brackets = [
        (charge.tariff.pax_from, charge.tariff.pax_to)
        for charge in charges
        if charge.tariff.extra is None
    ]
    sizes = {party.shares[line.track].travellers for party in parties} - {0}
    for first, last in brackets:
        sizes = {size for size in sizes if not first <= size <= last}
    if sizes:
        yield of_component(
            "cost_no_rate_size",
            line,
            N_("%(item)s has no rate for parties of %(sizes)s, so it is counted as nothing there."),
            [N_("Add a rate for those sizes to the component, or cost other sizes.")],
            sizes=tuple(sorted(sizes)),
        )


def without_seats(line: Line, charges: Sequence[Charge]) -> Iterator[Problem]:
    assert line.service is not None
    if line.service.vehicle_seats is None and any(
        charge.tariff.unit in BY_THE_DAY and charge.tariff.extra is None for charge in charges
    ):
        yield of_component(
            "cost_no_seats",
            line,
            N_("The seats of %(item)s are not known, so one vehicle is counted."),
            [N_("Add the seats of one vehicle to the component.")],
        )


def without_single(
    basis: Basis, line: Line, charges: Sequence[Charge], parties: Sequence[Party]
) -> Iterator[Problem]:
    """Paid by the person, and some sleep alone, but nobody said what that costs."""
    assert line.service is not None
    by_person = any(charge.tariff.unit is RateUnit.PERSON for charge in charges)
    known = any(charge.tariff.extra is SupplementKind.SINGLE_ROOM for charge in charges)
    if line.kind is not ComponentKind.LODGING or not by_person or known:
        return
    shares = [party.shares[line.track] for party in parties]
    twin_rooms = line.service.twin_rooms
    if any(costing_units.rooms(share, basis.terms.sharing, twin_rooms)[1] for share in shares):
        yield of_component(
            "cost_no_single",
            line,
            N_(
                "%(item)s has no supplement for a single room, so sleeping alone is counted as"
                " half a twin room."
            ),
            [N_("Add a single room supplement to the component, or one of 0.")],
        )


def without_interpreter(line: Line, charges: Sequence[Charge]) -> Iterator[Problem]:
    known = {
        charge.tariff.language
        for charge in charges
        if charge.tariff.extra is SupplementKind.INTERPRETER
    }
    for language in sorted(set(line.interpreters) - known):
        page: dict[str, object] = {"page": "item"}
        if line.service is not None:
            page = {"page": "component", "component_id": line.service.id}
        yield Problem(
            "cost_no_interpreter",
            Severity.WARNS,
            N_("The interpreter into %(language)s at %(item)s has no price, and is not counted."),
            [
                WayOut(
                    N_("Add the interpreter as a supplement of the component."),
                    Remedy.OPEN,
                    line.id,
                    page,
                )
            ],
            {"item": line.title, "language": Tongue(language)},
            (line.id,),
            (line.lineage,),
            part=language,
        )


def without_component(line: Line) -> Problem:
    return Problem(
        "cost_no_component",
        Severity.HINT,
        N_("%(item)s is free text, so it is counted as nothing."),
        [
            WayOut(
                N_("If it costs something, take a component of the library in its place."),
                Remedy.OPEN,
                line.id,
                {"page": "item"},
            )
        ],
        {"item": line.title},
        (line.id,),
        (line.lineage,),
    )


def margin_scheme_likely(basis: Basis) -> bool:
    """Whether to ask a tax adviser about the margin scheme of travel agents.

    It is mandatory where an organiser sells in its own name what it buys from others, on a trip
    with a night or of more than 24 hours (Finnish VAT Act section 80): so where a programme with
    a night or of several days has bought services taxed by the general scheme.
    """
    stays = any(line.kind is ComponentKind.LODGING for line in basis.lines)
    several_days = len({line.day for line in basis.lines}) > 1
    bought = any(
        line.service is not None and line.scheme is VatScheme.GENERAL for line in basis.lines
    )
    return (stays or several_days) and bought
