"""The index over all entries: FTS5 over characters and pairs on SQLite, GIN over pairs on PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.db import migrations

# No places and no sizes of texts: a long word is looked up in the text, and the index is a third as large.
SQLITE = [
    "CREATE VIRTUAL TABLE search_gram USING fts5(tokens, content='', tokenize='ascii', detail='none', columnsize=0)"
]
POSTGRESQL = [
    # Of each entry its place alone: rows so narrow that the index tells one from the next in a byte or two, which makes
    # it half as large as one over the entries themselves.
    "CREATE TABLE search_gram (rowid bigint PRIMARY KEY)",
    # The pairs of a text and of its title (grams.py), by an array of characters, since substr() counts from the
    # beginning each time. It looks its text up and is called immutable all the same: a row is written after its entry
    # and anew with it (entries.py), and what is found is looked up in the text. More pairs than a tsvector holds: a
    # sign that every search asks for. The cost is what keeps the planner from working it out for row after row.
    """
    CREATE FUNCTION gongkai_tokens(place bigint) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 100000 SET search_path FROM CURRENT AS $$
      SELECT CASE WHEN sum(octet_length(token)) < 1000000 THEN array_to_tsvector(array_agg(token))
        ELSE array_to_tsvector(ARRAY[E'\\x1f\\x1f\\x1f']) END
      FROM search_entry,
        string_to_array(folded || E'\\x1f', NULL) AS signs,
        string_to_array(split_part(folded, E'\\x1f', 1) || E'\\x1f', NULL) AS heading,
        LATERAL (
          SELECT one || next FROM unnest(signs, signs[2:]) AS side(one, next) WHERE next IS NOT NULL
          UNION
          SELECT E'\\x1f\\x1f' || one || next FROM unnest(heading, heading[2:]) AS side(one, next) WHERE next IS NOT NULL
        ) AS tokens(token)
      WHERE position = place
    $$
    """,
    # At once, not by and by: whoever publishes waits some milliseconds, and nobody for the work of many.
    "CREATE INDEX search_gram_tokens ON search_gram USING gin (gongkai_tokens(rowid)) WITH (fastupdate = off)",
    # Knowing that a pair stands in every text the planner would leave the index aside and take each text apart.
    "ALTER INDEX search_gram_tokens ALTER COLUMN 1 SET STATISTICS 0",
    # A word of common pairs is looked up in many texts: up to a page of 8 KB they stand in their rows, a step nearer.
    "ALTER TABLE search_entry SET (toast_tuple_target = 8160)",
]
SQLITE_BACK = ["DROP TABLE search_gram"]
POSTGRESQL_BACK = ["DROP TABLE search_gram", "DROP FUNCTION gongkai_tokens(bigint)"]


def forwards(apps: Any, schema_editor: Any) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def backwards(apps: Any, schema_editor: Any) -> None:
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
