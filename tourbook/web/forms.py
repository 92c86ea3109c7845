"""Forms: what was typed stays, and each problem stands beside its field and in the summary."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import wtforms
from flask import Flask, request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict

from tourbook.core import formats
from tourbook.core.refused import Refused
from tourbook.web.languages import current_language

T = TypeVar("T")


def given(value: T | None) -> T:
    """The value of a field that validation has found to be there."""
    if value is None:
        raise ValueError("A field that was not filled in passed validation.")
    return value


def refusal_in_words(refusal: Refused) -> str:
    """The sentence of a refusal in the reader's language."""
    values = {
        name: formats.day(value, current_language()) if isinstance(value, date) else value
        for name, value in refusal.values.items()
    }
    return str(_(refusal.sentence, **values))


class Form(FlaskForm):
    """A form that is posted."""

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: wtforms.Form, formdata: Any) -> Any:
            """What the form sent and nothing else: a body of another kind is an empty form."""
            if isinstance(formdata, MultiDict) or formdata is None:
                return formdata
            if request.method in ("GET", "HEAD"):
                return None
            return CombinedMultiDict((request.files, request.form))

    def refuse(self, refusal: Refused) -> None:
        """Show why the service said no."""
        self.form_errors.append(refusal_in_words(refusal))


class SearchForm(FlaskForm):
    """A form whose choices stand in the address: `Filter(request.args)`. It changes nothing.

    A value that makes no sense is shown as such and counts as not given (`data` is None). Where
    the view hands in choices it calls `validate()` after that.
    """

    class Meta(FlaskForm.Meta):
        csrf = False

    def __init__(self, formdata: MultiDict[str, str], **kwargs: Any) -> None:
        super().__init__(formdata=formdata, **kwargs)
        self.settle(field for field in self if getattr(field, "choices", ()) is not None)

    def settle(self, fields: Iterable[wtforms.Field]) -> None:
        for field in fields:
            field.validate(self)
            if not field.raw_data:
                field.errors = []
            elif field.errors:
                field.data = None

    def validate(self, extra_validators: Any = None) -> bool:
        self.settle(field for field in self if not field.errors)
        return not self.errors


@dataclass(frozen=True)
class Problem:
    text: str
    #: The id of the field to go to, if it is one field.
    target: str | None = None


def problems(form: wtforms.Form) -> list[Problem]:
    """All that is wrong with the form, in the order of its fields."""
    found = [Problem(str(sentence)) for sentence in form.form_errors]
    for field in form:
        found.extend(problems_of(field))
    return found


def problems_of(field: wtforms.Field) -> Iterator[Problem]:
    if isinstance(field, wtforms.FormField):
        for part in field:
            if part.errors:
                yield Problem(f"{field.label.text}, {part.label.text}: {part.errors[0]}", part.id)
    elif field.errors:
        yield Problem(f"{field.label.text}: {field.errors[0]}", field.id)


def is_group(field: wtforms.Field) -> bool:
    return isinstance(field, wtforms.FormField)


def is_button(field: wtforms.Field) -> bool:
    return isinstance(field, wtforms.SubmitField)


def is_shown(field: wtforms.Field) -> bool:
    """Whether the field stands among the others: neither hidden nor a button."""
    return not is_button(field) and not isinstance(field.widget, wtforms.widgets.HiddenInput)


def has_files(form: wtforms.Form) -> bool:
    return any(isinstance(field, wtforms.FileField) for field in form)


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        problems=problems,
        is_group=is_group,
        is_button=is_button,
        is_shown=is_shown,
        has_files=has_files,
    )
