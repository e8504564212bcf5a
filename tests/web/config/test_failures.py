"""What goes wrong with a disk or a database is told in a sentence, by whatever command; never as a traceback."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from gongkai.cli.messages import Failure
from gongkai.web.config.failures import told
from tests.web.config.running import Instance

COMMANDS = [
    "serve",
    "manage migrate",
    "manage work",
    "backup {file}",
    "restore {file}",
    "audit verify",
    "audit seal",
    "export {file}",
]
KEY = "a key of fifty characters at random, for this test alone"


def require_told(instance: Instance, command: str, *words: str, code: tuple[int, ...] = (3,)) -> str:
    """That the command ends with these words, and with its code."""
    arguments = [part.format(file=instance.home.parent / "backup.tar") for part in command.split()]
    done = instance.call(*arguments)
    assert "Traceback" not in done.stderr + done.stdout
    assert done.returncode in code, done.stderr
    for word in words:
        assert word in done.stderr, command
    return done.stderr


@pytest.mark.parametrize("command", [one for one in COMMANDS if one != "manage work"])  # it waits for one that is away
def test_a_database_that_is_not_there(instance: Instance, command: str) -> None:
    instance.settings = {
        "DATABASE_URL": "postgresql://user:password@127.0.0.1:1/name",
        "GONGKAI_SECRET_KEY": KEY,
        "GONGKAI_FIELD_KEY": KEY,
    }
    said = require_told(instance, command, "连不上数据库", "DATABASE_URL")
    assert "user:password" not in said


@pytest.mark.parametrize("command", COMMANDS)
def test_an_address_of_another_kind_is_told_before_the_keys_are_asked_for(instance: Instance, command: str) -> None:
    instance.settings = {"DATABASE_URL": "mysql://x"}
    require_told(instance, command, "DATABASE_URL", "postgresql://", code=(2, 3))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_home_that_is_none(instance: Instance, command: str) -> None:
    instance.home.write_text("a file")
    require_told(instance, command, str(instance.home), code=(2, 3))


def test_a_missing_guard_ends_the_start_with_what_to_do(instance: Instance) -> None:
    assert instance.call("manage", "prepare").returncode == 0
    with closing(sqlite3.connect(instance.home / "gongkai.sqlite3")) as database:
        database.execute("DROP TRIGGER audit_event_update")
        database.commit()
    for command in ("serve", "manage prepare"):
        require_told(instance, command, "audit_event_update: missing", "gongkai manage migrate")
    assert instance.call("manage", "migrate").returncode == 0
    assert instance.call("manage", "prepare").returncode == 0


def test_a_file_that_is_no_database(instance: Instance) -> None:
    assert instance.call("manage", "prepare").returncode == 0
    for path in instance.home.glob("gongkai.sqlite3*"):
        path.write_bytes(b"no database at all, though it is quite long" * 100)
    for command in ("serve", "manage migrate", "backup {file}", "audit verify", "audit seal", "export {file}"):
        require_told(instance, command, "已损坏", "gongkai restore")


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (OperationalError("database is locked"), "另一个程序占用"),
        (OperationalError("database or disk is full"), "磁盘已满"),
        (OperationalError("attempt to write a readonly database"), "不能写"),
        (OperationalError("unable to open database file"), "权限"),
        (OSError(errno.ENOSPC, "No space left on device", "/somewhere"), "/somewhere：磁盘已满"),
        (PermissionError(errno.EACCES, "Permission denied", "/somewhere"), "没有权限"),
        (ImproperlyConfigured("写成这样"), "写成这样"),
    ],
)
def test_each_has_its_sentence(error: Exception, word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.web.config.failures.connection.vendor", "sqlite")
    monkeypatch.setattr("gongkai.web.config.failures.settings.DATABASES", {"default": {"NAME": Path("/x/y.sqlite3")}})
    with pytest.raises(Failure, match=word), told():
        raise error
