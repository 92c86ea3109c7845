"""A test client that behaves as a browser of one person."""

from typing import Any

from flask import g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tourbook.accounts.models import User
from tourbook.core.db import db


class Browser(FlaskClient):
    """Keeps what the test has made, and forgets all that a view did not commit."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        for name in list(g):
            g.pop(name)
        db.session.commit()
        response = super().open(*args, **kwargs)
        db.session.rollback()
        return response

    def sign_in(self, user: User) -> "Browser":
        with self.session_transaction() as session:
            session["_user_id"] = user.get_id()
            session["_fresh"] = True
        return self
