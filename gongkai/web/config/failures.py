"""What goes wrong with an instance's disk, database or guards, as a sentence that says what to do."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connection

from gongkai.cli.messages import Failure, show_trace, t, why

#: What SQLite says, and what a person can do about it.
SQLITE = {
    "locked": "数据库正被另一个程序占用，等了很久也没有轮到。请结束长时间占用数据库的程序后再试：{path}",
    "busy": "数据库正被另一个程序占用，等了很久也没有轮到。请结束长时间占用数据库的程序后再试：{path}",
    "full": "磁盘已满，没有写入数据库。请腾出空间后再试：{path}",
    "unable to open": "打不开数据库文件，请检查它和所在文件夹的权限：{path}",
    "readonly": "数据库文件不能写，请检查它和所在文件夹的权限，以及磁盘是否只读：{path}",
    "disk i/o": "读写数据库时磁盘出错，可能已满或损坏，请检查磁盘：{path}",
    "malformed": "数据库文件已损坏，请停止平台，用备份恢复（gongkai restore）：{path}",
    "not a database": "数据库文件已损坏，请停止平台，用备份恢复（gongkai restore）：{path}",
    "no such table": "数据库还没有准备好或版本较旧，请运行 gongkai manage prepare：{path}",
}


@contextmanager
def told() -> Iterator[None]:
    """Turn what an operator can do something about into a sentence.

    :raises Failure: with it.
    """
    try:
        yield
    except ImproperlyConfigured as error:
        raise Failure(str(error)) from None
    except (Error, sqlite3.Error) as error:
        show_trace()
        raise Failure(_of_database(error)) from None
    except BrokenPipeError:
        raise
    except OSError as error:
        show_trace()
        raise Failure(_of_disk(error)) from None


def _of_database(error: Exception) -> str:
    words = " ".join(str(error).split())
    if connection.vendor == "sqlite":
        path = Path(str(settings.DATABASES["default"]["NAME"]))
        found = next((text for key, text in SQLITE.items() if key in words.lower()), "")
        return t(found).format(path=path) if found else t("数据库出错：{error}").format(error=words[:200])
    if connection.connection is None:
        message = t("连不上数据库：{error}。请检查 DATABASE_URL，以及数据库是否在运行。")
        return message.format(error=words[:200].rstrip("?. "))
    return t("数据库出错：{error}").format(error=words[:200])


def _of_disk(error: OSError) -> str:
    place = error.filename or settings.HOME
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return t("{path}：{error}，请腾出空间后再试。").format(path=place, error=why(error))
    return t("{path}：{error}").format(path=place, error=why(error))
