"""Interfaces in Chinese, English second: source strings are Chinese, the English ones stand in a gettext catalogue.

The catalogue ``locale/en/LC_MESSAGES/gongkai.po`` is compiled to ``gongkai.mo`` beside it by
``python -m gongkai.report.writing.language``; a test compares the two.
"""

from __future__ import annotations

import ast
import re
import struct
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("zh", "en")
CATALOGUE = Path(__file__).parent / "locale" / "en" / "LC_MESSAGES" / "gongkai.po"

Translate = Callable[[str], str]


@cache
def translator(language: str) -> Translate:
    """The function that puts a Chinese source string into ``language``."""
    if language != "en":
        return str
    import gettext  # late: Chinese needs no catalogue

    return gettext.translation("gongkai", CATALOGUE.parents[2], ["en"]).gettext


def read_catalogue(text: str) -> dict[str, str]:
    """The entries of a .po file: source string → translation.

    :raises ValueError: when a source string stands there twice.
    """
    result: dict[str, str] = {}
    for entry in re.split(r"\n\s*\n", text):
        lines = "\n".join(line for line in entry.splitlines() if not line.startswith("#"))
        found = re.fullmatch(r'msgid ((?:"[^\n]*"\s*)+)msgstr ((?:"[^\n]*"\s*)+)', lines.strip())
        if not found:
            continue
        source, translation = (
            "".join(ast.literal_eval(part) for part in group.splitlines()) for group in found.groups()
        )
        if source in result:
            raise ValueError(f"{source!r} stands twice in the catalogue")
        result[source] = translation
    return result


def compiled(entries: Mapping[str, str]) -> bytes:
    """The entries in the .mo format that gettext loads."""
    pairs = [(source.encode(), entries[source].encode()) for source in sorted(entries, key=str.encode)]
    start = 7 * 4 + len(pairs) * 16
    tables: list[tuple[int, int]] = []
    strings = b""
    for side in (0, 1):
        for pair in pairs:
            tables.append((len(pair[side]), start + len(strings)))
            strings += pair[side] + b"\0"
    header = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + len(pairs) * 8, 0, 0)
    return header + b"".join(struct.pack("<2I", *table) for table in tables) + strings


if __name__ == "__main__":
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(read_catalogue(CATALOGUE.read_text("utf-8"))))
