"""Series by recurrence rule, what hosts were asked and said, and what a visit needs.

The columns are added by statements of their own; SQLite makes anew only the two tables whose
checks change.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

#: New columns of old tables, as both databases write them; MOMENT and BYTES differ.
COLUMNS = {
    "component": [
        "plan_b_id INTEGER CONSTRAINT fk_component_plan_b_id_component REFERENCES component (id) CONSTRAINT ck_component_plan_b CHECK (plan_b_id IS NULL OR plan_b_id <> id)",
    ],
    "dated_item": ["dropped_at MOMENT", "revision INTEGER DEFAULT '1' NOT NULL"],
    "message": ["leave_at MOMENT"],
    "participant": [
        "nationality VARCHAR(2) DEFAULT '' NOT NULL CONSTRAINT ck_participant_nationality CHECK (length(nationality) IN (0, 2))",
        "employer VARCHAR(160) DEFAULT '' NOT NULL",
        "phone VARCHAR(40) DEFAULT '' NOT NULL",
        "vehicle VARCHAR(40) DEFAULT '' NOT NULL",
        "languages JSON DEFAULT '[]' NOT NULL",
        "clothing_size VARCHAR(20) DEFAULT '' NOT NULL",
        "photo_consent BOOLEAN",
        "birth_date_sealed BYTES",
        "identity_sealed BYTES",
        "erased_at MOMENT CONSTRAINT ck_participant_erased CHECK (erased_at IS NULL OR (diet_sealed IS NULL AND needs_sealed IS NULL AND birth_date_sealed IS NULL AND identity_sealed IS NULL))",
    ],
    "service_request": [
        "proposed_component_id INTEGER CONSTRAINT fk_service_request_proposed_component_id_component REFERENCES component (id)",
        "lapses_at MOMENT",
        "reminders INTEGER DEFAULT '0' NOT NULL CONSTRAINT ck_service_request_reminders CHECK (reminders >= 0)",
        'handed_to_id INTEGER CONSTRAINT fk_service_request_handed_to_id_user REFERENCES "user" (id)',
        "agreed_price JSON",
        "agreed_text JSON",
        "withdrawn_at MOMENT CONSTRAINT ck_service_request_withdrawn_has_time CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL))",
    ],
    "slot": [
        "series_day DATE",
        "detached BOOLEAN DEFAULT FALSE NOT NULL",
        "all_day BOOLEAN DEFAULT FALSE NOT NULL",
        "note VARCHAR(300) DEFAULT '' NOT NULL",
    ],
    "slot_series": [
        "all_day BOOLEAN DEFAULT FALSE NOT NULL",
        "skip_holidays BOOLEAN DEFAULT FALSE NOT NULL",
        "follows_id INTEGER CONSTRAINT fk_slot_series_follows_id_slot_series REFERENCES slot_series (id)",
        "revision INTEGER DEFAULT '1' NOT NULL",
    ],
}

INDEXES = [
    "CREATE INDEX ix_component_plan_b_id ON component (plan_b_id)",
    "CREATE INDEX ix_service_request_handed_to_id ON service_request (handed_to_id)",
    "CREATE INDEX ix_service_request_proposed_component_id ON service_request (proposed_component_id)",
    "CREATE INDEX ix_service_request_lapses_at ON service_request (lapses_at) WHERE state = 'requested'",
    "CREATE INDEX ix_slot_series_follows_id ON slot_series (follows_id)",
]

STATES_BEFORE = "state IN ('draft', 'requested', 'confirmed', 'declined', 'cancelled')"
STATES = (
    "state IN ('draft', 'requested', 'confirmed', 'declined', 'cancelled', 'lapsed', 'withdrawn',"
    " 'delivered')"
)
ANSWERED_BEFORE = (
    "(state IN ('confirmed', 'declined')) = (answered_at IS NOT NULL) OR state = 'cancelled'"
)
ANSWERED = (
    "(state IN ('confirmed', 'declined', 'withdrawn', 'delivered')) = (answered_at IS NOT NULL)"
    " OR state = 'cancelled'"
)
#: A weekday as the recurrence rule that it stands for.
RULE = "'FREQ=WEEKLY;BYDAY=' || substr('MOTUWETHFRSASU', weekday * 2 + 1, 2)"

LEAD_PUBLISHED = (
    "EXISTS (SELECT 1 FROM version v WHERE v.id = ROW.version_id AND v.status <> 'draft')"
)


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    if sqlite:
        new_states_on_sqlite()
        rules_on_sqlite()
    else:
        new_states_on_postgresql()
        rules_on_postgresql()
    words = {
        "FALSE": "0" if sqlite else "false",
        "MOMENT": "DATETIME" if sqlite else "TIMESTAMP WITH TIME ZONE",
        "BYTES": "BLOB" if sqlite else "BYTEA",
    }
    for table, columns in COLUMNS.items():
        for column in columns:
            for word, meant in words.items():
                column = column.replace(word, meant)
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    for statement in INDEXES:
        op.execute(statement)
    new_plain_tables()
    new_host_tables()
    new_departure_tables()
    new_visit_tables()
    before = LEAD_PUBLISHED.replace("ROW.", "OLD.")
    after = LEAD_PUBLISHED.replace("ROW.", "NEW.")
    refuse("package_lead", "DELETE", before)
    refuse("package_lead", "INSERT", after)
    refuse("package_lead", "UPDATE", f"({before} OR {after})")


def refuse(table: str, verb: str, when: str) -> None:
    """The same triggers as `core.frozen` makes."""
    name = f"{table}_frozen_{verb.lower()}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f'CREATE TRIGGER {name} BEFORE {verb} ON "{table}" FOR EACH ROW WHEN {when}'
            f" BEGIN SELECT RAISE(ABORT, '{table} is frozen'); END"
        )
        return
    let_through = "OLD" if verb == "DELETE" else "NEW"
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN IF {when} THEN RAISE EXCEPTION '{table} is frozen'"
        " USING ERRCODE = 'integrity_constraint_violation';"
        f" END IF; RETURN {let_through}; END $$"
    )
    op.execute(
        f'CREATE TRIGGER {name} BEFORE {verb} ON "{table}" FOR EACH ROW EXECUTE FUNCTION {name}()'
    )


def new_states_on_postgresql() -> None:
    for name, check in (("requeststate", STATES), ("answered_has_time", ANSWERED)):
        full = f"ck_service_request_{name}"
        op.execute(f"ALTER TABLE service_request DROP CONSTRAINT {full}")
        op.execute(f"ALTER TABLE service_request ADD CONSTRAINT {full} CHECK ({check})")


def rules_on_postgresql() -> None:
    op.execute("ALTER TABLE slot_series ADD COLUMN rule VARCHAR(200)")
    op.execute("UPDATE slot_series SET rule = " + RULE)  # noqa: S608 - own words
    op.execute("ALTER TABLE slot_series ALTER COLUMN rule SET NOT NULL")
    op.execute("ALTER TABLE slot_series DROP COLUMN weekday")
    op.execute("ALTER TABLE slot_series ADD CONSTRAINT ck_slot_series_rule CHECK (rule <> '')")


def new_states_on_sqlite() -> None:
    made_anew(
        "service_request",
        {STATES_BEFORE: STATES, ANSWERED_BEFORE: ANSWERED},
    )


def rules_on_sqlite() -> None:
    """The slots let go of their series while its table is made anew."""
    op.execute("CREATE TEMPORARY TABLE kept AS SELECT id, series_id FROM slot")
    op.execute("UPDATE slot SET series_id = NULL")
    made_anew(
        "slot_series",
        {
            "weekday INTEGER NOT NULL": "rule VARCHAR(200) NOT NULL",
            "ck_slot_series_weekday CHECK (weekday BETWEEN 0 AND 6)": "ck_slot_series_rule CHECK (rule <> '')",
        },
        {"weekday": ("rule", RULE)},
    )
    op.execute(
        "UPDATE slot SET series_id = (SELECT series_id FROM kept WHERE kept.id = slot.id)"
        " WHERE id IN (SELECT id FROM kept WHERE series_id IS NOT NULL)"
    )
    op.execute("DROP TABLE kept")


def made_anew(
    table: str, changes: dict[str, str], columns: dict[str, tuple[str, str]] | None = None
) -> None:
    """Copy a table of SQLite into one whose statement reads otherwise, with its indexes.

    `columns` gives old columns another name and value.
    """
    connection = op.get_bind()
    written = connection.exec_driver_sql(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL", (table,)
    ).all()
    made = next(sql for kind, sql in written if kind == "table")
    for before, after in changes.items():
        assert before in made
        made = made.replace(before, after)
    made = made.replace(f"CREATE TABLE {table}", f"CREATE TABLE {table}_anew", 1)
    old = [row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table})")]
    pairs = [(columns or {}).get(name, (f'"{name}"', f'"{name}"')) for name in old]
    names, values = ", ".join(name for name, _ in pairs), ", ".join(value for _, value in pairs)
    for statement in (
        made,
        f"INSERT INTO {table}_anew ({names}) SELECT {values} FROM {table}",  # noqa: S608 - own names
        f"DROP TABLE {table}",
        f"ALTER TABLE {table}_anew RENAME TO {table}",
        *(sql for kind, sql in written if kind != "table"),
    ):
        connection.exec_driver_sql(statement)


def new_plain_tables() -> None:
    """Tables that hang on what stood before."""
    op.create_table(
        "package_lead",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column(
            "what",
            sa.Enum(
                "ask",
                "names",
                "identity",
                "menus",
                "rooming",
                "interpreter",
                "gift",
                name="leadkind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "unit",
            sa.Enum(
                "days",
                "working_days",
                "date",
                name="leadunit",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(unit = 'date') = (day IS NOT NULL) AND (unit = 'date') = (amount IS NULL)",
            name=op.f("ck_package_lead_measure"),
        ),
        sa.CheckConstraint("amount BETWEEN 0 AND 730", name=op.f("ck_package_lead_amount")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["version.id"],
            name=op.f("fk_package_lead_version_id_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_lead")),
        sa.UniqueConstraint("version_id", "what", name=op.f("uq_package_lead_version_id_what")),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("token_salt", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "language IN ('fi', 'sv', 'en')", name=op.f("ck_calendar_feed_language")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_calendar_feed_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_calendar_feed_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "duty_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("departure_id", sa.Integer(), nullable=False),
        sa.Column("day_number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.CheckConstraint("day_number BETWEEN 0 AND 60", name=op.f("ck_duty_contact_day_number")),
        sa.ForeignKeyConstraint(
            ["departure_id"],
            ["departure.id"],
            name=op.f("fk_duty_contact_departure_id_departure"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_contact")),
        sa.UniqueConstraint(
            "departure_id", "day_number", name=op.f("uq_duty_contact_departure_id_day_number")
        ),
    )
    op.create_table(
        "late_booking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("departure_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_late_booking_reason")),
        sa.ForeignKeyConstraint(
            ["departure_id"],
            ["departure.id"],
            name=op.f("fk_late_booking_departure_id_departure"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_booking")),
        sa.UniqueConstraint("departure_id", name=op.f("uq_late_booking_departure_id")),
    )
    op.create_table(
        "run_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("departure_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("driver", sa.Boolean(), nullable=False),
        sa.Column("token_salt", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["departure_id"],
            ["departure.id"],
            name=op.f("fk_run_link_departure_id_departure"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_run_link_token_hash")),
    )
    with op.batch_alter_table("run_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_run_link_departure_id"), ["departure_id"], unique=False
        )

    op.create_table(
        "busy_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("component_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("address", sa.String(length=1000), nullable=False),
        sa.Column("allowed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("allowed_by", sa.String(length=200), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["component_id"],
            ["component.id"],
            name=op.f("fk_busy_feed_component_id_component"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_busy_feed_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_feed")),
    )
    with op.batch_alter_table("busy_feed", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_busy_feed_component_id"), ["component_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_busy_feed_organisation_id"), ["organisation_id"], unique=False
        )


def new_host_tables() -> None:
    """What hosts say of themselves."""
    op.create_table(
        "lead_time",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("component_id", sa.Integer(), nullable=True),
        sa.Column(
            "what",
            sa.Enum(
                "ask",
                "names",
                "identity",
                "menus",
                "rooming",
                "interpreter",
                "gift",
                name="leadkind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "unit",
            sa.Enum(
                "days",
                "working_days",
                "date",
                name="leadunit",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(unit = 'date') = (day IS NOT NULL) AND (unit = 'date') = (amount IS NULL)",
            name=op.f("ck_lead_time_measure"),
        ),
        sa.CheckConstraint(
            "(organisation_id IS NULL) <> (component_id IS NULL)",
            name=op.f("ck_lead_time_one_owner"),
        ),
        sa.CheckConstraint("amount BETWEEN 0 AND 730", name=op.f("ck_lead_time_amount")),
        sa.ForeignKeyConstraint(
            ["component_id"],
            ["component.id"],
            name=op.f("fk_lead_time_component_id_component"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_lead_time_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_time")),
        sa.UniqueConstraint("component_id", "what", name=op.f("uq_lead_time_component_id_what")),
        sa.UniqueConstraint(
            "organisation_id", "what", name=op.f("uq_lead_time_organisation_id_what")
        ),
    )
    op.create_table(
        "openness",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("component_id", sa.Integer(), nullable=False),
        sa.Column(
            "information",
            sa.Enum(
                "public",
                "participants",
                "restricted",
                name="informationlevel",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "photos",
            sa.Enum(
                "allowed",
                "ask",
                "forbidden",
                name="photos",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "phones",
            sa.Enum(
                "allowed",
                "ask",
                "forbidden",
                name="phones",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "drones",
            sa.Enum(
                "allowed",
                "ask",
                "forbidden",
                name="drones",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("escort", sa.Boolean(), nullable=False),
        sa.Column("nda", sa.Boolean(), nullable=False),
        sa.Column("controlled_technology", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["component_id"],
            ["component.id"],
            name=op.f("fk_openness_component_id_component"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_openness")),
        sa.UniqueConstraint("component_id", name=op.f("uq_openness_component_id")),
    )
    op.create_table(
        "site_field",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("component_id", sa.Integer(), nullable=False),
        sa.Column(
            "field",
            sa.Enum(
                "name",
                "form_of_address",
                "nationality",
                "employer",
                "birth_date",
                "identity_document",
                "vehicle",
                "phone",
                "diet",
                "mobility",
                "languages",
                "clothing_size",
                "photo_consent",
                name="visitorfield",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column(
            "legal_basis",
            sa.Enum(
                "consent",
                "explicit_consent",
                "contract",
                "legal_obligation",
                "vital_interests",
                "public_task",
                "legitimate_interests",
                name="legalbasis",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("days_after", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("days_after BETWEEN 0 AND 365", name=op.f("ck_site_field_days_after")),
        sa.CheckConstraint("days_before BETWEEN 0 AND 365", name=op.f("ck_site_field_days_before")),
        sa.ForeignKeyConstraint(
            ["component_id"],
            ["component.id"],
            name=op.f("fk_site_field_component_id_component"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_field")),
        sa.UniqueConstraint("component_id", "field", name=op.f("uq_site_field_component_id_field")),
    )
    op.create_table(
        "visit_budget",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("component_id", sa.Integer(), nullable=True),
        sa.Column("per_month", sa.Integer(), nullable=True),
        sa.Column("per_year", sa.Integer(), nullable=True),
        sa.CheckConstraint("per_month BETWEEN 0 AND 1000", name=op.f("ck_visit_budget_per_month")),
        sa.CheckConstraint(
            "per_month IS NOT NULL OR per_year IS NOT NULL", name=op.f("ck_visit_budget_some")
        ),
        sa.CheckConstraint("per_year BETWEEN 0 AND 10000", name=op.f("ck_visit_budget_per_year")),
        sa.ForeignKeyConstraint(
            ["component_id"],
            ["component.id"],
            name=op.f("fk_visit_budget_component_id_component"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_visit_budget_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_budget")),
        sa.UniqueConstraint(
            "organisation_id",
            "component_id",
            name=op.f("uq_visit_budget_organisation_id_component_id"),
        ),
    )
    op.execute(
        "CREATE UNIQUE INDEX uq_visit_budget_of_all ON visit_budget (organisation_id)"
        " WHERE component_id IS NULL"
    )
    with op.batch_alter_table("visit_budget", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_visit_budget_component_id"), ["component_id"], unique=False
        )

    op.create_table(
        "away_time",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("component_id", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "blackout",
                "quiet",
                "busy",
                name="awaykind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'busy') = (feed_id IS NOT NULL)", name=op.f("ck_away_time_busy_has_feed")
        ),
        sa.CheckConstraint(
            "component_id IS NULL OR place_id IS NULL", name=op.f("ck_away_time_one_subject")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_away_time_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["component_id"],
            ["component.id"],
            name=op.f("fk_away_time_component_id_component"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["feed_id"],
            ["busy_feed.id"],
            name=op.f("fk_away_time_feed_id_busy_feed"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_away_time_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_away_time_place_id_place"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_away_time")),
    )
    with op.batch_alter_table("away_time", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_away_time_component_id"), ["component_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_away_time_feed_id"), ["feed_id"], unique=False)
        batch_op.create_index(
            "ix_away_time_organisation_id_ends_at", ["organisation_id", "ends_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_away_time_place_id"), ["place_id"], unique=False)

    op.create_table(
        "series_exception",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["slot_series.id"],
            name=op.f("fk_series_exception_series_id_slot_series"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_exception")),
        sa.UniqueConstraint("series_id", "day", name=op.f("uq_series_exception_series_id_day")),
    )


def new_departure_tables() -> None:
    """What happens to a departure."""
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("departure_id", sa.Integer(), nullable=False),
        sa.Column("dated_item_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "moved",
                "plan_b",
                "swapped",
                "dropped",
                name="changekind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("tell_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("tell_at >= made_at", name=op.f("ck_change_tell_at")),
        sa.CheckConstraint(
            "told_at IS NULL OR undone_at IS NULL", name=op.f("ck_change_told_or_undone")
        ),
        sa.ForeignKeyConstraint(
            ["dated_item_id"],
            ["dated_item.id"],
            name=op.f("fk_change_dated_item_id_dated_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["departure_id"],
            ["departure.id"],
            name=op.f("fk_change_departure_id_departure"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_change_dated_item_id"), ["dated_item_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_change_departure_id"), ["departure_id"], unique=False)

    op.create_table(
        "due_done",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dated_item_id", sa.Integer(), nullable=False),
        sa.Column(
            "what",
            sa.Enum(
                "ask",
                "names",
                "identity",
                "menus",
                "rooming",
                "interpreter",
                "gift",
                name="leadkind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["dated_item_id"],
            ["dated_item.id"],
            name=op.f("fk_due_done_dated_item_id_dated_item"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_done")),
        sa.UniqueConstraint("dated_item_id", "what", name=op.f("uq_due_done_dated_item_id_what")),
    )
    op.create_table(
        "late_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("departure_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("from_item_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 0 AND 600", name=op.f("ck_late_notice_minutes")),
        sa.ForeignKeyConstraint(
            ["departure_id"],
            ["departure.id"],
            name=op.f("fk_late_notice_departure_id_departure"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["from_item_id"],
            ["dated_item.id"],
            name=op.f("fk_late_notice_from_item_id_dated_item"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_notice")),
    )
    with op.batch_alter_table("late_notice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_late_notice_departure_id"), ["departure_id"], unique=False
        )

    op.create_table(
        "roll_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dated_item_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "boarding",
                "site",
                name="callstage",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "mark",
            sa.Enum(
                "present",
                "missing",
                "excused",
                name="mark",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["dated_item_id"],
            ["dated_item.id"],
            name=op.f("fk_roll_mark_dated_item_id_dated_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_roll_mark_participant_id_participant"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_mark")),
        sa.UniqueConstraint("key", name=op.f("uq_roll_mark_key")),
    )
    with op.batch_alter_table("roll_mark", schema=None) as batch_op:
        batch_op.create_index(
            "ix_roll_mark_item_stage", ["dated_item_id", "stage", "participant_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_roll_mark_participant_id"), ["participant_id"], unique=False
        )

    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("nationalities", sa.JSON(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "not_listed",
                "no_licence_needed",
                "licensed",
                "refused",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_assessment_reason")),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["service_request.id"],
            name=op.f("fk_assessment_request_id_service_request"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_request_id"), ["request_id"], unique=False)


def new_visit_tables() -> None:
    """What was done and read of a visit."""
    op.create_table(
        "list_read",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "visitors",
                "diets",
                "rooming",
                "boarding",
                name="listkind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "read_as",
            sa.Enum(
                "page",
                "xlsx",
                "pdf",
                name="readas",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_list_read_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["service_request.id"],
            name=op.f("fk_list_read_request_id_service_request"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_read")),
    )
    with op.batch_alter_table("list_read", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_list_read_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_list_read_request_id"), ["request_id"], unique=False)

    op.create_table(
        "thread_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "host",
                "organiser",
                "clock",
                name="threadside",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "act",
            sa.Enum(
                "asked",
                "reminded",
                "accepted",
                "declined",
                "proposed_time",
                "proposed_component",
                "handed_over",
                "withdrawn",
                "lapsed",
                "cancelled",
                "changed",
                "note",
                name="threadact",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["service_request.id"],
            name=op.f("fk_thread_entry_request_id_service_request"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_entry")),
    )
    with op.batch_alter_table("thread_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_thread_entry_request_id"), ["request_id"], unique=False
        )

    op.create_table(
        "list_read_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_read_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_read_id"],
            ["list_read.id"],
            name=op.f("fk_list_read_person_list_read_id_list_read"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_list_read_person_participant_id_participant"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_read_person")),
        sa.UniqueConstraint(
            "list_read_id",
            "participant_id",
            name=op.f("uq_list_read_person_list_read_id_participant_id"),
        ),
    )
    with op.batch_alter_table("list_read_person", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_list_read_person_participant_id"), ["participant_id"], unique=False
        )


def downgrade() -> None:
    """There is no way back: a rule of its own has no older form."""
    raise NotImplementedError("Restore the copy that was made before the upgrade.")
