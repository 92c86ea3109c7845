"""A draft for which programmes are searched and laid, and the steps of doing so."""

import secrets
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from tests import making
from tests.packages.drafts import fresh
from tests.packages.plans import NO_MEAL
from tourbook.core import jobs
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.hosts.models import Component, Rate, RateUnit, VatCategory
from tourbook.packages.models import Item, PlanRun, Version
from tourbook.packages.rules.proposing.asking import Ask, DayAsk, Want
from tourbook.packages.services import planning, searching

#: A Tuesday; the tests' today is 2 March 2027.
FIRST_DAY = date(2027, 6, 1)
TODAY = making.NOON.date()
ACTOR = Actor(None, "Test Person")


class Case:
    """A draft of one day with a pinned and a loose visit, and two more components."""

    def __init__(self) -> None:
        self.place = making.make_place()
        self.pinned, self.loose, self.fresh, self.rival = (self.component() for _ in range(4))
        self.version = making.make_version(published=False, party_max=20)
        self.version.trial_day = FIRST_DAY
        day = self.version.days[0]
        day.items.clear()
        self.kept = self.item(self.pinned, 600, pinned=True)
        self.moving = self.item(self.loose, 780)
        self.version.objectives[0].items = [self.kept]
        for component, hour in ((self.loose, 15), (self.fresh, 13), (self.rival, 13)):
            making.make_slot(component, starts_at=making.local(FIRST_DAY, hour))
        db.session.commit()

    def component(self) -> Component:
        component = making.make_component(place=self.place)
        component.rates = [
            Rate(
                unit=RateUnit.GROUP,
                pax_to=50,
                net_cents=10_000,
                vat_category=VatCategory.STANDARD,
                valid_from=date(2027, 1, 1),
                valid_to=date(2027, 12, 31),
            )
        ]
        return component

    def item(self, component: Component, starts: int, *, pinned: bool = False) -> Item:
        item = Item(
            component=component,
            place=component.place,
            kind=component.kind,
            title=component.name,
            text=making.texts(""),
            starts_minute=starts,
            ends_minute=starts + 90,
            lineage=secrets.token_hex(8),
            pinned=pinned,
        )
        self.version.days[0].items.append(item)
        return item

    def asked(self, **more: Any) -> Ask:
        wants = {self.fresh.id: Want(weight=5), self.rival.id: Want(weight=1)}
        day = DayAsk(1, 480, 1080, lunch=NO_MEAL, dinner=NO_MEAL)
        return replace(Ask(days=(day,), group=20, wants=wants), **more)

    def ask(self, **more: Any) -> PlanRun:
        run = planning.ask(
            self.version, self.asked(**more), today=TODAY, at=making.NOON, actor=ACTOR
        )
        db.session.commit()
        return run

    def search(self, **more: Any) -> PlanRun:
        """Asked, and answered by the worker."""
        run = self.ask(**more)
        work()
        return again(run)


def work() -> None:
    jobs.run_due(at=making.NOON + searching.HEAD_START)


def again(run: PlanRun) -> PlanRun:
    """The search as the database has it."""
    return db.session.get_one(PlanRun, run.id, populate_existing=True)


def lay(run: PlanRun, number: int = 0, at: datetime = making.NOON) -> None:
    planning.apply(run, number, today=TODAY, at=at, actor=ACTOR)
    db.session.commit()


def programme(version: Version) -> dict[str, tuple[int, bool]]:
    """Start and pin of each item by its name."""
    return {
        item.title.en: (item.starts_minute, item.pinned) for item in fresh(version).days[0].items
    }
