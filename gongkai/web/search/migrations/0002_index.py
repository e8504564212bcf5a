"""The index over all entries: FTS5 on SQLite, GIN over pairs of characters on PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.db import migrations

SQLITE = ["CREATE VIRTUAL TABLE search_gram USING fts5(tokens, content='', tokenize='ascii')"]
POSTGRESQL = [
    # Pairs and single characters of a text. An array of characters first: substr() counts from the beginning each time.
    """
    CREATE FUNCTION gongkai_pairs(folded text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
      SELECT array_agg(DISTINCT piece)
      FROM (SELECT string_to_array(folded, NULL) AS signs) AS text,
           unnest(signs, signs[2:]) AS side(one, next),
           unnest(ARRAY[one, one || next]) AS piece
      WHERE piece IS NOT NULL
    $$
    """,
    "CREATE INDEX search_entry_pairs ON search_entry USING gin (gongkai_pairs(folded))",
]
SQLITE_BACK = ["DROP TABLE search_gram"]
POSTGRESQL_BACK = ["DROP INDEX search_entry_pairs", "DROP FUNCTION gongkai_pairs(text)"]


def forwards(apps: Any, schema_editor: Any) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def backwards(apps: Any, schema_editor: Any) -> None:
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
