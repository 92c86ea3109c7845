"""Services, items and programmes to be costed, made in memory."""

from datetime import date

from tests.packages.sheets_random import VAT
from tourbook.core.texts import Texts
from tourbook.hosts.models import ComponentKind, RateUnit, SupplementKind, VatCategory
from tourbook.packages.models import MarkupKind, Sharing
from tourbook.packages.rules.costing import cost as costing
from tourbook.packages.rules.costing.cost import SizeCost
from tourbook.packages.rules.costing.values import (
    Basis,
    Line,
    Service,
    Tariff,
    Terms,
)

SPRING = date(2026, 5, 4)
STANDARD, REDUCED = VatCategory.STANDARD, VatCategory.REDUCED
NIGHT, MEAL, RIDE = ComponentKind.LODGING, ComponentKind.MEAL, ComponentKind.TRANSPORT
VISIT = ComponentKind.PROGRAMME


def tariff(
    unit: RateUnit,
    cents: int,
    category: VatCategory = REDUCED,
    *,
    pax: tuple[int, int] = (1, 1000),
    valid: tuple[date, date] = (date.min, date.max),
    extra: SupplementKind | None = None,
    language: str = "",
) -> Tariff:
    return Tariff(unit, cents, category, *valid, *pax, extra, Texts(), language)


def service(kind: ComponentKind, *tariffs: Tariff, key: int = 1, **more: int | None) -> Service:
    return Service(key, Texts(en="Service"), kind, tariffs, **more)


def line(offered: Service | None, *, key: int = 1, day: int = 1, minutes: int = 60) -> Line:
    kind = offered.kind if offered else MEAL
    return Line(key, f"line{key}", Texts(en=f"Item {key}"), day, kind, minutes, offered)


def basis(
    *lines: Line,
    sizes: tuple[tuple[int, int], ...] = ((10, 1),),
    markup: int = 0,
    step: int = 1,
    sharing: Sharing = Sharing.TWIN,
    kind: MarkupKind = MarkupKind.MARKUP,
    party: tuple[int, int] = (5, 20),
) -> Basis:
    terms = Terms(sizes, sharing, kind, markup, step)
    return Basis(lines, terms, VAT, SPRING, *party)


def at(made: Basis) -> SizeCost:
    return costing.cost(made).sizes[0]


def net(made: Basis) -> int:
    return at(made).net


def codes(made: Basis) -> list[str]:
    return [problem.code for problem in costing.cost(made).warnings]
