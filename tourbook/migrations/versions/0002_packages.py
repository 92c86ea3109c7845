"""What packages are checked, costed and planned by.

The columns are added by statements of their own: SQLite would make a table anew for a CHECK, and
with it everything that hangs on it.
"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: New columns of old tables, as both databases write them; FALSE is what each calls false.
COLUMNS = {
    "component": [
        "outdoor BOOLEAN DEFAULT FALSE NOT NULL",
        "seated BOOLEAN DEFAULT FALSE NOT NULL",
        "vehicle_seats INTEGER CONSTRAINT ck_component_vehicle_seats CHECK (vehicle_seats BETWEEN 1 AND 500)",
        "single_rooms INTEGER CONSTRAINT ck_component_single_rooms CHECK (single_rooms BETWEEN 0 AND 1000)",
        "twin_rooms INTEGER CONSTRAINT ck_component_twin_rooms CHECK (twin_rooms BETWEEN 0 AND 1000)",
        "free_every INTEGER CONSTRAINT ck_component_free_every CHECK (free_every BETWEEN 1 AND 1000)",
        "free_most INTEGER CONSTRAINT ck_component_free_most CHECK (free_most BETWEEN 1 AND 1000)",
    ],
    "day": ["revision INTEGER DEFAULT '1' NOT NULL"],
    "item": [
        "track VARCHAR(1) DEFAULT '' NOT NULL CONSTRAINT ck_item_track CHECK (track IN ('', 'A', 'B', 'C', 'D'))",
        "alternative_to VARCHAR(32) DEFAULT '' NOT NULL",
        "interpreters JSON DEFAULT '[]' NOT NULL",
        "pinned BOOLEAN DEFAULT FALSE NOT NULL",
        "arrive_by VARCHAR(20) CONSTRAINT ck_item_travelmode CHECK (arrive_by IN ('coach', 'minibus', 'walk'))",
        "quantity INTEGER CONSTRAINT ck_item_quantity CHECK (quantity BETWEEN 0 AND 1000000)",
        "vat_scheme VARCHAR(20) DEFAULT 'general' NOT NULL CONSTRAINT ck_item_vatscheme CHECK (vat_scheme IN ('general', 'margin'))",
        "vat_reason VARCHAR(300) DEFAULT '' NOT NULL",
        "revision INTEGER DEFAULT '1' NOT NULL",
    ],
    "objective": [
        "anchor_low JSON DEFAULT '{}' NOT NULL",
        "anchor_middle JSON DEFAULT '{}' NOT NULL",
        "anchor_high JSON DEFAULT '{}' NOT NULL",
        "revision INTEGER DEFAULT '1' NOT NULL",
    ],
    "version": [
        "languages JSON DEFAULT '[\"en\"]' NOT NULL",
        "step_free BOOLEAN DEFAULT FALSE NOT NULL",
        "trial_day DATE",
        "travel_mode VARCHAR(20) DEFAULT 'coach' NOT NULL CONSTRAINT ck_version_travelmode CHECK (travel_mode IN ('coach', 'minibus', 'walk'))",
        "sharing VARCHAR(20) DEFAULT 'twin' NOT NULL CONSTRAINT ck_version_sharing CHECK (sharing IN ('twin', 'single'))",
        "pax_ranges JSON DEFAULT '[[8, 1], [10, 1], [15, 1], [20, 2], [30, 2]]' NOT NULL",
        "markup_kind VARCHAR(20) DEFAULT 'markup' NOT NULL CONSTRAINT ck_version_markupkind CHECK (markup_kind IN ('markup', 'margin'))",
        "markup_basis_points INTEGER DEFAULT '2000' NOT NULL CONSTRAINT ck_version_markup CHECK (markup_basis_points BETWEEN 0 AND 100000)",
        "round_to_cents INTEGER DEFAULT '500' NOT NULL CONSTRAINT ck_version_round_to_cents CHECK (round_to_cents BETWEEN 1 AND 100000)",
        "costing JSON",
    ],
}

UNITS_BEFORE = "unit IN ('person', 'group', 'room_night', 'vehicle', 'km')"
UNITS = "unit IN ('person', 'group', 'room_night', 'vehicle_day', 'km', 'hour')"

#: What of a published version must stay as it is.
KEPT = "package_id number party_min party_max included not_included note created_at published_at revision languages step_free trial_day travel_mode sharing pax_ranges markup_kind markup_basis_points round_to_cents costing"

ACCEPTANCE_PUBLISHED = (
    "EXISTS (SELECT 1 FROM version v WHERE v.id = ROW.version_id AND v.status <> 'draft')"
)


def frozen_version() -> str:
    same = " AND ".join(
        f"COALESCE(CAST(NEW.{name} AS TEXT), '') = COALESCE(CAST(OLD.{name} AS TEXT), '')"
        for name in KEPT.split()
    )
    return (
        "OLD.status <> 'draft' AND NOT ((NEW.status = OLD.status OR NEW.status = 'retired')"
        f" AND {same})"
    )


def refuse(table: str, verb: str, when: str) -> None:
    """The same triggers as `core.frozen` makes."""
    name = f"{table}_frozen_{verb.lower()}"
    if op.get_bind().dialect.name == "sqlite":
        if table == "version":
            op.execute(f"DROP TRIGGER {name}")
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
    if table != "version":
        op.execute(
            f'CREATE TRIGGER {name} BEFORE {verb} ON "{table}"'
            f" FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    false = "0" if dialect == "sqlite" else "false"
    for table, columns in COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column.replace('FALSE', false)}")
    new_units(dialect)
    new_tables()
    before = ACCEPTANCE_PUBLISHED.replace("ROW.", "OLD.")
    after = ACCEPTANCE_PUBLISHED.replace("ROW.", "NEW.")
    refuse("version", "UPDATE", frozen_version())
    refuse("acceptance", "DELETE", before)
    refuse("acceptance", "INSERT", after)
    refuse("acceptance", "UPDATE", f"({before} OR {after})")


def new_units(dialect: str) -> None:
    """A vehicle is paid by the day, and some services by the hour."""
    if dialect == "postgresql":
        op.execute("ALTER TABLE rate DROP CONSTRAINT ck_rate_rateunit")
        op.execute("UPDATE rate SET unit = 'vehicle_day' WHERE unit = 'vehicle'")
        op.execute(f"ALTER TABLE rate ADD CONSTRAINT ck_rate_rateunit CHECK ({UNITS})")
        return
    connection = op.get_bind()
    made = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE name = 'rate'"
    ).scalar_one()
    names = ", ".join(row[1] for row in connection.exec_driver_sql("PRAGMA table_info(rate)"))
    values = names.replace("unit", "CASE unit WHEN 'vehicle' THEN 'vehicle_day' ELSE unit END")
    assert UNITS_BEFORE in made
    anew = made.replace(UNITS_BEFORE, UNITS).replace(
        "CREATE TABLE rate", "CREATE TABLE rate_anew", 1
    )
    for statement in (
        anew,
        f"INSERT INTO rate_anew ({names}) SELECT {values} FROM rate",  # noqa: S608 - own names
        "DROP TABLE rate",
        "ALTER TABLE rate_anew RENAME TO rate",
        "CREATE INDEX ix_rate_component_id ON rate (component_id)",
    ):
        connection.exec_driver_sql(statement)


def new_tables() -> None:
    # ### commands auto generated by Alembic - please adjust! ###
    op.create_table(
        "dated_limit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dated_limit")),
        sa.UniqueConstraint("key", "valid_from", name=op.f("uq_dated_limit_key_valid_from")),
    )
    op.create_table(
        "acceptance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=300), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_acceptance_reason")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["version.id"],
            name=op.f("fk_acceptance_version_id_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance")),
        sa.UniqueConstraint("version_id", "problem", name=op.f("uq_acceptance_version_id_problem")),
    )
    op.create_table(
        "draft_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_draft_edit_number")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["version.id"],
            name=op.f("fk_draft_edit_version_id_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_edit")),
        sa.UniqueConstraint("version_id", "number", name=op.f("uq_draft_edit_version_id_number")),
    )
    op.create_table(
        "plan_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "running",
                "done",
                "stopped",
                "failed",
                name="runstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("problem", sa.JSON(), nullable=False),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=True),
        sa.Column("stop_wanted", sa.Boolean(), nullable=False),
        sa.Column("seen_revision", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state IN ('waiting', 'running')) = (finished_at IS NULL)",
            name=op.f("ck_plan_run_finished_has_time"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["version.id"],
            name=op.f("fk_plan_run_version_id_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_run")),
    )
    with op.batch_alter_table("plan_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_run_version_id"), ["version_id"], unique=False)

    op.create_table(
        "travel_time",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_place_id", sa.Integer(), nullable=False),
        sa.Column("second_place_id", sa.Integer(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "coach",
                "minibus",
                "walk",
                name="travelmode",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("metres", sa.Integer(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "typed",
                "routed",
                name="travelsource",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("first_place_id < second_place_id", name=op.f("ck_travel_time_order")),
        sa.CheckConstraint("metres BETWEEN 0 AND 2000000", name=op.f("ck_travel_time_metres")),
        sa.CheckConstraint("minutes BETWEEN 0 AND 1440", name=op.f("ck_travel_time_minutes")),
        sa.ForeignKeyConstraint(
            ["first_place_id"],
            ["place.id"],
            name=op.f("fk_travel_time_first_place_id_place"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["second_place_id"],
            ["place.id"],
            name=op.f("fk_travel_time_second_place_id_place"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_travel_time")),
        sa.UniqueConstraint(
            "first_place_id",
            "second_place_id",
            "mode",
            name=op.f("uq_travel_time_first_place_id_second_place_id_mode"),
        ),
    )
    with op.batch_alter_table("travel_time", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_travel_time_second_place_id"), ["second_place_id"], unique=False
        )

    op.create_table(
        "opening_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("component_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens_minute", sa.Integer(), nullable=False),
        sa.Column("closes_minute", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "opens_minute BETWEEN 0 AND 1439 AND closes_minute BETWEEN 1 AND 1440 AND closes_minute > opens_minute",
            name=op.f("ck_opening_hours_minutes"),
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_opening_hours_weekday")),
        sa.ForeignKeyConstraint(
            ["component_id"],
            ["component.id"],
            name=op.f("fk_opening_hours_component_id_component"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_hours")),
        sa.UniqueConstraint(
            "component_id",
            "weekday",
            "opens_minute",
            name=op.f("uq_opening_hours_component_id_weekday_opens_minute"),
        ),
    )
    op.create_table(
        "supplement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("component_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "single_room",
                "guide",
                "interpreter",
                "other",
                name="supplementkind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column(
            "unit",
            sa.Enum(
                "person",
                "group",
                "room_night",
                "vehicle_day",
                "km",
                "hour",
                name="rateunit",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("net_cents", sa.Integer(), nullable=False),
        sa.Column(
            "vat_category",
            sa.Enum(
                "standard",
                "reduced",
                "exempt",
                name="vatcategory",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'interpreter') = (language <> '')", name=op.f("ck_supplement_language")
        ),
        sa.CheckConstraint("net_cents >= 0", name=op.f("ck_supplement_net_cents")),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_supplement_validity")),
        sa.ForeignKeyConstraint(
            ["component_id"],
            ["component.id"],
            name=op.f("fk_supplement_component_id_component"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement")),
    )
    with op.batch_alter_table("supplement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_supplement_component_id"), ["component_id"], unique=False
        )
    new_library_tables()


def new_library_tables() -> None:
    """What the library is searched by and changed by in bulk."""
    op.create_index("ix_component_theme_theme_id", "component_theme", ["theme_id"], unique=False)
    op.create_table(
        "component_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("component_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("name_fi", sa.Text(), nullable=False),
        sa.Column("name_sv", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["component_id"],
            ["component.id"],
            name=op.f("fk_component_words_component_id_component"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_component_words")),
        sa.UniqueConstraint("component_id", name=op.f("uq_component_words_component_id")),
    )
    for column in ("name_en", "name_fi", "name_sv"):
        op.create_index(f"ix_component_words_{column}", "component_words", [column], unique=False)
    op.create_table(
        "library_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("tables", sa.JSON(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["user.id"],
            name=op.f("fk_library_import_by_id_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_import")),
    )
    with op.batch_alter_table("library_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_library_import_by_id"), ["by_id"], unique=False)
    connection = op.get_bind()
    component = sa.table(
        "component", sa.column("id"), sa.column("name", sa.JSON), sa.column("summary", sa.JSON)
    )
    words = [
        {"component_id": row.id, **found_by(row.name, row.summary)}
        for row in connection.execute(sa.select(component))
    ]
    if words:
        names = ("component_id", "words", "name_en", "name_fi", "name_sv")
        made = sa.table("component_words", *(sa.column(name) for name in names))
        connection.execute(made.insert(), words)


def found_by(name: dict[str, str], summary: dict[str, str]) -> dict[str, str]:
    """The words of both texts, each once, and the name in each language; all without capitals."""
    text = unicodedata.normalize("NFC", " ".join([*name.values(), *summary.values()])).casefold()
    shown = name.get("en") or name.get("fi") or name.get("sv") or ""
    return {
        "words": " ".join(sorted(set(re.findall(r"\w+", text)))),
        **{f"name_{code}": (name.get(code) or shown).casefold() for code in ("en", "fi", "sv")},
    }


def downgrade() -> None:
    """There is no way back: rates by the hour and drafts with tracks have no older form."""
    raise NotImplementedError("Restore the copy that was made before the upgrade.")
