"""Laying something on a day where it fits first."""

from datetime import date, datetime

from tourbook.core.audit import Actor
from tourbook.core.texts import Texts
from tourbook.hosts.models import Component, ComponentKind
from tourbook.packages.models import Day, Item, Version
from tourbook.packages.queries import outlines
from tourbook.packages.rules.checks import fitting, remedies
from tourbook.packages.rules.checks.survey import survey
from tourbook.packages.rules.outline import Stop
from tourbook.packages.services import drafts
from tourbook.packages.services.drafts import ItemFace


def lay_component(
    day: Day,
    component: Component,
    *,
    starts: int | None,
    today: date,
    at: datetime,
    actor: Actor,
) -> Item:
    """Put a component on a day: at `starts`, or without it where it fits first."""
    drafts.check_offered(component)
    times = outlines.times_of([component.id], day.version, today)
    offer = outlines.offer_of(component, times)
    wanted = remedies.new_stop(day.number, day.starts_minute, offer.duration, component.kind)
    stop = Stop(
        id=wanted.id,
        lineage="",
        day=day.number,
        starts=wanted.starts,
        ends=wanted.ends,
        kind=component.kind,
        title=component.name,
        offer=offer,
        spot=offer.spot,
    )
    span = span_of(day.version, stop, starts, today)
    face = drafts.offered_face(component, *span)
    return drafts.add_item(day, face, component=component, at=at, actor=actor)


def lay_words(
    day: Day,
    title: Texts,
    kind: ComponentKind,
    *,
    minutes: int,
    starts: int | None,
    today: date,
    at: datetime,
    actor: Actor,
) -> Item:
    """Put free text on a day: at `starts`, or without it where it fits first."""
    stop = remedies.new_stop(day.number, day.starts_minute, minutes, kind)
    first, last = span_of(day.version, stop, starts, today)
    face = ItemFace(title, Texts(), kind, first, last, None, optional=False)
    return drafts.add_item(day, face, component=None, at=at, actor=actor)


def span_of(version: Version, stop: Stop, starts: int | None, today: date) -> tuple[int, int]:
    if starts is not None and not stop.is_night:
        return starts, starts + stop.minutes
    outline = outlines.outline_of(version, today=today)
    first, last = fitting.times_for(survey(outline), stop)
    return (first, last) if starts is None else (starts, max(last, starts + 60))
