"""The application: the one place that knows every slice."""

from flask import Blueprint, Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from tourbook.accounts import access as accounts_access
from tourbook.accounts import models as accounts_models
from tourbook.accounts.views.audit import bp as audit_bp
from tourbook.accounts.views.doors import bp as accounts_bp
from tourbook.accounts.views.own import bp as own_account_bp
from tourbook.accounts.views.people import bp as people_bp
from tourbook.bookings import models as bookings_models
from tourbook.bookings.views.bookings import bp as bookings_bp
from tourbook.bookings.views.delegations import bp as delegations_bp
from tourbook.bookings.views.desk import bp as desk_bookings_bp
from tourbook.bookings.views.joining import bp as joining_bp
from tourbook.bookings.views.papers import bp as papers_bp
from tourbook.bookings.views.participant import bp as participant_bp
from tourbook.bookings.views.participants import bp as participants_bp
from tourbook.catalogue.views import bp as catalogue_bp
from tourbook.config import PACKAGE, Settings, static_folder, templates_folder
from tourbook.core import keys
from tourbook.core.db import connect_args, db
from tourbook.departures import models as departures_models
from tourbook.departures.queries.standing import slots_released, visits_of_hosts
from tourbook.departures.views.answers import bp as answers_bp
from tourbook.departures.views.asking import bp as departure_asking_bp
from tourbook.departures.views.changes import bp as changes_bp
from tourbook.departures.views.departures import bp as departures_bp
from tourbook.departures.views.duty import bp as duty_contacts_bp
from tourbook.departures.views.hosts import bp as host_requests_bp
from tourbook.departures.views.late import bp as late_bookings_bp
from tourbook.departures.views.requests import bp as departure_requests_bp
from tourbook.desk import access as desk_access
from tourbook.desk.views.host import bp as host_desk_bp
from tourbook.desk.views.organiser import bp as desk_bp
from tourbook.directory import models as directory_models
from tourbook.directory.views.municipalities import bp as municipalities_bp
from tourbook.directory.views.organisations import bp as organisations_bp
from tourbook.directory.views.overview import bp as directory_bp
from tourbook.directory.views.places import bp as places_bp
from tourbook.directory.views.regions import bp as regions_bp
from tourbook.directory.views.themes import bp as themes_bp
from tourbook.documents import sheets
from tourbook.feedback import models as feedback_models
from tourbook.feedback.views.answering import bp as feedback_bp
from tourbook.feedback.views.departures import bp as feedback_desk_bp
from tourbook.feedback.views.questions import bp as feedback_questions_bp
from tourbook.hosts import models as hosts_models
from tourbook.hosts.queries import visits as host_visits
from tourbook.hosts.views.away import sides as away_pages
from tourbook.hosts.views.busy import sides as busy_pages
from tourbook.hosts.views.components import sides as component_pages
from tourbook.hosts.views.feed_rights import bp as feed_rights_bp
from tourbook.hosts.views.feeds import bp as calendar_feed_bp
from tourbook.hosts.views.feeds import sides as calendar_pages
from tourbook.hosts.views.imports import sides as import_pages
from tourbook.hosts.views.rates import sides as rate_pages
from tourbook.hosts.views.series import sides as series_pages
from tourbook.hosts.views.sites import sides as site_pages
from tourbook.hosts.views.slots import sides as slot_pages
from tourbook.hosts.views.supplements import sides as supplement_pages
from tourbook.hosts.views.timetable import sides as timetable_pages
from tourbook.hosts.views.vat import bp as vat_bp
from tourbook.learning import models as learning_models
from tourbook.learning.views import bp as learning_bp
from tourbook.messages import models as messages_models
from tourbook.messages.emails import delivery
from tourbook.messages.views import bp as messages_bp
from tourbook.packages import models as packages_models
from tourbook.packages.services import routing
from tourbook.packages.views.builder import bp as package_builder_bp
from tourbook.packages.views.copying import bp as package_starts_bp
from tourbook.packages.views.costing import bp as package_costing_bp
from tourbook.packages.views.items import bp as package_items_bp
from tourbook.packages.views.leads import bp as package_leads_bp
from tourbook.packages.views.library import bp as package_library_bp
from tourbook.packages.views.limits import bp as package_limits_bp
from tourbook.packages.views.objectives import bp as package_objectives_bp
from tourbook.packages.views.packages import bp as packages_bp
from tourbook.packages.views.papers import bp as package_papers_bp
from tourbook.packages.views.parts import bp as package_parts_bp
from tourbook.packages.views.planning import bp as package_plans_bp
from tourbook.packages.views.travel import bp as package_travel_bp
from tourbook.packages.views.versions import bp as package_versions_bp
from tourbook.visits import models as visits_models
from tourbook.visits.services import reminders, telling
from tourbook.visits.views import panels as visit_panels
from tourbook.visits.views.deadlines import bp as deadlines_bp
from tourbook.visits.views.lists import bp as visit_lists_bp
from tourbook.visits.views.reads import bp as visit_reads_bp
from tourbook.visits.views.rollcall import bp as roll_calls_bp
from tourbook.visits.views.runsheet import bp as run_sheets_bp
from tourbook.web import navigation, panels
from tourbook.web import setup as web
from tourbook.web.health import bp as health_bp

#: Every table is known before the first query, whichever slice asks it.
MODELS = (
    accounts_models,
    messages_models,
    directory_models,
    hosts_models,
    packages_models,
    departures_models,
    bookings_models,
    visits_models,
    feedback_models,
    learning_models,
)

#: What only the worker runs; known to it by being imported.
HANDLERS = (delivery, reminders, telling)

BLUEPRINTS: tuple[Blueprint, ...] = (
    catalogue_bp,
    directory_bp,
    regions_bp,
    municipalities_bp,
    places_bp,
    organisations_bp,
    themes_bp,
    component_pages.desk,
    component_pages.host,
    rate_pages.desk,
    rate_pages.host,
    slot_pages.desk,
    slot_pages.host,
    series_pages.desk,
    series_pages.host,
    away_pages.desk,
    away_pages.host,
    busy_pages.desk,
    busy_pages.host,
    calendar_pages.desk,
    calendar_pages.host,
    timetable_pages.desk,
    timetable_pages.host,
    calendar_feed_bp,
    feed_rights_bp,
    supplement_pages.desk,
    supplement_pages.host,
    import_pages.desk,
    import_pages.host,
    site_pages.desk,
    site_pages.host,
    vat_bp,
    packages_bp,
    package_versions_bp,
    package_builder_bp,
    package_library_bp,
    package_items_bp,
    package_parts_bp,
    package_plans_bp,
    package_costing_bp,
    package_papers_bp,
    package_starts_bp,
    package_objectives_bp,
    package_travel_bp,
    package_limits_bp,
    package_leads_bp,
    bookings_bp,
    participants_bp,
    papers_bp,
    participant_bp,
    desk_bookings_bp,
    delegations_bp,
    joining_bp,
    health_bp,
    accounts_bp,
    own_account_bp,
    people_bp,
    audit_bp,
    messages_bp,
    departures_bp,
    departure_asking_bp,
    departure_requests_bp,
    late_bookings_bp,
    changes_bp,
    deadlines_bp,
    duty_contacts_bp,
    run_sheets_bp,
    roll_calls_bp,
    visit_lists_bp,
    visit_reads_bp,
    host_requests_bp,
    answers_bp,
    desk_bp,
    host_desk_bp,
    feedback_bp,
    feedback_desk_bp,
    feedback_questions_bp,
    learning_bp,
)

#: What slices add to the pages of slices below them.
PANELS = {
    "booking": (visit_panels.of_booking,),
    "participant": (visit_panels.of_participant,),
}

#: The largest request body that is read, in bytes: a file and the form around it.
MAX_BODY = sheets.MAX_BYTES + 1_000_000


def create_app(settings: Settings | None = None) -> Flask:
    settings = settings or Settings.load()
    settings.instance.mkdir(parents=True, exist_ok=True)
    keys.use(settings)
    routing.use(settings.routing_url)
    host_visits.use(visits_of_hosts, slots_released)
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
    app.extensions[navigation.EXTENSION] = desk_access.navigation
    app.extensions[panels.EXTENSION] = PANELS
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )
    return app
