"""What the rows of a workbook may name: organisations, places, themes and components."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tourbook.core.refused import Refused
from tourbook.hosts.rules.importing.columns import Offer
from tourbook.hosts.rules.importing.reading import Row


@dataclass(frozen=True)
class KnownPlace:
    id: int
    name: str
    #: The town's names in all languages; the English one first.
    towns: tuple[str, ...]


@dataclass(frozen=True)
class KnownOffer:
    id: int
    organisation_id: int
    offer: Offer


@dataclass(frozen=True)
class Known:
    """What there is for the person who imports; a host knows only its own."""

    #: Names of organisations by their keys.
    organisations: dict[int, str]
    places: Sequence[KnownPlace] = ()
    #: Keys of themes by their keys and names, without capitals.
    themes: dict[str, str] = field(default_factory=dict)
    offers: Sequence[KnownOffer] = ()
    #: Whether there are organisations that this person may not import for.
    only_own: bool = False

    @cached_property
    def by_id(self) -> dict[int, KnownOffer]:
        return {one.id: one for one in self.offers}

    @cached_property
    def by_name(self) -> dict[tuple[int, str], list[KnownOffer]]:
        found: dict[tuple[int, str], list[KnownOffer]] = {}
        for one in self.offers:
            key = (one.organisation_id, one.offer.facts.name.en.casefold())
            found.setdefault(key, []).append(one)
        return found

    @cached_property
    def places_by_name(self) -> dict[str, list[KnownPlace]]:
        found: dict[str, list[KnownPlace]] = {}
        for one in self.places:
            found.setdefault(one.name.casefold(), []).append(one)
        return found

    @cached_property
    def hosts_by_name(self) -> dict[str, int]:
        return {name.casefold(): key for key, name in self.organisations.items()}

    def organisation(self, row: Row) -> int:
        name = str(row.values.get("organisation") or "")
        if not name:
            if self.only_own and len(self.organisations) == 1:
                return next(iter(self.organisations))
            raise Refused("Name the organisation that offers it.")
        organisation_id = self.hosts_by_name.get(name.casefold())
        if organisation_id is None and self.only_own:
            raise Refused(
                "“%(name)s” is not your organisation. You can import for your own only.",
                name=name[:60],
            )
        if organisation_id is None:
            raise Refused("There is no organisation called “%(name)s”.", name=name[:60])
        return organisation_id

    def place(self, name: str, town: str) -> KnownPlace:
        """The one place of this name, in this town if it is given."""
        named = self.places_by_name.get(name.casefold(), [])
        found = [one for one in named if not town or in_town(one, town)]
        if len(found) == 1:
            return found[0]
        if found:
            raise Refused("Several places are called “%(name)s”. Give the town.", name=name[:60])
        if named:
            raise Refused(
                "The place “%(name)s” is not in “%(town)s”.", name=name[:60], town=town[:60]
            )
        raise Refused("There is no place called “%(name)s”.", name=name[:60])

    def theme_keys(self, words: Sequence[str]) -> tuple[str, ...]:
        strange = next((word for word in words if word.casefold() not in self.themes), None)
        if strange is not None:
            raise Refused("There is no theme called “%(name)s”.", name=strange[:60])
        return tuple(sorted({self.themes[word.casefold()] for word in words}))

    def offer(self, key: int) -> KnownOffer:
        if key not in self.by_id:
            raise Refused("There is no component with the ID %(number)d.", number=key)
        return self.by_id[key]

    def named(self, organisation_id: int, name: str) -> KnownOffer | None:
        """The component of the organisation with this English name, if there is one."""
        found = self.by_name.get((organisation_id, name.casefold()), [])
        if len(found) > 1:
            raise Refused(
                "The organisation has several components called “%(name)s”. Say which one by"
                " its ID.",
                name=name[:60],
            )
        return found[0] if found else None


def in_town(place: KnownPlace, town: str) -> bool:
    return town.casefold() in {name.casefold() for name in place.towns}
