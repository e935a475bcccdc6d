"""Trigrams of many new rows enter PostgreSQL's indexes together; `catalog.search` empties the list they wait in."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

INDEXES = ("search_entry_names_trigrams", "search_entry_rest_trigrams")


def _set(schema_editor: BaseDatabaseSchemaEditor, *, fastupdate: str) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for name in INDEXES:
            schema_editor.execute(f"ALTER INDEX {name} SET (fastupdate = {fastupdate})")


def let_trigrams_wait(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _set(schema_editor, fastupdate="on")


def let_no_trigram_wait(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _set(schema_editor, fastupdate="off")


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0011_one_index_per_text"),
    ]

    operations = [
        migrations.RunPython(let_trigrams_wait, let_no_trigram_wait),
    ]
