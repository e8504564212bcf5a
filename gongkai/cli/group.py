"""The command group: help in Chinese or English, whatever goes wrong, commands that other packages add.

What goes wrong ends as one line on standard error and an exit code, never as a traceback (unless GONGKAI_DEBUG=1
asks for it).
"""

from __future__ import annotations

import copy
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click

from gongkai.cli.messages import (
    INTERRUPTED,
    OK,
    PIPE_CLOSED,
    UNREADABLE,
    USAGE,
    Failure,
    chosen_language,
    discard_stdout,
    language,
    say,
    say_usage,
    show_trace,
    t,
    why,
)
from gongkai.report.writing.width import width_of, wrapped

ENTRY_POINTS = "gongkai.commands"


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

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            # Of an option without its value click does not say whose it is.
            error.ctx = error.ctx or ctx
            raise
        except BrokenPipeError:
            discard_stdout()
            raise click.exceptions.Exit(PIPE_CLOSED) from None
        except OSError as error:
            # The help or the version; what a command writes is looked after where it is written.
            discard_stdout()
            message = t("写不了文件 {path}：{error}").format(path=t("标准输出"), error=why(error))
            raise click.ClickException(message) from None

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
        from importlib.metadata import entry_points  # late: slower to load than all of `gongkai --version`

        added = {entry.name for entry in entry_points(group=ENTRY_POINTS)} - set(self.commands)
        return [*self.commands, *sorted(added)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self.commands:
            return self.commands[cmd_name]
        from importlib.metadata import entry_points  # late: slower to load than all of `gongkai --version`

        for entry in entry_points(group=ENTRY_POINTS, name=cmd_name):
            command = entry.load()
            if isinstance(command, click.Command):
                return command
        return None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            if sys.stdout is not None:
                sys.stdout.flush()
            return result
        except (click.exceptions.Exit, click.ClickException, click.Abort, Failure):
            raise
        except KeyboardInterrupt:
            raise click.exceptions.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            discard_stdout()
            raise click.exceptions.Exit(PIPE_CLOSED) from None
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
        token = language.set(language.get())
        try:
            language.set(chosen_language(arguments, os.environ))
            code = super().main(arguments, prog_name or "gongkai", complete_var, standalone_mode=False, **extra)
        except Failure as failure:
            say(str(failure))
            code = failure.code
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            code = USAGE
        except click.UsageError as error:
            say_usage(error)
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
