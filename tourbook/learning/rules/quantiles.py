"""Quantiles of the normal and of Student's t.

scipy takes two seconds to load, so it is loaded on the first question and not with the program;
of it the special functions alone where they answer, which load in a third of the time.
"""

import importlib
from functools import lru_cache
from statistics import NormalDist
from typing import Any

CONFIDENCE = 0.95

#: Two-sided 95 % of the normal: 1.959964.
Z = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2)


@lru_cache(maxsize=1)
def scipy_stats() -> Any:
    return importlib.import_module("scipy.stats")


@lru_cache(maxsize=1)
def scipy_special() -> Any:
    return importlib.import_module("scipy.special")


@lru_cache(maxsize=256)
def t_quantile(df: int, confidence: float = CONFIDENCE) -> float:
    """The two-sided quantile of Student's t: 2.3646 for df = 7 and 95 %."""
    if df < 1:
        raise ValueError("A t quantile needs one degree of freedom or more.")
    return float(scipy_special().stdtrit(df, 0.5 + confidence / 2))
