"""The best plan that can be put together from the days met on the way: set packing by HiGHS."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from tourbook.packages.rules.planner.wide_case import (
    BUDGET,
    COST,
    FAR,
    FIRST_GROUP,
    LIKENESS,
    WORTH,
    Case,
)
from tourbook.packages.rules.planner.wide_compiled import Ints, Reals
from tourbook.packages.rules.planner.wide_steps import Met

#: Days that are combined at once, the best met first.
COLUMNS = 4000
TINY = 1e-6
Order = tuple[int, ...]
#: A sparse matrix; the solver takes it, though the types that come with it say otherwise.
Rows = Any


@dataclass(frozen=True)
class Columns:
    """Days to choose from; `kind` is the likeness of the day each was met on."""

    orders: tuple[Order, ...]
    kind: Ints
    worth: Reals
    driven: Reals


def columns_of(case: Case, met: Met) -> Columns:
    worth, likeness = case.visits[:-1, WORTH], case.days[:, LIKENESS]
    used = np.flatnonzero(met.key)
    used = used[np.argsort(-met.value[used], kind="stable")][:COLUMNS]
    orders = tuple(tuple(int(v) for v in met.rows[at, 2 : 2 + met.rows[at, 1]]) for at in used)
    days = met.rows[used, 0]
    return Columns(
        orders=orders,
        kind=likeness[days],
        worth=np.array([worth[list(order)].sum() for order in orders], dtype=np.float64),
        driven=np.array(
            [driving(case, int(day), order) for day, order in zip(days, orders, strict=True)],
            dtype=np.float64,
        ),
    )


def driving(case: Case, day: int, order: Order) -> int:
    visits, days = case.windows.shape[:2]
    nodes = [visits + day, *order, visits + days + day]
    return int(case.travel[nodes[:-1], nodes[1:]].sum())


def packed(case: Case, met: Met, *, worth: float, seconds: float) -> list[Order] | None:
    """One order of visits for each day, worth more than `worth` together; None: none was found."""
    columns = columns_of(case, met)
    if not columns.orders:
        return None
    rows, most = rows_of(case, columns)
    relaxed = linprog(
        -columns.worth,
        A_ub=rows,
        b_ub=most,
        bounds=(0, None),
        method="highs",
        options={"time_limit": seconds},
    )
    if relaxed.status != 0 or relaxed.fun is None:
        return None
    lost = -(rows.T @ relaxed.ineqlin.marginals) - columns.worth
    keep = np.flatnonzero(lost <= -relaxed.fun - worth - 1 + TINY * max(1.0, abs(worth)))
    if not keep.size:
        return None
    found = milp(
        -columns.worth[keep],
        integrality=np.ones(keep.size, dtype=np.int64),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(rows[:, keep], -np.inf, most),
        options={"time_limit": seconds, "mip_rel_gap": 0},
    )
    if found.x is None:
        return None
    chosen = keep[np.flatnonzero(found.x > 0.5)]
    if columns.worth[chosen].sum() <= worth:
        return None
    return by_day(case, columns, chosen)


def rows_of(case: Case, columns: Columns) -> tuple[Rows, Reals]:
    """Each visit once, each kind of day as often as there is, each group once, the budget."""
    visits, likeness = len(case.windows), case.days[:, LIKENESS]
    kinds = int(likeness.max()) + 1
    holds = np.zeros((visits, len(columns.orders)))
    for number, order in enumerate(columns.orders):
        holds[list(order), number] = 1
    of_kind = (np.arange(kinds)[:, None] == columns.kind).astype(np.float64)
    tables = [holds, of_kind]
    most = [np.ones(visits), np.bincount(likeness, minlength=kinds).astype(np.float64)]
    if case.groups.size:
        grouped = np.zeros((int(case.groups.max()) + 1, visits))
        owners = np.repeat(np.arange(visits), np.diff(case.visits[:, FIRST_GROUP]))
        grouped[case.groups, owners] = 1
        tables.append(grouped @ holds)
        most.append(np.ones(len(grouped)))
    if case.limits[BUDGET] < FAR:
        tables.append(case.visits[None, :-1, COST] @ holds)
        most.append(np.array([float(case.limits[BUDGET])]))
    return sparse.csc_array(np.concatenate(tables)), np.concatenate(most)


def by_day(case: Case, columns: Columns, chosen: Ints) -> list[Order]:
    likeness = case.days[:, LIKENESS]
    left = {
        kind: [number for number in chosen if columns.kind[number] == kind]
        for kind in set(likeness.tolist())
    }
    return [columns.orders[left[kind].pop(0)] if left[kind] else () for kind in likeness.tolist()]
