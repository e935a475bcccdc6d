import sqlite3

import django.db.models.deletion
from django.core.management.base import CommandError
from django.db import DatabaseError, migrations, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone

ON_SQLITE = (
    """
    CREATE VIRTUAL TABLE catalog_searchtext
      USING fts5(names, rest, content='catalog_searchentry', content_rowid='id', tokenize='trigram')
    """,
    """
    CREATE TRIGGER catalog_searchentry_inserted AFTER INSERT ON catalog_searchentry BEGIN
      INSERT INTO catalog_searchtext(rowid, names, rest) VALUES (new.id, new.names, new.rest);
    END
    """,
    """
    CREATE TRIGGER catalog_searchentry_deleted AFTER DELETE ON catalog_searchentry BEGIN
      INSERT INTO catalog_searchtext(catalog_searchtext, rowid, names, rest)
      VALUES ('delete', old.id, old.names, old.rest);
    END
    """,
    """
    CREATE TRIGGER catalog_searchentry_updated AFTER UPDATE OF names, rest ON catalog_searchentry BEGIN
      INSERT INTO catalog_searchtext(catalog_searchtext, rowid, names, rest)
      VALUES ('delete', old.id, old.names, old.rest);
      INSERT INTO catalog_searchtext(rowid, names, rest) VALUES (new.id, new.names, new.rest);
    END
    """,
)
# with a list of pending entries the planner would read the whole table until the next vacuum
ON_POSTGRESQL = (
    "CREATE INDEX search_entry_names_trigrams ON catalog_searchentry USING gin (names gin_trgm_ops) WITH (fastupdate = off)",
    "CREATE INDEX search_entry_rest_trigrams ON catalog_searchentry USING gin (rest gin_trgm_ops) WITH (fastupdate = off)",
)
NO_EXTENSION = (
    "The search needs PostgreSQL's extension pg_trgm, and this account may not create it in the database {name}: "
    "{error}\n"
    "Let an administrator of that database run\n\n    CREATE EXTENSION pg_trgm;\n\nand then migrate again. (The "
    "extension comes with PostgreSQL; some systems have it in a package called postgresql-contrib.)"
)
NO_TRIGRAMS = (
    "The search needs SQLite 3.34 or later with FTS5 and its trigram tokenizer; Python here has {version}: {error}"
)


def make_index(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    connection = schema_editor.connection
    if connection.vendor == "sqlite":
        _make_sqlite_index(schema_editor)
        return
    _make_extension(connection)
    for statement in ON_POSTGRESQL:
        schema_editor.execute(statement)


def _make_sqlite_index(schema_editor: BaseDatabaseSchemaEditor) -> None:
    try:
        for statement in ON_SQLITE:
            schema_editor.execute(statement)
    except DatabaseError as error:
        version = sqlite3.sqlite_version
        raise CommandError(NO_TRIGRAMS.format(version=version, error=error)) from error


def _make_extension(connection: BaseDatabaseWrapper) -> None:
    """An extension that is there already is used, whoever made it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        if cursor.fetchone():
            return
        try:
            with transaction.atomic(using=connection.alias):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except DatabaseError as error:
            name = connection.settings_dict["NAME"]
            raise CommandError(NO_EXTENSION.format(name=name, error=str(error).strip())) from error


def drop_index(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE IF EXISTS catalog_searchtext")
        for event in ("inserted", "deleted", "updated"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS catalog_searchentry_{event}")


def queue_everything(apps: StateApps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What the catalog has already is indexed as if it had just changed."""
    entities = apps.get_model("catalog", "Entity").objects.filter(removed_at=None).values_list("ref", flat=True)
    origins = apps.get_model("catalog", "Origin").objects.filter(kind="repository", removed_at=None)
    pending, now = apps.get_model("catalog", "PendingChange"), timezone.now()
    refs = [*entities, *(f"repository:{pk}" for pk in origins.values_list("pk", flat=True))]
    pending.objects.bulk_create([pending(consumer="search", subject_ref=ref, at=now) for ref in refs], batch_size=300)


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0005_decisions"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=500)),
                ("kind", models.CharField(max_length=63)),
                ("type", models.CharField(blank=True, max_length=200)),
                ("name", models.CharField(blank=True, max_length=300)),
                ("size", models.PositiveSmallIntegerField()),
                ("weight", models.PositiveSmallIntegerField()),
                ("names", models.TextField(blank=True)),
                ("handles", models.TextField(blank=True)),
                ("tags", models.TextField(blank=True)),
                ("rest", models.TextField(blank=True)),
                ("fields", models.TextField(default="[]")),
                (
                    "entity",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.entity",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.source",
                    ),
                ),
                (
                    "origin",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.origin",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("ref",), name="search_entry_ref_once"),
                    models.CheckConstraint(
                        condition=models.Q(("entity__isnull", True), ("origin__isnull", True), _connector="XOR"),
                        name="search_entry_of_one_thing",
                    ),
                ],
            },
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(queue_everything, migrations.RunPython.noop),
    ]
