"""A copy of the prepared database for a test that needs real commits: threads, processes, a live server.

Nothing is flushed afterwards (tables of the audit refuse it): the copy is thrown away.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from django.db import DEFAULT_DB_ALIAS, connection, connections

from tests.web.postgres import binaries

SECRETS = {
    "GONGKAI_SECRET_KEY": "of the tests, at least fifty characters long, for this",
    "GONGKAI_FIELD_KEY": "of the tests, at least fifty characters long, for that",
}


@dataclass(frozen=True)
class Committed:
    """The copy: connections of this process lead to it, and `environment` leads another process there."""

    home: Path
    environment: dict[str, str] = field(repr=False)

    @contextmanager
    def another(self, home: Path) -> Iterator[dict[str, str]]:
        """The environment of another instance, in which there is nothing yet."""
        home.mkdir()
        with nullcontext({}) if connection.vendor == "sqlite" else _made("") as address:
            yield self.environment | {"GONGKAI_HOME": str(home)} | address


def send_away_guests() -> None:
    """Nobody is at the prepared database any more, such as threads of a live server whose test has ended.

    PostgreSQL neither copies nor drops a database that has guests.
    """
    if connection.vendor == "sqlite":
        return
    name = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])


@contextmanager
def copied(home: Path) -> Iterator[Committed]:
    """Lead every connection of this process to a copy, and back."""
    base = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    base |= {"GONGKAI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "gongkai.web.config.settings"}
    copy = _of_sqlite(home) if connection.vendor == "sqlite" else _of_postgresql()
    with copy as (name, address):
        settings, before, old = connection.settings_dict, connection.settings_dict["NAME"], connections["default"]
        settings["NAME"] = name
        connections[DEFAULT_DB_ALIAS] = connections.create_connection(DEFAULT_DB_ALIAS)
        try:
            yield Committed(home, base | address)
        finally:
            connection.close()
            settings["NAME"] = before
            connections[DEFAULT_DB_ALIAS] = old


@contextmanager
def _of_sqlite(home: Path) -> Iterator[tuple[str, dict[str, str]]]:
    path = home / "gongkai.sqlite3"
    connection.ensure_connection()
    copy = sqlite3.connect(path)
    connection.connection.backup(copy)
    copy.close()
    yield str(path), {}


@contextmanager
def _of_postgresql() -> Iterator[tuple[str, dict[str, str]]]:
    template = connection.settings_dict["NAME"]
    send_away_guests()
    with _made(f"TEMPLATE {connection.ops.quote_name(template)}") as address:
        yield address["DATABASE_URL"].rpartition("/")[2], address


@contextmanager
def _made(of: str) -> Iterator[dict[str, str]]:
    """A database of PostgreSQL, for as long as it takes; how an instance is told of it."""
    settings, name = connection.settings_dict, f"copy_{uuid4().hex[:12]}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} {of}")
    address = f"postgresql://{settings['USER']}@{quote(settings['HOST'], safe='')}/{name}"
    try:
        yield {"DATABASE_URL": address, "GONGKAI_PG_BIN": str(binaries()), **SECRETS}
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
