"""Every text exists in Finnish, Swedish and English, and says the same thing."""

import ast
import re
from collections.abc import Sequence
from io import BytesIO

import pytest
from babel.messages.mofile import write_mo

from tests.translations import FOLDER, KEYWORDS, ROOT, TRANSLATED, catalogue, marked

PLACE = re.compile(r"%\((\w+)\)[a-z]")
MARKUP = re.compile(r"</?[a-z]+")


def strings(words: str | Sequence[str] | None) -> tuple[str, ...]:
    """The forms of a text: one, or one and many."""
    return (words,) if isinstance(words, str) else tuple(words or ("",))


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_text_is_missing(language: str) -> None:
    kept = {
        strings(message.id)[0]: message
        for message in catalogue(language)
        if message.id and all(strings(message.string)) and not message.fuzzy
    }

    missing = sorted(
        {f"{where}: {words}" for words, where in marked() if strings(words)[0] not in kept}
    )

    assert missing == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_text_is_left_over(language: str) -> None:
    used = {strings(words)[0] for words, _where in marked()}

    left = [strings(m.id)[0] for m in catalogue(language) if m.id and strings(m.id)[0] not in used]

    assert left == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_the_places_of_its_original(language: str) -> None:
    wrong = []
    for message in catalogue(language):
        if not message.id:
            continue
        originals, translations = strings(message.id), strings(message.string)
        wanted = set(PLACE.findall(" ".join(originals)))
        for translation in translations:
            places = set(PLACE.findall(translation))
            # A plural form may leave its number out where words say it.
            if places - wanted or (len(originals) == 1 and places != wanted):
                wrong.append((originals[0], translation))
            if MARKUP.findall(translation) != MARKUP.findall(originals[-1]):
                wrong.append((originals[0], translation))

    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_compiled_catalogue_is_of_this_source(language: str) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogue(language))

    kept = FOLDER / language / "LC_MESSAGES" / "messages.mo"

    assert kept.read_bytes() == compiled.getvalue()


def test_the_sentence_of_every_kind_of_refusal_is_marked() -> None:
    """A refusal of its own class is in no list of keywords unless somebody puts it there."""
    unmarked = [
        f"{path.name}: {one.name}"
        for path in (ROOT / "tourbook").rglob("*.py")
        for one in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(one, ast.ClassDef) and is_refusal(one) and not is_marked(one)
    ]

    assert unmarked == []


def is_refusal(one: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id == "Refused" for base in one.bases)


def is_marked(one: ast.ClassDef) -> bool:
    """Whether its raisers' sentences are found, or its own is wrapped in `N_`."""
    told = [
        call.args[0]
        for call in ast.walk(one)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "super().__init__"
    ]
    if not told:
        return one.name in KEYWORDS
    return all(isinstance(each, ast.Call) and ast.unparse(each.func) == "N_" for each in told)
