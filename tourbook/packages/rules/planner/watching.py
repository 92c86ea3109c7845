"""The time that a search may take, and telling how it goes."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from tourbook.packages.rules.planner.answer import Progress, Stage, Tell

#: Seconds between two reports.
INTERVAL = 0.2


class Stopped(Exception):
    """A listener may raise this instead of answering False."""


class Watch:
    """Knows when to stop: the time is over, or the listener said so."""

    def __init__(self, seconds: float, tell: Tell | None, *, points: float = 1.0) -> None:
        self.begun = monotonic()
        self.seconds = seconds
        self.tell = tell
        self.points = points
        self.stopped = False
        self.told = self.begun - INTERVAL
        self.stage = Stage.DAYS
        self.score: int | None = None
        self.bound: int | None = None

    def spent(self) -> float:
        return monotonic() - self.begun

    def left(self) -> float:
        """Seconds; none after a stop."""
        return 0.0 if self.stopped else max(0.0, self.seconds - self.spent())

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """What is done inside may take no longer than that."""
        whole = self.seconds
        self.seconds = min(whole, self.spent() + seconds)
        try:
            yield
        finally:
            self.seconds = whole

    def at(self, stage: Stage) -> None:
        """A new stage is told at once."""
        if stage is not self.stage:
            self.stage, self.told = stage, self.begun - INTERVAL
        self.go_on()

    def heard(self, score: int) -> None:
        """A plan of that score is known; below zero it lacks some visit that must be in."""
        if score >= 0 and (self.score is None or score > self.score):
            self.score = score

    def go_on(self, *, reserve: float = 0.0) -> bool:
        """Report if it is time to; may the search go on, leaving `reserve` seconds?"""
        if self.tell is not None and not self.stopped and monotonic() - self.told >= INTERVAL:
            self.told = monotonic()
            try:
                self.stopped = self.tell(self.progress()) is False
            except Stopped:
                self.stopped = True
        return self.left() > reserve

    def progress(self) -> Progress:
        return Progress(
            seconds=self.spent(),
            stage=self.stage,
            score=None if self.score is None else self.score * self.points,
            bound=None if self.bound is None else self.bound * self.points,
        )
