"""Words in a named language with no page around them: for mail, papers and calendar files."""

from functools import cache

from babel.support import NullTranslations, Translations

from tourbook.config import PACKAGE

LANGUAGES = ("fi", "sv", "en")
FALLBACK = "en"


@cache
def catalogue(language: str) -> NullTranslations:
    return Translations.load(PACKAGE / "translations", [language])


def known(language: str | None) -> str:
    """This language if visitors' texts exist in it, else English."""
    return language if language in LANGUAGES else FALLBACK


def in_language(language: str, sentence: str, **values: object) -> str:
    """The sentence in this language; with no values, `%` stands for itself."""
    text = catalogue(known(language)).ugettext(sentence)
    return text % values if values else text


def plural_in(language: str, one: str, many: str, n: int, **values: object) -> str:
    """The form of the sentence for `n`, which may also be named in it as `%(n)d`."""
    return catalogue(known(language)).ungettext(one, many, n) % {"n": n, **values}


def N_(sentence: str) -> str:  # noqa: N802  # the name that translators' tools look for
    """Marks a sentence for the translators where it is not yet shown to anybody."""
    return sentence
