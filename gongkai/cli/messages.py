"""What the command says to a person, in Chinese or English, and its exit codes."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Mapping, Sequence
from contextvars import ContextVar

import click

from gongkai.report.writing.language import LANGUAGES, translator
from gongkai.report.writing.width import visible

OK, ERRORS_FOUND, USAGE, UNREADABLE, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 3, 130, 141

language: ContextVar[str] = ContextVar("language", default="zh")


WHY = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "是文件夹，不是文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘只读",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件太大",
    errno.EIO: "磁盘读写出错",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ELOOP: "符号链接绕成了圈",
}
"""What the system's errors mean, for a person."""


class Failure(Exception):
    """Something a person must be told before anything can go on; the message says what to do."""

    def __init__(self, message: str, code: int = UNREADABLE) -> None:
        super().__init__(message)
        self.code = code


def t(text: str) -> str:
    """The text in the language of this call."""
    return translator(language.get())(text)


def printable(text: str) -> str:
    """The text without what a terminal would obey, on one line."""
    return " ".join(visible(text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")).split("\n"))


def why(error: OSError) -> str:
    """What the system says, in the language of this call where it is one of the usual things."""
    known = WHY.get(error.errno or 0)
    return t(known) if known else error.strerror or str(error)


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """``--lang`` where it stands, also after the command; else GONGKAI_LANG; else Chinese.

    :raises Failure: where GONGKAI_LANG names no language, in both: nobody knows which one is read.
    """
    said = environment.get("GONGKAI_LANG", "").strip() or LANGUAGES[0]
    if said not in LANGUAGES:
        raise Failure(f"GONGKAI_LANG={said!r}: 只能是 Write one of: {', '.join(LANGUAGES)}", USAGE)
    choices = [said]
    for position, argument in enumerate(arguments):
        if argument == "--lang" and position + 1 < len(arguments):
            choices.append(arguments[position + 1])
        elif argument.startswith("--lang="):
            choices.append(argument.partition("=")[2])
    return next(choice for choice in reversed(choices) if choice in LANGUAGES)


def say(message: str) -> None:
    """One line on standard error."""
    click.echo(f"gongkai: {printable(message)}", err=True)


def watched() -> bool:
    """Whether a person sees standard error."""
    return sys.stderr is not None and sys.stderr.isatty()


def show_trace(trace: str = "") -> None:
    """The traceback on standard error, where GONGKAI_DEBUG asks for it."""
    if os.environ.get("GONGKAI_DEBUG") == "1":
        import traceback  # late: only for a defect of our own

        click.echo(trace or traceback.format_exc(), err=True)


def say_usage(error: click.UsageError) -> None:
    """What is wrong with the call, and where its help is."""
    say(_usage_message(error))
    if error.ctx is not None:
        click.echo(t("用法见：{command} --help").format(command=error.ctx.command_path), err=True)


def _name(param: click.Parameter) -> str:
    """An option as it is typed, an argument as the help calls it."""
    return " / ".join(param.opts) if isinstance(param, click.Option) else param.human_readable_name


def _usage_message(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return t("没有“{name}”这个选项。").format(name=error.option_name)
    name = _name(error.param) if isinstance(error, click.BadParameter) and error.param else ""
    if isinstance(error, click.MissingParameter):
        return t("缺少 {name}。").format(name=name)
    if isinstance(error, click.BadParameter) and error.param is not None:
        if isinstance(error.param.type, click.Choice):
            choices = t("、").join(map(str, error.param.type.choices))
            return t("{name} 只能是：{choices}。").format(name=name, choices=choices)
        if isinstance(error.param.type, click.IntRange):
            lowest, highest = error.param.type.min, error.param.type.max
            return t("{name} 应当是{lowest}到{highest}的整数。").format(name=name, lowest=lowest, highest=highest)
        return t("{name} 的值不对：{message}").format(name=name, message=error.message)
    if isinstance(error, click.BadOptionUsage):
        return t("选项“{name}”后面的值不对或者缺少。").format(name=error.option_name)
    if (extra := re.search(r"unexpected extra arguments? \((.*)\)", error.message)) is not None:
        return t("多出了“{arguments}”。").format(arguments=extra[1])
    return error.format_message()


def discard_stdout() -> None:
    """Nobody takes it any more: what is still buffered goes nowhere, and Python does not complain about it at exit."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
    except (OSError, ValueError):
        pass
