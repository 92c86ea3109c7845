"""What will be asked of a package version, made from its objectives, its items and their words."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tourbook.core.languages import LANGUAGES
from tourbook.core.roles import Role
from tourbook.core.texts import Texts
from tourbook.feedback.models import WaveKind
from tourbook.feedback.rules import questions as rules
from tourbook.feedback.rules.questions import Anchors, Draft
from tourbook.feedback.services import questions as services
from tourbook.packages.access import version_or_404
from tourbook.packages.models import Version, VersionStatus
from tourbook.web.access import roles
from tourbook.web.exports import export, export_wanted

bp = Blueprint("feedback_questions", __name__, url_prefix="/desk/packages/versions")


@dataclass(frozen=True)
class Asked:
    """A question with what it is about."""

    code: str
    wave: WaveKind
    #: The objective or the item; nothing of a question about the visit as a whole.
    about: Texts
    text: Texts
    anchors: Anchors
    #: Whether the words of the scale are the objective's own.
    own: bool


@bp.get("/<int:version_id>/questions")
@roles(Role.ORGANISER, Role.ADMIN)
def show(version_id: int) -> ResponseReturnValue:
    version = version_or_404(version_id)
    asked = asked_of(version)
    if export_wanted():
        return export_questions(asked)
    return render_template(
        "feedback/questions.html",
        version=version,
        waves=[
            (wave_word(wave), [each for each in asked if each.wave is wave]) for wave in WaveKind
        ],
        is_draft=version.status is VersionStatus.DRAFT,
    )


def wave_word(wave: WaveKind) -> str:
    words: dict[WaveKind, str] = {
        WaveKind.BEFORE: _("Before the visit"),
        WaveKind.AFTER: _("Right after the visit"),
    }
    return words[wave]


def asked_of(version: Version) -> list[Asked]:
    """As the questions are kept, once somebody asked them; before that as they will be made."""
    subjects = {each.id: each.text for each in version.objectives}
    titles = {item.id: item.title for day in version.days for item in day.items}
    return [
        Asked(
            draft.code,
            draft.wave,
            subjects.get(draft.objective_id or 0) or titles.get(draft.item_id or 0) or Texts(),
            draft.text,
            draft.anchors,
            draft.objective_id is not None and draft.anchors not in (rules.SKILL, rules.SKILL_THEN),
        )
        for draft in kept(version) or rules.drafts(version)
    ]


def kept(version: Version) -> list[Draft]:
    return [
        Draft(
            question.code,
            question.wave,
            question.kind,
            question.measure,
            question.position,
            question.text,
            (question.anchor_low, question.anchor_middle, question.anchor_high),
            question.objective_id,
            question.item_id,
        )
        for question in services.questions_of(version)
    ]


def export_questions(asked: Sequence[Asked]) -> ResponseReturnValue:
    """Every text in the three languages, for whoever checks the wording."""
    header = [_("Wave"), _("Code")]
    for words in (_("About"), _("Question"), "1", "3", "5"):
        header += [f"{words} ({language})" for language in LANGUAGES]
    rows = [
        (
            wave_word(each.wave),
            each.code,
            *(
                text.as_dict()[language]
                for text in (each.about, each.text, *each.anchors)
                for language in LANGUAGES
            ),
        )
        for each in asked
    ]
    return export(rows, header, "questions")
