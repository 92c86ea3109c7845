"""The fields of forms: what was typed is cleaned, bounded and read; errors are sentences."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

import wtforms
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField as WtfFileField
from wtforms import validators
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than types
from wtforms.form import BaseForm
from wtforms.validators import AnyOf, EqualTo, NumberRange, Regexp, ValidationError

from tourbook.core import formats
from tourbook.core.texts import Texts
from tourbook.web import typed, widgets

__all__ = [
    "AnyOf",
    "BooleanField",
    "CheckboxesField",
    "DateField",
    "DateTimeField",
    "DecimalField",
    "Email",
    "EmailField",
    "EqualTo",
    "FileField",
    "HiddenField",
    "InputRequired",
    "IntegerField",
    "Length",
    "LengthOfTimeField",
    "MoneyField",
    "NumberRange",
    "Optional",
    "PasswordField",
    "RadioField",
    "Regexp",
    "SelectField",
    "StringField",
    "SubmitField",
    "TelField",
    "TextAreaField",
    "TextsField",
    "TimeField",
    "UrlField",
    "ValidationError",
    "or_none",
]

Optional = validators.Optional
T = TypeVar("T")
NOT_OFFERED = _l("Choose one of the choices.")
NOT_TEXT = _l("Type the text here; a file cannot be given.")


class InputRequired(validators.InputRequired):
    """Something other than blanks must be given."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or _l("Fill in this field."))

    def __call__(self, form: BaseForm, field: wtforms.Field) -> None:
        first = field.raw_data[0] if field.raw_data else None
        if first and not (isinstance(first, str) and not first.strip()):
            return
        field.errors = []
        raise validators.StopValidation(self.message or "")


class Length(validators.Length):
    def __init__(self, min: int = -1, max: int = -1, message: str | None = None) -> None:
        if message is None and min > 0 and max > 0:
            message = _l("Use %(min)d to %(max)d characters.")
        elif message is None:
            message = (
                _l("Use at least %(min)d characters.")
                if min > 0
                else _l("This is too long: use at most %(max)d characters.")
            )
        super().__init__(min, max, message)


class Email(validators.Email):
    def __init__(self) -> None:
        super().__init__(_l("Give an e-mail address, such as name@example.com."))


class Written(wtforms.StringField):
    """One line of text: stripped, printable and never without a limit."""

    widget = widgets.TEXT
    limit: ClassVar[int] = 200
    lines: ClassVar[bool] = False
    always: ClassVar[tuple[Callable[[], Any], ...]] = ()

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        checks = list(validators or ())
        if not any(isinstance(check, Length) for check in checks):
            checks.append(Length(max=self.limit))
        checks.extend(make() for make in self.always)
        super().__init__(label, checks, **kwargs)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        if not valuelist:
            return
        if not isinstance(valuelist[0], str):
            self.data = ""
            raise ValueError(NOT_TEXT)
        self.data = typed.clean(valuelist[0], lines=self.lines)
        typed.printable(self.data, lines=self.lines)


class StringField(Written):
    """One line of text."""


class TextAreaField(Written):
    widget = widgets.AREA
    limit = 5000
    lines = True


class EmailField(Written):
    widget = widgets.EMAIL
    limit = 254

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, [*(validators or ()), Email()], **kwargs)

    def pre_validate(self, form: BaseForm) -> None:
        if not self.data:
            self.validators = [check for check in self.validators if not isinstance(check, Email)]


class TelField(Written):
    widget = widgets.TEL
    limit = 40


class UrlField(Written):
    widget = widgets.URL
    limit = 500

    def pre_validate(self, form: BaseForm) -> None:
        if self.data and not self.data.lower().startswith(("https://", "http://")):
            raise ValidationError(_l("Give a whole web address that begins with https://."))


class PasswordField(Written):
    """A password is taken as it is typed, edges and all."""

    widget = widgets.PASSWORD
    limit = 128

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        super().process_formdata(valuelist)
        if valuelist:
            self.data = valuelist[0]


class HiddenField(Written):
    widget = wtforms.widgets.HiddenInput()
    limit = 500


class Read(wtforms.Field):
    """Text that stands for a value. What was typed is shown again when it cannot be read."""

    widget = widgets.TEXT

    def read(self, text: str) -> Any:
        raise NotImplementedError

    def written(self, value: Any) -> str:
        return str(value)

    def _value(self) -> str:
        if self.raw_data:
            first = self.raw_data[0]
            return first[:100] if isinstance(first, str) else ""
        return "" if self.data is None else self.written(self.data)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        if not valuelist:
            return
        self.data = None
        if not isinstance(valuelist[0], str):
            raise ValueError(NOT_TEXT)
        text = typed.clean(valuelist[0])
        if text:
            self.data = self.read(text)


class Numeric(Read):
    default_width: ClassVar[int] = 5

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        given: dict[str, Any] = kwargs.pop("render_kw", None) or {}
        shape = {"width": self.default_width, "inputmode": "numeric", **given}
        super().__init__(label, validators, render_kw=shape, **kwargs)


class IntegerField(Numeric):
    data: int | None

    def read(self, text: str) -> int:
        return typed.whole(text)


class DecimalField(Numeric):
    data: Decimal | None

    def read(self, text: str) -> Decimal:
        return typed.amount(text)


class MoneyField(Numeric):
    """An amount in whole cents, typed as 1 234,50 or 1,234.50."""

    default_width = 10
    data: int | None

    def read(self, text: str) -> int:
        return int(typed.amount(text, cents=True) * 100)

    def written(self, value: int) -> str:
        return f"{Decimal(value) / 100:.2f}"


class LengthOfTimeField(Read):
    """Minutes, typed as 4 h 30 min, 4:30 or 270."""

    widget = widgets.TEXT
    data: int | None

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, **{"render_kw": {"width": 10}, **kwargs})

    def read(self, text: str) -> int:
        return typed.length(text)

    def written(self, value: int) -> str:
        return formats.length(value)


class DateField(Read):
    widget = widgets.DATE
    data: date | None

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, **{"render_kw": {"width": 10}, **kwargs})

    def read(self, text: str) -> date:
        return typed.day(text)

    def written(self, value: date) -> str:
        return value.isoformat()


class TimeField(Read):
    widget = widgets.TIME
    data: time | None

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, **{"render_kw": {"width": 5}, **kwargs})

    def read(self, text: str) -> time:
        return typed.hour(text)

    def written(self, value: time) -> str:
        return f"{value:%H:%M}"


class DateTimeField(Read):
    """A local time without a zone: the form's reader knows the place."""

    widget = widgets.LOCAL_TIME
    data: datetime | None

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, **{"render_kw": {"width": 20}, **kwargs})

    def read(self, text: str) -> datetime:
        return typed.local_time(text)

    def written(self, value: datetime) -> str:
        return f"{value:%Y-%m-%dT%H:%M}"


def only_texts(valuelist: Sequence[Any]) -> list[str]:
    if any(not isinstance(value, str) for value in valuelist):
        raise ValueError(NOT_OFFERED)
    return list(valuelist)


def or_none(kind: Callable[[str], T]) -> Callable[[Any], T | None]:
    """Reads a choice that may be left open: `SelectField(..., coerce=or_none(State))`."""
    return lambda value: kind(value) if value else None


class SelectField(wtforms.SelectField):
    """One of `choices`, given as (value, label)."""

    widget = widgets.SELECT

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        choices = kwargs.pop("choices", None)
        if choices is not None and not callable(choices):
            choices = [SelectChoice(*choice) for choice in choices]
        kwargs.setdefault("invalid_choice_message", NOT_OFFERED)
        super().__init__(label, validators, choices=choices, **kwargs)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        super().process_formdata(only_texts(valuelist))


class RadioField(SelectField):
    widget = widgets.RADIOS
    option_widget = wtforms.widgets.RadioInput()


class CheckboxesField(SelectField, wtforms.SelectMultipleField):
    """Any of `choices`; `data` is a list."""

    widget = widgets.CHECKBOXES
    option_widget = wtforms.widgets.CheckboxInput()


class BooleanField(wtforms.BooleanField):
    widget = widgets.CHECKBOX


class FileField(WtfFileField):  # type: ignore[misc]  # Flask-WTF carries no types
    widget = widgets.FILE


class SubmitField(wtforms.SubmitField):
    widget = widgets.SUBMIT


class TextsField(wtforms.FormField):  # type: ignore[type-arg]  # no generic when it runs
    """The same text in three languages; `data` is Texts. Only English can be required."""

    def __init__(
        self,
        label: Any = None,
        *,
        lines: bool = False,
        max_length: int = 200,
        required: bool = False,
        **kwargs: Any,
    ) -> None:
        kind = TextAreaField if lines else StringField
        limit = Length(max=max_length)

        class Languages(wtforms.Form):
            en = kind(_l("In English"), [InputRequired() if required else Optional(), limit])
            fi = kind(_l("In Finnish"), [Optional(), limit])
            sv = kind(_l("In Swedish"), [Optional(), limit])

        super().__init__(Languages, label, **kwargs)

    @property
    def data(self) -> Texts:  # type: ignore[override]  # Texts instead of a dictionary
        return Texts.of({name: text or "" for name, text in self.form.data.items()})

    def populate_obj(self, obj: object, name: str) -> None:
        setattr(obj, name, self.data)
