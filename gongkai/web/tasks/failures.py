"""What a task is called and what went wrong with it, for an officer: one sentence, and nothing personal in it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks_db.models import DBTaskResult

from gongkai.web.tasks.attempts import WorkerDied, task_of
from gongkai.web.tasks.backend import GivenUp
from gongkai.web.tasks.mail import NotSent

SENTENCES = {
    f"{WorkerDied.__module__}.{WorkerDied.__qualname__}": gettext_lazy("执行它的进程意外结束。"),
    f"{NotSent.__module__}.{NotSent.__qualname__}": gettext_lazy("邮件服务器没有接收，请检查邮件设置。"),
    "django.db.utils.OperationalError": gettext_lazy("数据库繁忙或连接中断。"),
    "django.db.utils.InterfaceError": gettext_lazy("数据库繁忙或连接中断。"),
    "builtins.ConnectionRefusedError": gettext_lazy("对方服务器拒绝连接。"),
    "builtins.TimeoutError": gettext_lazy("等待对方服务器超时。"),
    "socket.gaierror": gettext_lazy("找不到对方服务器的地址。"),
    "builtins.OSError": gettext_lazy("读写文件或连接网络出错。"),
    "builtins.ImportError": gettext_lazy("这个版本的程序没有这项任务。"),
}


def title(row: DBTaskResult) -> str | Promise:
    """The task's name; of one that this version does not know, its path."""
    task = task_of(row)
    return (task.title if task else "") or row.task_path


def most(row: DBTaskResult) -> int | None:
    """How often it is begun at most."""
    task = task_of(row)
    return task.attempts if task else None


def sentence(row: DBTaskResult) -> str | Promise:
    """What went wrong. The words of an error may quote a person's, so only our own are shown."""
    path = row.exception_class_path
    if not path:
        return ""
    if path == f"{GivenUp.__module__}.{GivenUp.__qualname__}":
        return row.traceback.strip().rpartition("\n")[2].partition(": ")[2]
    return SENTENCES.get(path) or _("程序出错（%(kind)s），详情见服务器日志。") % {"kind": path.rpartition(".")[2]}
