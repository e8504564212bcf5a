"""The instance that a command works on."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gongkai.cli.messages import USAGE, Failure, language, t

SETTINGS = "gongkai.web.config.settings"


def set_up() -> Path:
    """Make Django ready; the instance's folder.

    :raises Failure: where the environment makes no sense, or the platform is not installed.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        # Late, all: the command's help is shown without the platform, and its settings read the environment.
        import django
        from django.conf import settings
        from django.core.exceptions import ImproperlyConfigured
        from django.utils import translation
    except ImportError:
        raise Failure(t("没有安装平台所需的程序包，请运行 pip install 'gongkai[web]'。")) from None
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise Failure(str(error), USAGE) from None
    translation.activate("en" if language.get() == "en" else "zh-hans")
    home: Path = settings.HOME
    return home


def require_instance(home: Path) -> None:
    """
    :raises Failure: where there is no instance yet.
    """
    # Late, both: need Django made ready.
    from django.db import DatabaseError, connection
    from django.db.migrations.recorder import MigrationRecorder

    embedded = connection.vendor == "sqlite"
    missing = embedded and not Path(str(connection.settings_dict["NAME"])).exists()
    try:
        if missing or not MigrationRecorder(connection).applied_migrations():
            message = t("{home} 中还没有实例；实例在别处时设 GONGKAI_HOME 或 DATABASE_URL。")
            raise Failure(message.format(home=home), USAGE)
    except DatabaseError as error:
        raise Failure(t("连不上数据库：{error}").format(error=error)) from None


def require_current(home: Path) -> None:
    """
    :raises Failure: where there is no instance yet, or one of an earlier release.
    """
    require_instance(home)
    # Late, both: need Django made ready.
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        message = t("{home} 中的实例属于较早的版本。先运行 gongkai manage prepare 升级，再运行本命令。")
        raise Failure(message.format(home=home), USAGE)


@contextmanager
def stopped(home: Path) -> Iterator[None]:
    """While no server runs on this home, and none can start: both hold the same lock.

    :raises Failure: where one runs.
    """
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (home / "serve.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Failure(t("{home} 上的平台正在运行，请先停止 gongkai serve。").format(home=home), USAGE) from None
        try:
            yield
        finally:
            with suppress(OSError):
                fcntl.flock(file, fcntl.LOCK_UN)
