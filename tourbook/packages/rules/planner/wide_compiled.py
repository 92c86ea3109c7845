"""Loops that Python is too slow for, compiled by numba on their first use.

Compiling takes some seconds once for each machine; the outcome is kept beside the source, or in
NUMBA_CACHE_DIR, or in the user's cache folder. Where none of these may be written it is compiled
anew by each process. What is kept knows of changes in its own file only: after a change in one
of these files, touch the others.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Reals = NDArray[np.float64]

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """The same function, compiled; it may run beside other threads."""
    return made(function, {})


def within(function: F) -> F:
    """A compiled function that only compiled ones call, which makes it quicker to compile."""
    return made(function, {"no_cpython_wrapper": True})


def inlined(function: F) -> F:
    """The same, becoming part of those that call it."""
    return made(function, {"no_cpython_wrapper": True, "forceinline": True})


def made(function: F, further: dict[str, bool]) -> F:
    options = {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True, **further}
    # No compiled function makes an array, so none counts references: ten times faster.
    options["_nrt"] = False
    njit: Any = numba.njit
    try:
        return cast("F", njit(cache=True, **options)(function))
    except RuntimeError:  # no folder for the cache
        return cast("F", njit(**options)(function))


@inlined
def draw(chance: Ints) -> float:
    """A random number from 0 up to 1: xorshift of 32 bits with a Weyl sequence (Marsaglia)."""
    x = chance[0]
    x ^= (x << 13) & 0xFFFFFFFF
    x ^= x >> 17
    x ^= (x << 5) & 0xFFFFFFFF
    chance[0] = x
    chance[1] = (chance[1] + 362437) & 0xFFFFFFFF
    return float(((x + chance[1]) & 0xFFFFFFFF) / 4294967296.0)


@inlined
def below(chance: Ints, count: int) -> int:
    return int(draw(chance) * count)


@within
def shuffle(chance: Ints, items: Ints, count: int) -> None:
    for last in range(count - 1, 0, -1):
        other = below(chance, last + 1)
        items[last], items[other] = items[other], items[last]
