"""What the commands share: options whose help is translated, and how a command ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from gongkai.cli.group import Option


def option(*names: str, **settings: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """An option of a command whose help is translated."""
    return click.option(*names, cls=Option, **settings)


def language_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """The option ``--lang`` of a command."""
    return option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help="语言：zh（默认）或 en。")(
        function
    )


def exit_with(code: int) -> None:
    """End the command with this exit code."""
    if code:
        raise click.exceptions.Exit(code)
