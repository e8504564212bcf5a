"""The database as one file, and back: consistent while others write."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection, transaction

from gongkai.cli.messages import Failure, t

#: The folder of PostgreSQL's programs, where they are not on the PATH.
PROGRAMS = "GONGKAI_PG_BIN"
#: Where what was there waits until what is restored has taken its place.
BEFORE = "gongkai_before"
#: Of SQLite; the rows of an index stand in tables of its own, it has none itself.
TABLES = """SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL TABLE%'
    AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"""


def dump(folder: Path) -> tuple[Path, dict[str, int]]:
    """The database in a file of the folder, and how many rows each table has in it."""
    return _dump_sqlite(folder) if connection.vendor == "sqlite" else _dump_postgresql(folder)


def counts() -> dict[str, int]:
    """How many rows each table has now."""
    with connection.cursor() as cursor:
        found = {}
        for table in _counted(cursor):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            found[table] = int(cursor.fetchone()[0])
        return found


def _counted(cursor: Any) -> list[str]:
    if connection.vendor != "sqlite":
        return sorted(connection.introspection.table_names(cursor))
    cursor.execute(TABLES)
    return [row[0] for row in cursor.fetchall()]


def _dump_sqlite(folder: Path) -> tuple[Path, dict[str, int]]:
    path = folder / "database.sqlite3"
    with closing(sqlite3.connect(str(connection.settings_dict["NAME"]), timeout=60)) as source:
        source.execute("VACUUM INTO ?", [str(path)])
    with closing(sqlite3.connect(path)) as copy:
        wanted = [row[0] for row in copy.execute(TABLES)]
        return path, {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in wanted}


def check_sqlite(path: Path) -> None:
    """
    :raises Failure: where the file is no sound database.
    """
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as copy:
            (said,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.Error as error:
        said = str(error)
    if said != "ok":
        raise Failure(t("备份中的数据库已损坏：{error}").format(error=said))


def _dump_postgresql(folder: Path) -> tuple[Path, dict[str, int]]:
    path = folder / "database.dump"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        rows = counts()
        with path.open("wb") as file:
            _run("pg_dump", ["--format=custom", "--no-owner", "--no-acl", f"--snapshot={snapshot}"], stdout=file)
    return path, rows


def restore_postgresql(path: Path) -> None:
    """Put the dump into the database, as a whole or not at all.

    :raises Failure: where it cannot be; the database is as before.
    """
    with _set_aside():
        _run("pg_restore", ["--exit-on-error", "--single-transaction", "--no-owner", "--no-acl", str(path)])
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {BEFORE} CASCADE")


@contextmanager
def _set_aside() -> Iterator[None]:
    """What is in the database waits in a schema of its own; it comes back where the rest fails."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {BEFORE} CASCADE")
        cursor.execute("SELECT current_schema()")
        schema = connection.ops.quote_name(cursor.fetchone()[0])
        cursor.execute(f"ALTER SCHEMA {schema} RENAME TO {BEFORE}")
        cursor.execute(f"CREATE SCHEMA {schema}")
        cursor.execute("SELECT extname FROM pg_extension WHERE extnamespace = %s::regnamespace", [BEFORE])
        for (name,) in cursor.fetchall():
            cursor.execute(f"ALTER EXTENSION {connection.ops.quote_name(name)} SET SCHEMA {schema}")
    connection.close()
    try:
        yield
    except BaseException:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA {schema} CASCADE")
            cursor.execute(f"ALTER SCHEMA {BEFORE} RENAME TO {schema}")
        raise


def others() -> int:
    """How many others are connected to the database, wherever they run; of a file nobody knows."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])


def _run(program: str, arguments: Sequence[str], **streams: Any) -> None:
    """A program of PostgreSQL on the instance's database; the password does not stand in its arguments."""
    folder = os.environ.get(PROGRAMS)
    found = shutil.which(program, path=folder or None)
    if not found:
        message = t("找不到 {program}。请安装不低于服务器版本的 PostgreSQL 客户端，或用 {name} 指明它所在的文件夹。")
        raise Failure(message.format(program=program, name=PROGRAMS))
    params: Any = connection.get_connection_params()
    words = {option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults()}
    known = {name: value for name, value in params.items() if name in words}
    password = known.pop("password", None)
    environment = dict(os.environ) | ({"PGPASSWORD": str(password)} if password else {})
    command = [found, f"--dbname={psycopg.conninfo.make_conninfo(**known)}", *arguments]
    done = subprocess.run(command, env=environment, stderr=subprocess.PIPE, check=False, **streams)
    if done.returncode:
        error = done.stderr.decode(errors="replace").strip().splitlines()
        raise Failure(t("{program} 失败：{error}").format(program=program, error="; ".join(error[:3])))
