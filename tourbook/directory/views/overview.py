"""The way into the directory."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from tourbook.core.roles import Role
from tourbook.directory import queries
from tourbook.web.access import roles

bp = Blueprint("directory", __name__, url_prefix="/desk/directory")


@bp.get("/")
@roles(Role.ORGANISER)
def index() -> ResponseReturnValue:
    return render_template("directory/index.html", counts=queries.counts())
