"""Fields drawn by the page kit's own templates, with its words in the reader's language.

Those templates test values that may be missing, which our own pages forbid; so they live in an
environment of their own.
"""

from collections.abc import Mapping
from functools import partial
from pathlib import PurePath
from typing import Any

from flask_babel import gettext as _
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovCheckboxInput,
    GovFileInput,
    GovPasswordInput,
    GovRadioInput,
    GovSelect,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from jinja2 import Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

KIT = Environment(
    loader=PrefixLoader(
        {name: PackageLoader(name) for name in ("govuk_frontend_jinja", "govuk_frontend_wtf")}
    ),
    autoescape=True,
    auto_reload=False,
)


def render(template: str, params: dict[str, Any]) -> Markup:
    """Draw a field: no empty hint, no English words, sizes by class."""
    if not (params.get("hint") or {}).get("text"):
        params.pop("hint", None)
    if "errorMessage" in params:
        params["errorMessage"]["visuallyHiddenText"] = _("Error")
    attributes = params.setdefault("attributes", {})
    width = attributes.pop("width", None)
    if width:
        params["classes"] = f"govuk-input--width-{width}"
    for name in ("autocomplete", "inputmode", "rows"):
        if name in attributes:
            params[name] = attributes.pop(name)
    if template.endswith(("radios.html", "checkboxes.html")):
        params["classes"] = f"govuk-{PurePath(template).stem}--small"
    params.update(words_for(template))
    return Markup(KIT.get_template(template).render(params=params))  # noqa: S704  # escapes itself


def words_for(template: str) -> Mapping[str, str]:
    """What a component's script says to the person."""
    if not template.endswith("password.html"):
        return {}
    return {
        "showPasswordText": _("Show"),
        "hidePasswordText": _("Hide"),
        "showPasswordAriaLabelText": _("Show password"),
        "hidePasswordAriaLabelText": _("Hide password"),
        "passwordShownAnnouncementText": _("Your password is visible."),
        "passwordHiddenAnnouncementText": _("Your password is hidden."),
    }


def drawn(widget: Any, input_type: str | None = None) -> Any:
    """The widget, drawn by `render` and not through the application's own templates."""
    widget.render = partial(render, widget.template)
    if input_type is not None:
        widget.input_type = input_type
    return widget


TEXT = drawn(GovTextInput())
AREA = drawn(GovTextArea())
EMAIL = drawn(GovTextInput(), "email")
TEL = drawn(GovTextInput(), "tel")
URL = drawn(GovTextInput(), "url")
DATE = drawn(GovTextInput(), "date")
TIME = drawn(GovTextInput(), "time")
LOCAL_TIME = drawn(GovTextInput(), "datetime-local")
PASSWORD = drawn(GovPasswordInput())
SELECT = drawn(GovSelect())
RADIOS = drawn(GovRadioInput())
CHECKBOXES = drawn(GovCheckboxesInput())
CHECKBOX = drawn(GovCheckboxInput())
FILE = drawn(GovFileInput())
SUBMIT = drawn(GovSubmitInput())
