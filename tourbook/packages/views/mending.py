"""Problems of a draft as the builder shows them: in words, with ways out that can be pressed."""

from dataclasses import dataclass
from hashlib import blake2b

from flask import url_for

from tourbook.packages.models import Acceptance, Version
from tourbook.packages.rules import programme
from tourbook.packages.rules.checks.problems import Problem, Remedy, Severity, WayOut
from tourbook.packages.services.checking import Look
from tourbook.packages.views import wording
from tourbook.web import filters

ACTS = {
    Remedy.MOVE: "move",
    Remedy.STRETCH: "stretch",
    Remedy.REMOVE: "remove",
    Remedy.MAKE_OPTIONAL: "optional",
    Remedy.INTERPRET: "interpret",
}


@dataclass(frozen=True)
class Press:
    """A way out: a sentence, and what it does when it is pressed, if it can be."""

    sentence: str
    #: Where its values are sent; or a page to open.
    post: str = ""
    link: str = ""
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Accepted:
    """Why something may stand, who said so and when."""

    reason: str
    by: str
    day: str


@dataclass(frozen=True)
class Trouble:
    anchor: str
    key: str
    severity: str
    label: str
    sentence: str
    ways_out: tuple[Press, ...]
    item_ids: tuple[int, ...]
    day: int | None
    objective: str
    code: str
    accepted: Accepted | None = None

    @property
    def can_be_accepted(self) -> bool:
        return self.severity != Severity.BLOCKS and self.accepted is None


class Mender:
    """Turns ways out into forms and links of one draft."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self.days = {day.number: day for day in version.days}
        self.labels = {severity: wording.severity_word(severity) for severity in Severity}
        self.acts = url_for("package_builder.act", version_id=version.id, item_id=0)[:-1]
        self.revisions = {item.id: item.revision for day in version.days for item in day.items}

    def press(self, way_out: WayOut) -> Press:
        said = wording.sentence(way_out.sentence, way_out.values)
        if way_out.remedy is Remedy.ADD:
            return Press(said, link=self.library(way_out))
        if way_out.remedy is Remedy.OPEN:
            return Press(said, link=page_link(self.version, way_out))
        if way_out.remedy is Remedy.DAY_HOURS:
            return self.day_hours(said, way_out)
        if way_out.remedy is None or way_out.item_id not in self.revisions:
            return Press(said)
        return self.item_act(said, way_out, way_out.remedy)

    def library(self, way_out: WayOut) -> str:
        day = self.days.get(number_of(way_out, "day"))
        return url_for(
            "package_library.library",
            version_id=self.version.id,
            day=day.id if day else None,
            kind=way_out.values.get("kind"),
            starts=hour_of(way_out, "starts"),
        )

    def day_hours(self, said: str, way_out: WayOut) -> Press:
        day = self.days.get(number_of(way_out, "day"))
        if day is None:
            return Press(said)
        url = url_for("package_builder.day_hours", version_id=self.version.id, day_id=day.id)
        fields = (
            ("revision", str(day.revision)),
            ("starts", hour_of(way_out, "starts") or ""),
            ("ends", hour_of(way_out, "ends") or ""),
        )
        return Press(said, post=url, fields=fields)

    def item_act(self, said: str, way_out: WayOut, remedy: Remedy) -> Press:
        day = self.days.get(number_of(way_out, "day"))
        wanted = (
            ("act", ACTS[remedy]),
            ("revision", self.revisions[way_out.item_id]),
            ("starts", hour_of(way_out, "starts")),
            ("ends", hour_of(way_out, "ends")),
            ("day", day.id if day else None),
            ("language", way_out.values.get("language")),
        )
        fields = tuple((name, str(value)) for name, value in wanted if value is not None)
        return Press(said, post=f"{self.acts}{way_out.item_id}", fields=fields)


def number_of(way_out: WayOut, name: str) -> int:
    value = way_out.values.get(name)
    return value if isinstance(value, int) else 0


def hour_of(way_out: WayOut, name: str) -> str | None:
    value = way_out.values.get(name)
    return programme.shown(value) if isinstance(value, int) else None


def page_link(version: Version, way_out: WayOut) -> str:
    page = str(way_out.values.get("page", ""))
    component_id = number_of(way_out, "component_id")
    if page == "component" and component_id:
        return url_for("components.show", component_id=component_id)
    if page == "vat":
        return url_for("vat.index")
    if page == "travel":
        return url_for("package_travel.index")
    endpoints = {
        "prices": "package_parts.prices",
        "objectives": "package_objectives.index",
        "costing": "package_costing.show",
    }
    return url_for(endpoints.get(page, "package_versions.settings"), version_id=version.id)


def troubles(version: Version, look: Look) -> list[Trouble]:
    """All problems, what blocks first; accepted ones keep their place with their reason."""
    mender = Mender(version)
    return [trouble(problem, look.accepted.get(problem.key), mender) for problem in look.problems]


def trouble(problem: Problem, standing: Acceptance | None, mender: Mender) -> Trouble:
    return Trouble(
        anchor=anchor_of(problem.key),
        key=problem.key,
        severity=problem.severity.value,
        label=mender.labels[problem.severity],
        sentence=wording.sentence(problem.sentence, problem.values),
        ways_out=tuple([mender.press(way_out) for way_out in problem.ways_out]),
        # What concerns a day as a whole stands at the day alone.
        item_ids=problem.item_ids if problem.day is None else (),
        day=problem.day,
        objective=problem.objective,
        code=problem.code,
        accepted=accepted(standing) if problem.severity is not Severity.BLOCKS else None,
    )


def anchor_of(key: str) -> str:
    """The same for as long as the problem is there, whatever comes and goes beside it."""
    return f"problem-{blake2b(key.encode(), digest_size=8).hexdigest()}"


def accepted(standing: Acceptance | None) -> Accepted | None:
    if standing is None:
        return None
    return Accepted(standing.reason, standing.accepted_by, filters.day(standing.accepted_at))
