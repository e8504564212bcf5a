"""The command group: help and messages in Chinese or English, exit codes, commands that other packages add.

Whatever goes wrong ends as one line on standard error and an exit code, never as a traceback (unless GONGKAI_DEBUG=1
asks for it).
"""

from __future__ import annotations

import copy
import errno
import os
import re
import sys
from collections.abc import Iterable, MutableMapping, Sequence
from contextvars import ContextVar
from typing import Any

import click

from gongkai.report.writing.language import LANGUAGES, translator
from gongkai.report.writing.width import visible, width_of, wrapped

OK, ERRORS_FOUND, USAGE, UNREADABLE, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 3, 130, 141

ENTRY_POINTS = "gongkai.commands"

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


def chosen_language(arguments: Sequence[str], environment: MutableMapping[str, str]) -> str:
    """``--lang`` where it stands, also after the command; else GONGKAI_LANG; else Chinese."""
    choice = environment.get("GONGKAI_LANG", "")
    for position, argument in enumerate(arguments):
        if argument == "--lang" and position + 1 < len(arguments):
            choice = arguments[position + 1]
        elif argument.startswith("--lang="):
            choice = argument.partition("=")[2]
    return choice if choice in LANGUAGES else LANGUAGES[0]


class Formatter(click.HelpFormatter):
    """Help that breaks lines by the width of characters on a terminal: a Chinese one takes two columns."""

    def write_text(self, text: str) -> None:
        for paragraph in text.split("\n"):
            for line in wrapped(paragraph, self.width - self.current_indent):
                self.write(f"{'':>{self.current_indent}}{line}".rstrip() + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows = list(rows)
        first = min(max((width_of(name) for name, _ in rows), default=0), col_max) + col_spacing
        for name, text in rows:
            lines = wrapped(text, max(20, self.width - self.current_indent - first))
            if width_of(name) > first - col_spacing:
                self.write(f"{'':>{self.current_indent}}{name}\n")
                name = ""
            for line in lines or [""]:
                pad = " " * (first - width_of(name))
                self.write(f"{'':>{self.current_indent}}{name}{pad}{line}".rstrip() + "\n")
                name = ""


class Option(click.Option):
    """An option whose help is a source string of the catalogue."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        spoken = copy.copy(self)
        spoken.help = t(self.help or "")
        return super(Option, spoken).get_help_record(ctx)


class Command(click.Command):
    """A command whose help is a source string of the catalogue."""

    def get_help(self, ctx: click.Context) -> str:
        formatter = Formatter(width=ctx.terminal_width, max_width=ctx.max_content_width)
        self.format_help(ctx, formatter)
        return formatter.getvalue().rstrip("\n")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = t("显示这份说明。")
        return option

    def get_short_help_str(self, limit: int = 45) -> str:
        return t(self.help or "").partition("\n")[0].rstrip("。.")

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), t("用法：") + " ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.help:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(t(self.help))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [record for param in self.get_params(ctx) if (record := param.get_help_record(ctx))]
        if records:
            with formatter.section(t("选项")):
                formatter.write_dl(records)


class Commands(Command, click.Group):
    """A group of commands whose help is a source string of the catalogue."""

    command_class = Command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            ctx.fail(t("没有“{name}”这个命令。").format(name=args[0]))
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        Command.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = []
        for name in self.list_commands(ctx):
            try:
                command = self.get_command(ctx, name)
            except Exception:
                rows.append((name, t("（这个命令没有装好）")))
                continue
            if command is not None and not command.hidden:
                rows.append((name, command.get_short_help_str()))
        if rows:
            with formatter.section(t("命令")):
                formatter.write_dl(rows)


class Group(Commands):
    """The group ``gongkai``: own commands first, then those of the entry point group ``gongkai.commands``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        # Late, here and below: looking for entry points takes longer than a whole `gongkai --version`.
        from importlib.metadata import entry_points  # late: slow to load

        added = {entry.name for entry in entry_points(group=ENTRY_POINTS)} - set(self.commands)
        return [*self.commands, *sorted(added)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self.commands:
            return self.commands[cmd_name]
        from importlib.metadata import entry_points  # late: slow to load

        for entry in entry_points(group=ENTRY_POINTS, name=cmd_name):
            command = entry.load()
            if isinstance(command, click.Command):
                return command
        return None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except KeyboardInterrupt:
            raise click.exceptions.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            discard_stdout()
            raise click.exceptions.Exit(PIPE_CLOSED) from None
        except Failure as failure:
            say(str(failure))
            raise click.exceptions.Exit(failure.code) from None
        except Exception as error:
            show_trace()
            say(t("程序出错（{kind}：{error}）。设 GONGKAI_DEBUG=1 再运行一次，可看到详情。").format(
                kind=type(error).__name__, error=" ".join(str(error).split())[:200]
            ))  # fmt: skip
            raise click.exceptions.Exit(UNREADABLE) from None

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        arguments = list(sys.argv[1:] if args is None else args)
        token = language.set(chosen_language(arguments, os.environ))
        try:
            code = super().main(arguments, prog_name or "gongkai", complete_var, standalone_mode=False, **extra)
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            code = USAGE
        except click.UsageError as error:
            _say_usage(error)
            code = USAGE
        except click.ClickException as error:
            say(error.format_message())
            code = USAGE
        except click.Abort:
            code = INTERRUPTED
        finally:
            language.reset(token)
        if standalone_mode:
            sys.exit(code if isinstance(code, int) else OK)
        return code


def say(message: str) -> None:
    """One line on standard error."""
    click.echo(f"gongkai: {printable(message)}", err=True)


def show_trace(trace: str = "") -> None:
    """The traceback on standard error, where GONGKAI_DEBUG asks for it."""
    if os.environ.get("GONGKAI_DEBUG") == "1":
        import traceback  # late: only for a defect of our own

        click.echo(trace or traceback.format_exc(), err=True)


def _say_usage(error: click.UsageError) -> None:
    say(_usage_message(error))
    if error.ctx is not None:
        click.echo(t("用法见：{command} --help").format(command=error.ctx.command_path), err=True)


def _usage_message(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return t("没有“{name}”这个选项。").format(name=error.option_name)
    name = error.param.get_error_hint(error.ctx) if isinstance(error, click.BadParameter) and error.param else ""
    if isinstance(error, click.MissingParameter):
        return t("缺少 {name}。").format(name=name)
    if isinstance(error, click.BadParameter) and error.param is not None:
        if isinstance(error.param.type, click.Choice):
            choices = ("、" if language.get() == "zh" else ", ").join(map(str, error.param.type.choices))
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
