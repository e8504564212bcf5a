"""Bringing an instance up to date before it serves: tables, static files, guards, and the demo where it is wanted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string

import gongkai
from gongkai.web.agencies.demo import left_over, real_data
from gongkai.web.agencies.models import Agency
from gongkai.web.config.closed import close

#: Any number that no other program uses for its lock in the same database.
ADVISORY_LOCK = 0x676F6E67


def prepare(tell: Callable[[str], None]) -> list[list[str]]:
    """Do what is to be done, and tell of it; the accounts of the demo, where it is one."""
    close(settings.HOME)
    with _alone():
        _migrate(tell)
        _collect(tell)
        for path in settings.GUARDS:
            import_string(path)()
        if left_over():
            tell(
                "这个实例存有演示数据，而演示开关没有打开：演示账号不能登录，也不能在这里建立真实的管理员。"
                "正式使用请另设 GONGKAI_HOME。"
                " This is a demo without its switch: nobody of it can log in. Use another GONGKAI_HOME for real work."
            )
        return _demo(tell) if settings.DEMO else []


@contextmanager
def _alone() -> Iterator[None]:
    """Of several servers on one database one prepares, the others wait."""
    if connection.vendor != "postgresql":
        yield  # its home is this supervisor's alone
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])


def _migrate(tell: Callable[[str], None]) -> None:
    executor = MigrationExecutor(connection)
    executor.loader.check_consistent_history(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    loader = executor.loader
    if any(key[0] in loader.migrated_apps and key not in loader.disk_migrations for key in loader.applied_migrations):
        raise CommandError(
            "数据库由更新的版本建立，这个版本的程序不能使用，请升级程序或恢复备份。"
            " The database was made by a later version: upgrade the program, or restore a backup."
        )
    if plan:
        tell(f"准备数据库（{len(plan)} 步） Preparing the database")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)


def _collect(tell: Callable[[str], None]) -> None:
    root = Path(settings.STATIC_ROOT)
    stamp, is_now = root / ".collected", _fingerprint()
    if stamp.exists() and stamp.read_text() == is_now:
        return
    tell("准备静态文件 Collecting static files")
    root.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(is_now)


def _fingerprint() -> str:
    """Version, and name, size and time of each static file of the packages."""
    digest = hashlib.sha256(gongkai.__version__.encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = Path(storage.path(path)).stat()
            digest.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


class RealData(CommandError):
    """The switch of the demo on an instance that is none."""


def _demo(tell: Callable[[str], None]) -> list[list[str]]:
    if real_data():
        raise RealData(
            "这个实例有真实数据，不能用 --demo（GONGKAI_DEMO=1）：演示账号只用口令就能登录。请去掉它，"
            "或换一个 GONGKAI_HOME。"
            " This instance holds real data: take --demo (GONGKAI_DEMO=1) away, or use another GONGKAI_HOME."
        )
    spec = find_spec(settings.DEMO_MODULE)
    if spec is None or spec.origin is None:  # not there, or its data only
        tell("这个安装不带演示数据 This installation has no demo in it")
        return []
    demo: Any = import_module(settings.DEMO_MODULE)
    if not Agency.objects.exists():
        tell("装入演示数据 Loading the demo")
        demo.load()
    return [list(row) for row in demo.accounts()]
