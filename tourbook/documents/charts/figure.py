"""What every chart gives back, and how its numbers are written."""

from dataclasses import dataclass

from babel.numbers import format_decimal


@dataclass(frozen=True)
class Figure:
    """A picture, words for those who cannot see it, and its numbers as a table."""

    svg: str
    title: str
    description: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def number(value: float | None, language: str) -> str:
    """One decimal, as the language writes it: 3,4 in Finnish. Nothing for nothing."""
    return "" if value is None else format_decimal(value, "0.0", locale=language)


def signed(value: float | None, language: str) -> str:
    if value is None:
        return ""
    rounded = round(value, 1) + 0.0
    return format_decimal(rounded, "+0.0;\u22120.0" if rounded else "0.0", locale=language)


def interval(low: float | None, high: float | None, language: str) -> str:
    """From low to high with an en dash kept apart, as ends may be negative."""
    if low is None or high is None:
        return ""
    return f"{signed(low, language)} … {signed(high, language)}"
