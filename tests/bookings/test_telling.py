"""What participants are asked because a site of their own programme wants to know."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from tests.browser_client import Browser
from tests.making import (
    NOON,
    kept,
    make_booking,
    make_component,
    make_departure,
    make_participant,
    make_user,
    make_version,
    participant_token,
)
from tourbook.accounts.models import User
from tourbook.bookings.models import Booking, Participant
from tourbook.bookings.rules.needs import Wishes
from tourbook.bookings.rules.particulars import DocumentKind, Identity, Particulars, check
from tourbook.bookings.services import details
from tourbook.core.audit import Actor, AuditEntry
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.hosts.models import LegalBasis, SiteField, VisitorField

TODAY, LAST_DAY = date(2027, 3, 2), date(2027, 6, 1)
PASSPORT = Identity(DocumentKind.PASSPORT, "XP1234567", "EE", date(2030, 1, 31))
DOCUMENT = {
    "identity_kind": "passport",
    "identity_number": "XP1234567",
    "identity_country": "EE",
    "identity_valid_until": "2030-01-31",
}
NAME = {"name": "Aino", "language": "en"}


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def ask(component_id: int, field: VisitorField, reason: str = "The gate wants it.") -> None:
    kept(
        SiteField(
            component_id=component_id,
            field=field,
            reason=Texts(en=reason),
            legal_basis=LegalBasis.PUBLIC_TASK,
            days_before=14,
            days_after=7,
            since=NOON,
        )
    )


@pytest.fixture
def person(app: object) -> Participant:
    component = make_component()
    departure = make_departure(version=make_version(component=component))
    return make_participant(make_booking(departure))


def site_of(person: Participant) -> int:
    return person.booking.departure.items[0].component_id or 0


def page_of(person: Participant) -> str:
    return f"/p/{participant_token(person)}/details"


def test_a_person_is_asked_nothing_that_no_site_asks(visitor: Browser, person: Participant) -> None:
    ask(make_component().id, VisitorField.BIRTH_DATE)

    page = visitor.get(page_of(person)).text

    assert 'name="name"' in page
    for name in ("birth_date", "nationality", "phone", "vehicle", "identity_number"):
        assert f'name="{name}"' not in page


def test_who_asks_and_why_stands_beside_the_question(visitor: Browser, person: Participant) -> None:
    ask(site_of(person), VisitorField.PHONE, "The guide calls you.")
    component = person.booking.departure.items[0].component
    assert component is not None

    page = visitor.get(page_of(person)).text

    assert 'name="phone"' in page
    assert f"{component.name.en} asks: The guide calls you. Legal basis: A public task." in page


def test_what_is_told_is_kept_and_the_confidential_sealed(
    visitor: Browser, person: Participant
) -> None:
    for field in VisitorField:
        ask(site_of(person), field)
    told = {
        **NAME,
        **DOCUMENT,
        "nationality": "EE",
        "employer": "Rescue Board",
        "post": "Inspector",
        "phone": "+372 5555 1234",
        "vehicle": "123 ABC",
        "best_language": "et",
        "languages": ["en", "fi"],
        "clothing_size": "L",
        "photo_consent": "no",
        "birth_date": "1980-05-17",
    }

    assert visitor.post(page_of(person), data=told).status_code == 302

    assert details.told_by(person) == Particulars(
        nationality="EE",
        employer="Rescue Board",
        post="Inspector",
        phone="+372 5555 1234",
        vehicle="123 ABC",
        languages=("et", "en", "fi"),
        clothing_size="L",
        photo_consent=False,
        birth_date=date(1980, 5, 17),
        identity=PASSPORT,
    )
    assert b"XP1234567" not in (person.identity_sealed or b"")
    assert b"1980" not in (person.birth_date_sealed or b"")
    assert 'value="XP1234567"' in visitor.get(page_of(person)).text
    entries = db.session.scalars(sa.select(AuditEntry)).all()
    assert "XP1234567" not in str([(one.before, one.after) for one in entries])


def test_what_is_not_asked_is_not_kept_even_if_it_is_sent(
    visitor: Browser, person: Participant
) -> None:
    visitor.post(page_of(person), data={**NAME, **DOCUMENT, "phone": "+372 5555 1234"})

    assert (person.phone, person.identity_sealed) == ("", None)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"identity_number": ""}, "Give all four parts"),
        ({"identity_valid_until": "2027-05-31"}, "must be valid until the last day"),
        ({"identity_number": "XP|1"}, "as it is printed"),
        ({"birth_date": "2099-01-01"}, "Check the date of birth."),
        ({"birth_date": "31.2.1980"}, "Date of birth"),
    ],
)
def test_what_cannot_be_true_is_not_kept(
    visitor: Browser, person: Participant, change: dict[str, str], sentence: str
) -> None:
    for field in (VisitorField.BIRTH_DATE, VisitorField.IDENTITY_DOCUMENT):
        ask(site_of(person), field)

    response = visitor.post(page_of(person), data={**NAME, **DOCUMENT, **change})

    assert response.status_code == 200
    assert sentence in response.text
    assert (person.birth_date_sealed, person.identity_sealed) == (None, None)


def test_a_document_that_lasts_until_the_last_day_will_do() -> None:
    good = Particulars(identity=Identity(DocumentKind.PASSPORT, "X1", "EE", LAST_DAY))
    check(good, today=TODAY, last_day=LAST_DAY)
    with pytest.raises(Refused):
        check(good, today=TODAY, last_day=LAST_DAY + timedelta(days=1))


def test_leader_is_asked_what_the_sites_ask_but_never_for_documents(
    sign_in: Callable[[User], Browser], person: Participant
) -> None:
    ask(site_of(person), VisitorField.NATIONALITY)
    ask(site_of(person), VisitorField.IDENTITY_DOCUMENT)
    person.phone = "+372 1"
    leader = sign_in(make_user(delegation=person.booking.delegation))
    url = f"/bookings/{person.booking_id}/participants/{person.id}"

    page = leader.get(url).text
    assert 'name="nationality"' in page
    assert 'name="phone"' not in page
    assert "identity" not in page
    leader.post(url, data={"name": "Aino", "email": person.email, "nationality": "US"})

    assert (person.nationality, person.phone) == ("US", "+372 1")


def test_a_list_is_read_with_the_columns_that_sites_ask_for(
    sign_in: Callable[[User], Browser], app: object
) -> None:
    component = make_component()
    booking = make_booking(make_departure(version=make_version(component=component)))
    ask(component.id, VisitorField.NATIONALITY)
    leader = sign_in(make_user(delegation=booking.delegation))
    text = "Name\tNationality\tPhone\nAino\tSuomi\t+358 1\nLiv\tno\t\nBad\tAtlantis\t"

    preview = leader.post(f"/bookings/{booking.id}/participants/paste", data={"text": text}).text
    leader.post(f"/bookings/{booking.id}/participants/apply", data={"text": text})

    assert "We do not know this nationality" in preview
    people = db.session.scalars(sa.select(Participant).order_by(Participant.id)).all()
    assert [(one.name, one.nationality, one.phone) for one in people] == [
        ("Aino", "FI", ""),
        ("Liv", "NO", ""),
    ]


def tell_all(booking: Booking) -> Participant:
    one = make_participant(booking)
    details.save(
        one,
        name="Aino",
        form_of_address="",
        language="en",
        diet=Wishes(("halal",)),
        needs=Wishes(),
        consent=True,
        at=NOON,
    )
    told = Particulars(phone="+372 1", birth_date=date(1980, 5, 17), identity=PASSPORT)
    asked = set(VisitorField)
    details.tell(one, told, asked=asked, at=NOON, actor=Actor(None, "participant"))
    return one


@pytest.mark.parametrize(("days", "kept_still"), [(30, True), (31, False)])
def test_a_month_after_the_visit_all_that_is_sealed_is_erased_and_proved(
    app: object, days: int, kept_still: bool
) -> None:
    booking = make_booking()
    person, silent = tell_all(booking), make_participant(booking, name="Liv")
    at = booking.departure.items[-1].ends_at + timedelta(days=days)

    details.forget(at=at)
    details.forget(at=at)

    db.session.expire_all()
    sealed = (person.diet_sealed, person.birth_date_sealed, person.identity_sealed)
    assert [part is not None for part in sealed] == [kept_still] * 3
    assert (person.erased_at is None, silent.erased_at is None) == (kept_still, kept_still)
    assert (person.name, person.phone) == ("Aino", "+372 1")
    proofs = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == "bookings.erase_sealed")
    ).all()
    assert [(one.subject_kind, one.subject_id, one.after) for one in proofs] == (
        []
        if kept_still
        else [
            (
                "departure",
                booking.departure_id,
                {
                    "people": 2,
                    "eating_wishes": 1,
                    "other_wishes": 0,
                    "birth_dates": 1,
                    "identities": 1,
                },
            )
        ]
    )


def test_what_is_erased_is_not_told_again(visitor: Browser, app: object) -> None:
    person = tell_all(make_booking())
    details.forget(at=person.booking.departure.items[-1].ends_at + timedelta(days=31))
    db.session.expire_all()

    response = visitor.post(page_of(person), data={**NAME, "diet": ["vegan"], "consent": "y"})

    assert "has been erased" in response.text
    assert person.diet_sealed is None


def test_a_person_who_is_removed_leaves_nothing_sealed(
    sign_in: Callable[[User], Browser], app: object
) -> None:
    person = tell_all(make_booking())
    leader = sign_in(make_user(delegation=person.booking.delegation))

    leader.post(f"/bookings/{person.booking_id}/participants/{person.id}/remove")

    assert (person.diet_sealed, person.birth_date_sealed, person.identity_sealed) == (
        None,
        None,
        None,
    )
