"""What organisers fill in when a package begins from something that is there."""

from flask_babel import lazy_gettext as _l

from tourbook.packages.forms.drafts import LARGEST_PARTY, PackageForm
from tourbook.web.fields import InputRequired, IntegerField, NumberRange


class TemplateForm(PackageForm):
    """The texts of the new package and for how many it is; the days come from the template."""

    party_min = IntegerField(
        _l("Smallest party"),
        [InputRequired(), NumberRange(1, LARGEST_PARTY, _l("Give a number from 1 to 500."))],
        default=8,
    )
    party_max = IntegerField(
        _l("Largest party"),
        [InputRequired(), NumberRange(1, LARGEST_PARTY, _l("Give a number from 1 to 500."))],
        default=30,
    )

    @property
    def party(self) -> tuple[int, int]:
        return (self.party_min.data or 0, self.party_max.data or 0)


class CopyPackageForm(PackageForm):
    """The texts of the new package; everything else is copied."""
