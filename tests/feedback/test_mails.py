"""The mails of feedback as they leave."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.feedback.asking import make_asked, wave_of
from tests.making import participant_token
from tourbook.core.db import db
from tourbook.feedback import services
from tourbook.feedback.models import WaveKind
from tourbook.messages.emails.wording import worded
from tourbook.messages.models import Message

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("kind", list(WaveKind))
def test_every_mail_can_be_read_in_every_language(kind: WaveKind, language: str) -> None:
    departure, (person,) = make_asked()
    person.language = person.booking.delegation.language = language
    wave = wave_of(departure, kind)

    services.open_waves({}, wave.opens_at)
    services.open_waves({}, wave.opens_at + timedelta(days=3))

    messages = db.session.scalars(sa.select(Message).order_by(Message.kind)).all()
    assert [message.kind for message in messages] == [
        "feedback/invitation",
        "feedback/leader",
        "feedback/reminder",
    ]
    link = f"http://localhost/p/{participant_token(person)}/feedback?lang={language}"
    for message in messages:
        words = worded(message, base_url="http://localhost", zone="Europe/Helsinki")
        assert words.subject
        assert (link in words.body) is (message.kind != "feedback/leader")
        assert "Guest" not in words.body or message.kind != "feedback/leader"
