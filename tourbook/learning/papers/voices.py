"""Sections of recommending, of what people wrote, and of how all this was measured."""

from tourbook.core import formats
from tourbook.core.languages import in_language
from tourbook.documents import charts
from tourbook.learning.papers.parts import Section, pictured, section
from tourbook.learning.rules import sentences
from tourbook.learning.rules.sentences import Figures


def recommend_section(figures: Figures, language: str) -> Section:
    heading = in_language(language, "Would they recommend it?")
    of = figures["recommend"]
    told = sentences.recommended(figures, language)
    if told is None:
        return section(heading, [sentences.hidden(of["n"], language)])
    if of["range"]:
        return section(
            heading, [told, in_language(language, "All chose one and the same answer from 0 to 6.")]
        )
    chart = charts.recommend_dots(
        "f-recommend",
        of["counts"],
        title=in_language(language, "Recommending the visit, 0 to 10"),
        description=in_language(
            language,
            "One mark for each answer. %(counts)s The table below says the same.",
            counts=told,
        ),
        words=charts.RecommendWords(
            score=in_language(language, "Answer"),
            people=in_language(language, "People"),
            promoters=in_language(language, "9 to 10"),
            passives=in_language(language, "7 to 8"),
            detractors=in_language(language, "0 to 6"),
        ),
        language=language,
    )
    return section(heading, [told, *promoter_score(of, language)], figures=[pictured(chart)])


def promoter_score(of: Figures, language: str) -> list[str]:
    """Only from ten answers on, with its interval, and never first."""
    if of["value"] is None:
        return []
    return [
        in_language(
            language,
            "Share of 9 and 10 less share of 0 to 6, in points: %(value)s (95 %% interval %(low)s"
            " to %(high)s). The interval is wide in groups of this size.",
            value=whole(of["value"], language),
            low=whole(of["low"], language),
            high=whole(of["high"], language),
        )
    ]


def whole(value: float, language: str) -> str:
    sign = "\u2212" if round(value) < 0 else "+" if round(value) > 0 else ""
    return f"{sign}{formats.number(abs(round(value)), language)}"


def words_section(figures: Figures, language: str) -> Section:
    headings = {
        "open.keep": in_language(language, "What should stay as it was"),
        "open.change": in_language(language, "What should be changed"),
        "open.first": in_language(language, "What people will do first at home"),
    }
    quotes = [
        {
            "heading": headings.get(one["code"], one["code"]),
            "note": words_note(one, language),
            "items": one["texts"],
        }
        for one in figures["open"]
    ]
    text = in_language(
        language,
        "As written, without names, in mixed order; shown when at least five people wrote.",
    )
    return section(in_language(language, "In their own words"), [text], quotes=quotes)


def words_note(one: Figures, language: str) -> str:
    if one["texts"]:
        return in_language(language, "%(n)d people wrote something.", n=one["n"])
    return in_language(
        language, "%(n)d people wrote something: too few to show what they wrote.", n=one["n"]
    )


def method_section(figures: Figures, language: str) -> Section:
    k = figures["k"]
    return section(
        in_language(language, "How we measured, and what these numbers cannot say"),
        [
            in_language(
                language,
                "Participants rated each objective before the visit, and afterwards twice: how it"
                " had been before, as they see it now, and how it is now. People who do not know"
                " what they do not know rate themselves too high before; looking back makes change"
                " look larger. The two changes bracket the truth.",
            ),
            in_language(
                language,
                "A 95 %% interval is made so that, over many groups, it holds the value for all"
                " groups like this one 95 times of 100. A wide interval says: few answers, little"
                " certainty. Changes have a paired t interval, shares a Wilson interval.",
                k=k,
            ),
            in_language(
                language,
                "Nothing is shown for fewer than %(k)d people, nor where two numbers together"
                " would tell about fewer than %(k)d. A change is counted over those who answered"
                " both before and after.",
                k=k,
            ),
            in_language(
                language,
                "These are self-ratings: they tell what people believe they can explain, not what"
                " they do at home. Those who did not answer may think otherwise. There is no"
                " comparison group, so other causes cannot be ruled out.",
            ),
            in_language(
                language,
                "The figures were frozen when the report was made. Later answers make a new report"
                " with the next number; this one does not change.",
            ),
        ],
    )
