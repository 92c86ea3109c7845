"""The application: the one place that knows every slice."""

from flask import Blueprint, Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from tourbook.accounts import access as accounts_access
from tourbook.accounts import models as accounts_models
from tourbook.bookings import models as bookings_models
from tourbook.config import PACKAGE, Settings, static_folder, templates_folder
from tourbook.core import keys
from tourbook.core.db import connect_args, db
from tourbook.departures import models as departures_models
from tourbook.directory import models as directory_models
from tourbook.feedback import models as feedback_models
from tourbook.hosts import models as hosts_models
from tourbook.learning import models as learning_models
from tourbook.messages import models as messages_models
from tourbook.packages import models as packages_models
from tourbook.web import setup as web

#: Every table is known before the first query, whichever slice asks it.
MODELS = (
    accounts_models,
    messages_models,
    directory_models,
    hosts_models,
    packages_models,
    departures_models,
    bookings_models,
    feedback_models,
    learning_models,
)

BLUEPRINTS: tuple[Blueprint, ...] = ()

#: The largest request body that is read, in bytes.
MAX_BODY = 2 * 1024 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    settings = settings or Settings.load()
    settings.instance.mkdir(parents=True, exist_ok=True)
    keys.use(settings)
    app = Flask(
        "tourbook",
        instance_path=str(settings.instance),
        template_folder=str(templates_folder()),
        static_folder=str(static_folder()),
    )
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=connect_args(settings.database_url),
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_PARTS=2_000,
    )
    app.extensions["tourbook.settings"] = settings
    db.init_app(app)
    Migrate(app, db, directory=str(PACKAGE / "migrations"), render_as_batch=True)
    web.init_app(app, settings)
    accounts_access.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )
    return app
