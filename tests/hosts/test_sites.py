"""What a site asks of its visitors, how early, how open it is, and what stands in for it."""

from datetime import date

import pytest

from tests import making
from tests.browser_client import Browser
from tests.hosts.reading import text
from tourbook.core.audit import AuditEntry
from tourbook.core.db import db
from tourbook.core.refused import Refused
from tourbook.core.texts import Texts
from tourbook.hosts.models import (
    Component,
    InformationLevel,
    LeadKind,
    LeadUnit,
    LegalBasis,
    Permission,
    VisitorField,
)
from tourbook.hosts.queries import sites as asked
from tourbook.hosts.rules.sites import FieldFacts, check_field, check_plan_b

pytestmark = pytest.mark.usefixtures("at_noon")

WHY = Texts(en="The kitchen cooks for it.")
FORM = {"reason-en": WHY.en, "days_before": "10", "days_after": "3"}
OPEN = {"information": "restricted", "photos": "forbidden", "phones": "ask", "drones": "forbidden"}


@pytest.mark.parametrize("field", [VisitorField.DIET, VisitorField.MOBILITY])
def test_diet_and_mobility_need_explicit_consent(field: VisitorField) -> None:
    with pytest.raises(Refused):
        check_field(FieldFacts(field, WHY, LegalBasis.LEGITIMATE_INTERESTS))
    check_field(FieldFacts(field, WHY, LegalBasis.EXPLICIT_CONSENT))


def test_a_site_says_in_english_why_it_asks() -> None:
    with pytest.raises(Refused, match="Say in English"):
        check_field(FieldFacts(VisitorField.NAME, Texts(fi="Portti."), LegalBasis.PUBLIC_TASK))


@pytest.mark.parametrize("days", [(366, 0), (0, 366), (-1, 0)])
def test_a_list_is_not_open_for_more_than_a_year(days: tuple[int, int]) -> None:
    with pytest.raises(Refused):
        check_field(FieldFacts(VisitorField.NAME, WHY, LegalBasis.CONTRACT, *days))
    check_field(FieldFacts(VisitorField.NAME, WHY, LegalBasis.CONTRACT, 365, 365))


def test_plan_b_is_another_component_and_not_a_circle_of_two() -> None:
    with pytest.raises(Refused):
        check_plan_b(7, 7)
    with pytest.raises(Refused):
        check_plan_b(7, 8, plan_b_of_plan_b=7)
    check_plan_b(7, 8, plan_b_of_plan_b=9)
    check_plan_b(7, None)


def test_a_host_asks_for_a_field_changes_it_and_asks_no_more(
    host: Browser, component: Component
) -> None:
    page = f"/host/components/{component.id}/asks"

    response = host.post(f"{page}/diet", data={**FORM, "legal_basis": "explicit_consent"})

    assert response.location == page
    row = asked.fields_of(component)[VisitorField.DIET]
    assert (row.reason, row.legal_basis, row.days_before, row.days_after) == (
        WHY,
        LegalBasis.EXPLICIT_CONSENT,
        10,
        3,
    )
    assert WHY.en in text(host, page)
    assert WHY.en in text(host, f"{page}/diet")

    changed = {**FORM, "days_before": "5", "legal_basis": "explicit_consent"}
    assert host.post(f"{page}/diet", data=changed).status_code == 302
    assert [one.days_before for one in asked.fields_of(component).values()] == [5]

    assert host.post(f"{page}/diet/remove").location == page
    assert asked.fields_of(component) == {}
    assert WHY.en not in text(host, page)
    actions = db.session.scalars(db.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["hosts.ask_field", "hosts.ask_field", "hosts.ask_field_no_more"]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("diet", {"legal_basis": "legitimate_interests"}),
        ("name", {"reason-en": "", "legal_basis": "contract"}),
        ("name", {"days_before": "400", "legal_basis": "contract"}),
    ],
)
def test_what_a_site_may_not_ask_is_not_kept(
    host: Browser, component: Component, name: str, change: dict[str, str]
) -> None:
    response = host.post(f"/host/components/{component.id}/asks/{name}", data={**FORM, **change})

    assert response.status_code == 200
    assert "Please check the form" in response.get_data(as_text=True)
    assert asked.fields_of(component) == {}


def test_there_is_no_other_field_to_ask_for(host: Browser, component: Component) -> None:
    assert host.get(f"/host/components/{component.id}/asks/religion").status_code == 404


def test_what_is_not_asked_cannot_be_asked_no_more(host: Browser, component: Component) -> None:
    response = host.post(f"/host/components/{component.id}/asks/name/remove")
    assert response.status_code == 409


def test_lead_times_of_a_component_hold_over_those_of_its_organisation(
    host: Browser, component: Component
) -> None:
    organisation_id = component.organisation_id
    theirs = {
        "names-unit": "working_days",
        "names-amount": "15",
        "gift-unit": "date",
        "gift-day": "2027-05-31",
    }
    assert host.post(f"/host/organisations/{organisation_id}/lead-times", data=theirs).location
    own = {"names-unit": "days", "names-amount": "21"}
    assert host.post(f"/host/components/{component.id}/lead-times", data=own).location

    page = text(host, f"/host/components/{component.id}/asks")

    assert "21 days before" in page
    assert "by Mon 31 May 2027" in page
    assert "15 working days" not in page
    kept = {
        row.what: (row.unit, row.amount, row.day)
        for row in asked.leads_of_organisation(organisation_id)
    }
    assert kept == {
        LeadKind.NAMES: (LeadUnit.WORKING_DAYS, 15, None),
        LeadKind.GIFT: (LeadUnit.DATE, None, date(2027, 5, 31)),
    }

    assert host.post(f"/host/components/{component.id}/lead-times", data={}).location
    assert asked.leads_of_component(component) == []
    assert "15 working days before" in text(host, f"/host/components/{component.id}/asks")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"menus-unit": "days"}, "Give the number of days."),
        ({"menus-unit": "date", "menus-amount": "4"}, "Give the date by which it is due."),
        ({"menus-unit": "days", "menus-amount": "731"}, "Menus, Number of days"),
    ],
)
def test_a_lead_time_without_its_measure_is_told(
    host: Browser, component: Component, data: dict[str, str], sentence: str
) -> None:
    response = host.post(f"/host/components/{component.id}/lead-times", data=data)

    assert sentence in response.get_data(as_text=True)
    assert asked.leads_of_component(component) == []


def test_lead_times_of_another_organisation_do_not_exist(host: Browser) -> None:
    other = making.make_organisation()
    assert host.get(f"/host/organisations/{other.id}/lead-times").status_code == 404


def test_openness_is_kept_and_shown(host: Browser, component: Component) -> None:
    data = {**OPEN, "escort": "y", "controlled_technology": "y", "notes-en": "Wear boots."}

    assert host.post(f"/host/components/{component.id}/openness", data=data).status_code == 302

    row = asked.openness_of(component)
    assert row is not None
    assert (row.information, row.photos, row.phones, row.escort, row.nda) == (
        InformationLevel.RESTRICTED,
        Permission.FORBIDDEN,
        Permission.ASK,
        True,
        False,
    )
    page = text(host, f"/host/components/{component.id}/asks")
    assert "Wear boots." in page
    assert "Controlled technology" in page
    assert "confidentiality" not in page


def test_organiser_chooses_any_plan_b_and_a_host_its_own(
    as_organiser: Browser, host: Browser, component: Component
) -> None:
    foreign = making.make_component()
    own = making.make_component(organisation=component.organisation)
    page = f"components/{component.id}/plan-b"

    refused = host.post(f"/host/{page}", data={"plan_b_id": str(foreign.id)})
    assert refused.status_code == 200
    assert plan_b_of(component) is None
    assert host.post(f"/host/{page}", data={"plan_b_id": str(own.id)}).status_code == 302
    assert plan_b_of(component) == own.id
    assert as_organiser.post(f"/desk/{page}", data={"plan_b_id": str(foreign.id)}).location
    assert plan_b_of(component) == foreign.id


def plan_b_of(component: Component) -> int | None:
    return component.plan_b_id


def test_a_host_is_not_told_which_other_host_stands_in(host: Browser, component: Component) -> None:
    foreign = making.make_component()
    component.plan_b = foreign
    db.session.commit()

    page = text(host, f"/host/components/{component.id}/asks")

    assert foreign.name.en not in page
    assert "The organiser has chosen what stands in" in page
    assert host.get(f"/host/components/{component.id}/plan-b").status_code == 409


def test_a_copy_asks_of_its_visitors_what_the_first_one_asks(
    host: Browser, component: Component
) -> None:
    base = f"/host/components/{component.id}"
    host.post(f"{base}/asks/diet", data={**FORM, "legal_basis": "explicit_consent"})
    host.post(f"{base}/lead-times", data={"names-unit": "working_days", "names-amount": "15"})
    host.post(f"{base}/openness", data=OPEN)

    address = host.post(f"{base}/duplicate").location

    copy = db.session.get_one(Component, int(address.split("/")[3]))
    field = asked.fields_of(copy)[VisitorField.DIET]
    openness = asked.openness_of(copy)
    assert (field.reason, field.legal_basis, field.days_before) == (
        WHY,
        LegalBasis.EXPLICIT_CONSENT,
        10,
    )
    leads = [(lead.what, lead.unit, lead.amount) for lead in asked.leads_of_component(copy)]
    assert leads == [(LeadKind.NAMES, LeadUnit.WORKING_DAYS, 15)]
    assert openness is not None
    assert (openness.information, openness.photos) == (
        InformationLevel.RESTRICTED,
        Permission.FORBIDDEN,
    )
    assert len(asked.fields_of(component)) == len(asked.leads_of_component(component)) == 1
