"""The index over all entries: FTS5 on SQLite, GIN over pairs of characters on PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.db import migrations

# No places and no sizes of texts: a long word is looked up in the text, and the index is a third as large.
SQLITE = [
    "CREATE VIRTUAL TABLE search_gram USING fts5(tokens, content='', tokenize='ascii', detail='none', columnsize=0)"
]
POSTGRESQL = [
    # Single characters and pairs of a text, those of its title once more after two signs of the boundary (grams.py). By
    # an array of characters, since substr() counts from the beginning each time. The cost is what keeps the planner
    # from working it out for row after row instead of asking the index.
    """
    CREATE FUNCTION gongkai_pairs(folded text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 100000 AS $$
      SELECT signs || ARRAY(
        SELECT one || next FROM unnest(signs, signs[2:]) AS side(one, next) WHERE next IS NOT NULL
      ) || ARRAY(
        SELECT E'\\x1f\\x1f' || sign FROM unnest(title) AS own(sign)
      ) || ARRAY(
        SELECT E'\\x1f\\x1f' || one || next FROM unnest(title, title[2:]) AS side(one, next) WHERE next IS NOT NULL
      )
      FROM (
        SELECT string_to_array(folded, NULL) AS signs,
          string_to_array(split_part(folded, E'\\x1f', 1), NULL) AS title
        OFFSET 0
      ) AS text
    $$
    """,
    # At once, not by and by: whoever publishes waits some milliseconds, and nobody for the work of many.
    "CREATE INDEX search_entry_pairs ON search_entry USING gin (gongkai_pairs(folded)) WITH (fastupdate = off)",
    # Knowing that a character stands in every text the planner would leave the index aside and take each text apart.
    "ALTER INDEX search_entry_pairs ALTER COLUMN 1 SET STATISTICS 0",
    # A word of common pairs is looked up in many texts: up to a page of 8 KB they stand in their rows, a step nearer.
    "ALTER TABLE search_entry SET (toast_tuple_target = 8160)",
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
