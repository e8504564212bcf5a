"""Where output goes: a file or standard output, always UTF-8; and in which form."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from gongkai.cli.group import USAGE, Failure, t


def chosen_form(form: str | None, output: str | None, suffixes: Mapping[str, str], default: str) -> str:
    """The form asked for, else that of the file's suffix, else ``default``."""
    if form is None and output is not None:
        return suffixes.get(Path(output).suffix.lower(), default)
    return form or default


def on_terminal(output: str | None) -> bool:
    """Whether a person sees the output at once."""
    return output is None and sys.stdout.isatty()


@contextmanager
def opened(output: str | None) -> Iterator[BinaryIO]:
    """The file, or standard output, for bytes.

    :raises Failure: when the file cannot be written.
    """
    if output is None:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        file = Path(output).open("wb")  # noqa: SIM115
    except OSError as error:
        raise Failure(
            t("写不了文件 {path}：{error}").format(path=output, error=os.strerror(error.errno or 0)), USAGE
        ) from None
    with file:
        yield file
