"""Names made safe: shown to people, sent in headers, saved on their machines, never used as a path here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from django.utils.translation import gettext as _

#: Bytes of a name in UTF-8: what common file systems allow, less room for "(1)".
LONGEST = 240
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
_SPACES = re.compile(r"\s+")


def safe_name(name: str, extensions: Sequence[str]) -> str:
    """A name without path, controls or tricks of direction, that ends as its content demands.

    The first of `extensions` is put on where the name ends in none of them: `通知.txt` that is a PDF becomes
    `通知.txt.pdf`.
    """
    name = unicodedata.normalize("NFC", name.encode("utf-8", "ignore").decode())
    name = re.split(r"[\\/]", name)[-1]
    name = "".join(sign for sign in name if unicodedata.category(sign) not in {"Cc", "Cf", "Co", "Cn", "Zl", "Zp"})
    name = _SPACES.sub(" ", _FORBIDDEN.sub("_", name)).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot or f".{ending.lower()}" not in extensions:
        stem, ending = name, extensions[0].removeprefix(".")
    stem = stem.strip(" .")
    if not stem or stem.startswith("."):
        stem = _("文件")
    if _RESERVED.fullmatch(stem.split(".")[0].strip()):
        stem = f"_{stem}"
    room = LONGEST - len(ending.encode()) - 1
    stem = stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .")
    return f"{stem}.{ending.lower()}"


def extension_of(name: str) -> str:
    """`.pdf` of `通知.PDF`, as its name says; the content says more."""
    stem, dot, ending = name.strip(" .").rpartition(".")
    return f".{ending.lower()}" if dot and stem else ""
