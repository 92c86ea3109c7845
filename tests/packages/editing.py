"""Two people, Aino and Pekka, who edit one draft."""

from tests.making import NOON, texts
from tests.packages.drafts import fresh
from tourbook.core.audit import Actor
from tourbook.core.db import db
from tourbook.core.texts import Texts
from tourbook.hosts.models import ComponentKind
from tourbook.packages import services
from tourbook.packages.models import Item, Version
from tourbook.packages.queries import edits
from tourbook.packages.rules.drafting import rows
from tourbook.packages.services import ItemFace

AINO, PEKKA = Actor(1, "Aino"), Actor(2, "Pekka")
WALK = ItemFace(
    title=texts("Walk"),
    text=Texts(),
    kind=ComponentKind.SIDE,
    starts=900,
    ends=960,
    place=None,
    optional=False,
)


def first(version: Version) -> Item:
    return version.days[0].items[0]


def move(item: Item, starts: int, *, seen: int, actor: Actor = AINO) -> None:
    length = item.ends_minute - item.starts_minute
    services.adjust_item(
        item,
        {"starts_minute": starts, "ends_minute": starts + length},
        verb="item_move",
        revision=seen,
        at=NOON,
        actor=actor,
    )


def rename(item: Item, words: str, *, seen: int, actor: Actor = PEKKA) -> None:
    services.adjust_item(
        item,
        {"title": texts(words).as_dict()},
        verb="item_rename",
        revision=seen,
        at=NOON,
        actor=actor,
    )


def edits_of(version: Version) -> list[tuple[int, str, str]]:
    found = db.session.scalars(edits.of_version(version.id)).all()
    return [(edit.number, edit.verb, edit.by) for edit in reversed(found)]


def told(version: Version) -> rows.Snapshot:
    """The draft as the database has it, revisions aside."""
    return {
        key: {name: value for name, value in row.items() if name != rows.REVISION}
        for key, row in rows.snapshot(fresh(version)).items()
    }
