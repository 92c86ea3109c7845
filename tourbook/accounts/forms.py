"""Forms of signing in, of one's own account, of people and of the audit log."""

from flask_babel import lazy_gettext as _l

from tourbook.accounts.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD, TEAM_ROLES
from tourbook.core.roles import Role
from tourbook.web.fields import (
    DateField,
    EmailField,
    InputRequired,
    IntegerField,
    Length,
    NumberRange,
    Optional,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
)
from tourbook.web.forms import Form, SearchForm
from tourbook.web.languages import OWN_NAMES

ROLE_NAMES = {
    Role.ORGANISER: _l("Organiser"),
    Role.ADMIN: _l("Administrator"),
    Role.EVALUATOR: _l("Evaluator"),
    Role.HOST: _l("Host"),
    Role.LEADER: _l("Delegation leader"),
}
ROLE_HINTS = {
    Role.ORGANISER: _l("Plans, sells and runs visits"),
    Role.ADMIN: _l("Also invites people and closes accounts"),
    Role.EVALUATOR: _l("Reads coded answers and drafts of reports"),
}
NEW_PASSWORD = {"autocomplete": "new-password"}
PASSWORD_HINT = _l("At least 12 characters. Three or four unrelated words are good.")


def password_length() -> Length:
    return Length(min=SHORTEST_PASSWORD, max=LONGEST_PASSWORD)


class SignInForm(Form):
    email = EmailField(
        _l("E-mail address"), [InputRequired()], render_kw={"autocomplete": "username"}
    )
    password = PasswordField(
        _l("Password"), [InputRequired()], render_kw={"autocomplete": "current-password"}
    )
    submit = SubmitField(_l("Sign in"))


class AskLinkForm(Form):
    email = EmailField(
        _l("E-mail address"), [InputRequired()], render_kw={"autocomplete": "username"}
    )
    submit = SubmitField(_l("Mail me a link"))


class EnterForm(Form):
    submit = SubmitField(_l("Sign in"))


class WelcomeForm(Form):
    name = StringField(
        _l("Your name"),
        [InputRequired(), Length(max=120)],
        description=_l("As others shall see it."),
        render_kw={"autocomplete": "name"},
    )
    language = RadioField(_l("Language"), choices=list(OWN_NAMES.items()))
    password = PasswordField(
        _l("Password, if you want one"),
        [Optional(), password_length()],
        description=_l(
            "Without one, a link is mailed to you each time. At least 12 characters; three or"
            " four unrelated words are good."
        ),
        render_kw=NEW_PASSWORD,
    )
    submit = SubmitField(_l("Open my account"))


class ResetForm(Form):
    password = PasswordField(
        _l("New password"),
        [InputRequired(), password_length()],
        description=PASSWORD_HINT,
        render_kw=NEW_PASSWORD,
    )
    submit = SubmitField(_l("Save the password and sign in"))


class ProfileForm(Form):
    name = StringField(
        _l("Your name"), [InputRequired(), Length(max=120)], render_kw={"autocomplete": "name"}
    )
    language = RadioField(
        _l("Language"),
        choices=list(OWN_NAMES.items()),
        description=_l("Of pages and of messages to you."),
    )
    submit = SubmitField(_l("Save"))


class PasswordForm(Form):
    current = PasswordField(
        _l("Present password"), [InputRequired()], render_kw={"autocomplete": "current-password"}
    )
    new = PasswordField(
        _l("New password"),
        [InputRequired(), password_length()],
        description=PASSWORD_HINT,
        render_kw=NEW_PASSWORD,
    )
    submit = SubmitField(_l("Change the password"))


class FirstPasswordForm(Form):
    new = PasswordField(
        _l("Password"),
        [InputRequired(), password_length()],
        description=PASSWORD_HINT,
        render_kw=NEW_PASSWORD,
    )
    submit = SubmitField(_l("Save the password"))


class InviteForm(Form):
    email = EmailField(_l("E-mail address"), [InputRequired()])
    name = StringField(_l("Name"), [InputRequired(), Length(max=120)])
    role = RadioField(_l("Role"), choices=[(role.value, ROLE_NAMES[role]) for role in TEAM_ROLES])
    language = RadioField(
        _l("Language of the invitation"), choices=list(OWN_NAMES.items()), default="en"
    )
    submit = SubmitField(_l("Send the invitation"))


class PeopleFilter(SearchForm):
    text = StringField(_l("Name or address"), [Optional()])
    role = SelectField(
        _l("Role"),
        choices=[("", _l("All")), *((role.value, name) for role, name in ROLE_NAMES.items())],
    )
    state = SelectField(
        _l("Account"),
        choices=[("", _l("All")), ("open", _l("Open")), ("closed", _l("Closed"))],
    )


class AuditFilter(SearchForm):
    who = StringField(_l("Who"), [Optional()])
    action = SelectField(_l("What was done"))
    kind = SelectField(_l("To what"))
    number = IntegerField(_l("Its number"), [Optional(), NumberRange(min=1, max=2**31 - 1)])
    since = DateField(_l("From"), [Optional()])
    until = DateField(_l("Until"), [Optional()])
