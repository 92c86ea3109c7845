"""A costing as it is kept with a version, as pages show it."""

from tourbook.core import clock
from tourbook.packages.models import Version
from tourbook.packages.rules.costing import frozen as costing_frozen
from tourbook.packages.services import costing as services
from tourbook.packages.views import costing_differences, costing_words


def kept_with(version: Version) -> dict[str, object]:
    """What a page says of the costing that a version was published with; empty without one."""
    since = services.since_publishing(version, today=clock.today())
    if since is None or version.costing is None:
        return {"version": version, "kept": None}
    return {
        "version": version,
        "kept": shown(version.costing),
        "since": since,
        "differences": [costing_differences.difference(each) for each in since.rates],
        "sizes_apart": [costing_differences.size_difference(each) for each in since.sizes],
    }


def shown(kept: costing_frozen.Kept) -> dict[str, object]:
    """A costing in words, the same for a draft and for what was kept."""
    return {
        "head": costing_words.head(kept),
        "summary": costing_words.summary(kept),
        "charges": costing_words.charges(kept),
        "options": costing_words.options(kept),
        "terms": costing_words.terms_words(kept),
    }
