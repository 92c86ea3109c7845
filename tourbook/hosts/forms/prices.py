"""The forms of what components cost: rates, supplements and the dated VAT."""

from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tourbook.hosts.forms.words import (
    MOST_CENTS,
    SUPPLEMENTS,
    category_choices,
    language_choices,
    party,
    unit_choices,
)
from tourbook.hosts.models import RateUnit, SupplementKind, VatCategory
from tourbook.hosts.rules import RateFacts, SupplementFacts
from tourbook.web.fields import (
    DateField,
    DecimalField,
    InputRequired,
    MoneyField,
    NumberRange,
    SelectField,
    StringField,
    SubmitField,
    TextsField,
)
from tourbook.web.forms import Form, given


class RateForm(Form):
    unit = SelectField(_l("Unit"), choices=unit_choices)
    net_cents = MoneyField(
        _l("Price in euros, without VAT"), [InputRequired(), NumberRange(0, MOST_CENTS)]
    )
    vat_category = SelectField(_l("VAT"), choices=category_choices)
    pax_from = party(_l("For a party of at least"))
    pax_to = party(_l("For a party of at most"))
    valid_from = DateField(_l("First day of validity"), [InputRequired()])
    valid_to = DateField(_l("Last day of validity"), [InputRequired()])
    save = SubmitField(_l("Save"))

    def facts(self) -> RateFacts:
        return RateFacts(
            unit=RateUnit(given(self.unit.data)),
            net_cents=given(self.net_cents.data),
            vat_category=VatCategory(given(self.vat_category.data)),
            pax_from=given(self.pax_from.data),
            pax_to=given(self.pax_to.data),
            valid_from=given(self.valid_from.data),
            valid_to=given(self.valid_to.data),
        )


class SupplementForm(Form):
    kind = SelectField(
        _l("What is added"),
        choices=lambda: [(kind.value, str(label)) for kind, label in SUPPLEMENTS.items()],
    )
    name = TextsField(_l("Name, if it is not the usual one"), max_length=120)
    language = SelectField(
        _l("Language of the interpreter"),
        choices=lambda: [("", _("No interpreter")), *language_choices()],
        default="",
        description=_l("Into which is interpreted; only for an interpreter."),
    )
    unit = SelectField(_l("Unit"), choices=unit_choices)
    net_cents = MoneyField(
        _l("Price in euros, without VAT"), [InputRequired(), NumberRange(0, MOST_CENTS)]
    )
    vat_category = SelectField(_l("VAT"), choices=category_choices)
    valid_from = DateField(_l("First day of validity"), [InputRequired()])
    valid_to = DateField(_l("Last day of validity"), [InputRequired()])
    save = SubmitField(_l("Save"))

    def facts(self) -> SupplementFacts:
        return SupplementFacts(
            kind=SupplementKind(given(self.kind.data)),
            name=self.name.data,
            language=self.language.data or "",
            unit=RateUnit(given(self.unit.data)),
            net_cents=given(self.net_cents.data),
            vat_category=VatCategory(given(self.vat_category.data)),
            valid_from=given(self.valid_from.data),
            valid_to=given(self.valid_to.data),
        )


class VatRateForm(Form):
    category = SelectField(_l("Category"), choices=category_choices)
    percent = DecimalField(
        _l("VAT in percent"),
        [InputRequired(), NumberRange(0, 100)],
        description=_l("Such as 25.5."),
    )
    valid_from = DateField(_l("First day"), [InputRequired()])
    source = StringField(
        _l("Where the figure is from"),
        [InputRequired()],
        description=_l("The act and its section, or the address of the tax authority's page."),
    )
    save = SubmitField(_l("Add the rate"))

    def basis_points(self) -> int:
        return int(Decimal(given(self.percent.data)) * 100)
