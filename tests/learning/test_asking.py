"""When a new report may be made."""

import pytest

from tourbook.core.refused import Refused
from tourbook.learning.rules.asking import Since, check_can_ask


@pytest.mark.parametrize(
    "since",
    [
        None,
        Since(people=4, changed=1, left=5),
        Since(people=12, changed=0, left=12),
        Since(people=12, changed=5, left=17),
        Since(people=12, changed=0, left=7),
    ],
)
def test_a_report_may_be_made(since: Since | None) -> None:
    check_can_ask(since)


@pytest.mark.parametrize(
    "since",
    [
        Since(people=12, changed=1, left=13),
        Since(people=12, changed=4, left=12),
        Since(people=12, changed=0, left=11),
    ],
)
def test_a_report_that_would_tell_of_a_few_is_refused(since: Since) -> None:
    with pytest.raises(Refused, match="fewer than five"):
        check_can_ask(since)
