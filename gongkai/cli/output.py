"""Where output goes: a file or standard output, always UTF-8; and in which form."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from gongkai.cli.messages import USAGE, Failure, discard_stdout, t, why
from gongkai.corpus.sources import STDIN

DOCUMENTS = frozenset([".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".pdf", ".rtf", ".odt", ".ofd"])
"""Suffixes of what is read and never written."""

NOT_OF_THE_OUTPUT = {errno.EAGAIN, errno.ENOMEM, errno.EMFILE, errno.ENFILE}
"""Errors of starting processes, not of writing."""


def chosen_form(form: str | None, output: str | None, suffixes: Mapping[str, str], default: str) -> str:
    """The form asked for, else that of the file's suffix, else (without a suffix) ``default``.

    :raises Failure: when the suffix says another form, or none that is known, or there is no name.
    """
    if output is None:
        return form or default
    if not output:
        raise Failure(t("-o 后面没有文件名。"), USAGE)
    suffix = Path(output).suffix.lower()
    said = suffixes.get(suffix)
    if form is None and suffix and said is None:
        message = t("-o 的扩展名“{suffix}”不是能写的格式；可用 {suffixes}，或用 -f 指明格式。")
        raise Failure(message.format(suffix=suffix, suffixes=" ".join(suffixes)), USAGE)
    if (form is not None and said not in {None, form}) or suffix in DOCUMENTS:
        message = t("-o 的扩展名“{suffix}”与格式 {form} 不符；这种格式用 {suffixes}。")
        fitting = " ".join(name for name, of in suffixes.items() if of == form)
        raise Failure(message.format(suffix=suffix, form=form, suffixes=fitting), USAGE)
    return form or said or default


def on_terminal(output: str | None) -> bool:
    """Whether a person sees the output at once."""
    return output is None and sys.stdout is not None and sys.stdout.isatty()


class Target:
    """The file that ``-o`` names, known by what it is and not by its name, so that links to it are known, too."""

    def __init__(self, output: str | None) -> None:
        self.output = output
        self.file: tuple[int, int] | None = None
        with suppress(OSError, ValueError):
            found = Path(output).stat() if output else None
            # A device or a pipe takes what is written and loses nothing.
            if found and stat.S_ISREG(found.st_mode):
                self.file = found.st_dev, found.st_ino

    def is_at(self, path: str | int) -> bool:
        """Whether the path (or descriptor) is the same file."""
        if self.file is None:
            return False
        try:
            found = os.fstat(path) if isinstance(path, int) else Path(path).stat()
        except (OSError, ValueError):
            return False
        return self.file == (found.st_dev, found.st_ino)

    def refuse_inputs(self, paths: Iterable[str]) -> None:
        """
        :raises Failure: when one of the paths (``-`` is standard input) is the file.
        """
        for path in paths:
            if self.is_at(0 if path == STDIN else path):
                self.refuse(path)

    def refuse(self, path: str) -> None:
        """
        :raises Failure: always; ``path`` is the input that would be overwritten.
        """
        raise Failure(t("-o 不能是要读的文件：{path}（{output}）").format(path=path, output=self.output), USAGE)


@contextmanager
def opened(output: str | None) -> Iterator[BinaryIO]:
    """The file, or standard output, for bytes. A file is there as a whole or not at all.

    :raises Failure: when it cannot be written.
    """
    try:
        if output is None:
            yield from _standard_output()
        elif Path(output).exists() and not Path(output).is_file():
            with Path(output).open("wb") as file:
                yield file
        else:
            yield from _replaced(output)
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.errno in NOT_OF_THE_OUTPUT:
            raise
        name = t("标准输出") if output is None else output
        if output is None:
            discard_stdout()
        raise Failure(t("写不了文件 {path}：{error}").format(path=name, error=_why_not(error, output)), USAGE) from None


def _why_not(error: OSError, output: str | None) -> str:
    folder = Path(output or "").parent
    if error.errno == errno.ENOENT and not folder.exists():
        return t("没有文件夹 {folder}，请先建立").format(folder=folder)
    return why(error)


def _standard_output() -> Iterator[BinaryIO]:
    if sys.stdout is None:
        raise Failure(t("标准输出关着，写不了；请用 -o 写到文件。"), USAGE)
    sys.stdout.flush()
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()


def _replaced(output: str) -> Iterator[BinaryIO]:
    """A file beside the one that is meant, which takes its place when all is written."""
    path = Path(os.path.realpath(output))
    beside = path.with_name(f".{path.name[:60]}.{os.getpid()}.part")
    # What may not be written is not replaced either.
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), output)
    try:
        with beside.open("wb") as file:
            yield file
        if path.exists():
            beside.chmod(stat.S_IMODE(path.stat().st_mode))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
