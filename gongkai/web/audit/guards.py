"""What the database itself refuses: to change, remove or overwrite what the audit has written.

The guards are triggers. A migration makes them; rebuilding a table, as SQLite does for a changed column, drops them,
so that our `migrate` puts them back. `check` compares what is there with what is written here.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

#: Each guarded table and the columns that number its rows: within the first, the second goes up by one.
TABLES = {"audit_event": ("chain", "number"), "audit_seal": ("chain", "number")}

SQLITE = {
    "update": "BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{table}: rows are not changed'); END",
    "delete": "BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{table}: rows are not removed'); END",
    # Also for INSERT OR REPLACE, which fires no trigger of DELETE.
    "insert": (
        "BEFORE INSERT ON {table} BEGIN"
        " SELECT RAISE(ABORT, '{table}: this id is taken') WHERE EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id);"
        " SELECT RAISE(ABORT, '{table}: this number does not follow') WHERE NEW.{number} IS NOT"
        " 1 + (SELECT coalesce(max({number}), 0) FROM {table} WHERE {chain} = NEW.{chain});"
        " SELECT RAISE(ABORT, '{table}: this is not the digest before') WHERE NEW.previous IS NOT"
        " coalesce((SELECT digest FROM {table} WHERE {chain} = NEW.{chain} ORDER BY {number} DESC LIMIT 1), '');"
        " END"
    ),
}
#: name: (event and level, the function's body); ALWAYS: also where a session says that it replicates
POSTGRESQL = {
    "kept": ("BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW", 27),
    "whole": ("BEFORE TRUNCATE ON {table} FOR EACH STATEMENT", 34),
    "insert": ("BEFORE INSERT ON {table} FOR EACH ROW", 7),
}
REFUSE = (
    "BEGIN RAISE EXCEPTION '{table}: rows are neither changed nor removed' USING ERRCODE = 'restrict_violation'; END"
)
FOLLOW = """
DECLARE last bigint; before text;
BEGIN
  SELECT {number}, digest INTO last, before FROM {table} WHERE {chain} = NEW.{chain} ORDER BY {number} DESC LIMIT 1;
  IF EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) THEN
    RAISE EXCEPTION '{table}: this id is taken' USING ERRCODE = 'restrict_violation';
  ELSIF NEW.{number} IS DISTINCT FROM coalesce(last, 0) + 1 THEN
    RAISE EXCEPTION '{table}: this number does not follow' USING ERRCODE = 'restrict_violation';
  ELSIF NEW.previous IS DISTINCT FROM coalesce(before, '') THEN
    RAISE EXCEPTION '{table}: this is not the digest before' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
"""
BODIES = {"kept": REFUSE, "whole": REFUSE, "insert": FOLLOW}


class GuardsMissing(ImproperlyConfigured):
    """The database would let somebody change what the audit has written."""


def check() -> list[str]:
    """What is missing, altered, or there besides: `audit_event_update: missing`. Nothing: all is as it should be."""
    wanted = {name: said for table in TABLES for name, said in _wanted(table)}
    found = _found_sqlite() if connection.vendor == "sqlite" else _found_postgresql()
    wrong = [
        f"{name}: {'altered' if name in found else 'missing'}" for name in wanted if found.get(name) != wanted[name]
    ]
    return wrong + [f"{name}: not ours" for name in found if name not in wanted]


def require() -> None:
    """Called before an instance serves.

    :raises GuardsMissing: with what `check` finds.
    """
    wrong = check()
    if wrong:
        raise GuardsMissing(
            f"审计表的数据库保护不完整（{'、'.join(wrong)}）。请先查明原因并运行 gongkai audit verify，"
            "再运行 gongkai manage migrate 恢复保护。"
            " The guards of the audit's tables are not whole: find out why, then run `gongkai manage migrate`."
        )


def install(using: BaseDatabaseWrapper, tables: Iterable[str] = tuple(TABLES)) -> None:
    """Make the guards of these tables anew."""
    with using.cursor() as cursor:
        for table in tables:
            for statement in _statements(using.vendor, table):
                cursor.execute(statement)


def _named(text: str, table: str) -> str:
    chain, number = TABLES[table]
    return text.format(table=table, chain=chain, number=number)


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        made = [f"CREATE TRIGGER {table}_{name} {_named(text, table)}" for name, text in SQLITE.items()]
        return [f"DROP TRIGGER IF EXISTS {table}_{name}" for name in SQLITE] + made
    statements = []
    for name, (when, _type) in POSTGRESQL.items():
        guard = f"{table}_{name}"
        statements += [
            f"CREATE OR REPLACE FUNCTION {guard}() RETURNS trigger LANGUAGE plpgsql AS $guard$"
            f"{_named(BODIES[name], table)}$guard$",
            f"DROP TRIGGER IF EXISTS {guard} ON {table}",
            f"CREATE TRIGGER {guard} {_named(when, table)} EXECUTE FUNCTION {guard}()",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {guard}",
        ]
    return statements


def _wanted(table: str) -> list[tuple[str, object]]:
    if connection.vendor == "sqlite":
        return [
            (f"{table}_{name}", f"CREATE TRIGGER {table}_{name} {_named(text, table)}") for name, text in SQLITE.items()
        ]
    return [
        (f"{table}_{name}", (table, type_, "A", f"{table}_{name}", _named(BODIES[name], table), "plpgsql", True))
        for name, (_when, type_) in POSTGRESQL.items()
    ]


def _found_sqlite() -> dict[str, object]:
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(TABLES))
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name COLLATE NOCASE"
            f" IN ({marks}) UNION ALL SELECT name, sql FROM sqlite_temp_master WHERE type = 'trigger'",
            list(TABLES),
        )
        return {name: _unquoted(text) for name, text in cursor.fetchall()}


def _unquoted(text: str) -> str:
    """Where a table is given another name and its own back, SQLite writes it in quotes; the guard is the same."""
    for table in TABLES:
        text = text.replace(f'"{table}"', table)
    return text


def _found_postgresql() -> dict[str, object]:
    """Triggers with what they do; what could turn a statement into another, hide rows or hold some besides."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, c.relname, t.tgtype, t.tgenabled, p.proname, p.prosrc, l.lanname,"
            " t.tgqual IS NULL AND t.tgattr = '' AND p.proconfig IS NULL"
            " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
            " JOIN pg_language l ON l.oid = p.prolang"
            " WHERE c.relname = ANY(%s) AND c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal",
            [list(TABLES)],
        )
        found: dict[str, object] = {row[0]: row[1:] for row in cursor.fetchall()}
        cursor.execute(
            "WITH kept AS (SELECT oid, relname, relrowsecurity FROM pg_class"
            " WHERE relname = ANY(%s) AND relnamespace = current_schema()::regnamespace)"
            " SELECT rulename FROM pg_rules WHERE tablename = ANY(%s) AND schemaname = current_schema()"
            " UNION ALL SELECT relname || ' row security' FROM kept WHERE relrowsecurity"
            " UNION ALL SELECT heir.relname FROM pg_inherits JOIN kept ON kept.oid = inhparent"
            " JOIN pg_class heir ON heir.oid = inhrelid",
            [list(TABLES)] * 2,
        )
        return found | {row[0]: "besides" for row in cursor.fetchall()}
