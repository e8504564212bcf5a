"""Which fonts draw a letter's characters: the shipped one, typst's, else installed ones; what none draws is named."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from fontTools.ttLib import TTFont

from gongkai.letters.model import LetterError

FAMILY = "Gongkai Serif SC"
EMBEDDED = {
    "Libertinus Serif": frozenset(map(ord, "⁰⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎‱")),
    "DejaVu Sans Mono": frozenset(map(ord, "☐☑☒✗✘➤")),
}
"""Fonts within typst, which are everywhere, and what is taken of them: the source of the shipped font has it not."""
PREFERRED = ("Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "SimSun-ExtB", "FangSong", "Noto Sans CJK SC")
"""Installed families tried first, in this order; then the others, by name."""


@cache
def folder() -> Path:
    """Where the shipped fonts lie.

    :raises LetterError: where the package is not unpacked on disk: typst reads fonts from files.
    """
    with as_file(files(__package__) / "fonts") as path:
        if not path.is_dir():
            raise LetterError("没有找到随附的字体：请以文件夹方式安装 gongkai")
        return path


@cache
def shipped() -> frozenset[int]:
    """The code points that both shipped weights draw."""
    return frozenset.intersection(*(_drawn(str(path), 0) for path in sorted(folder().glob("*.otf"))))


def fallback(text: str) -> tuple[str, ...]:
    """The other families that draw what the shipped font lacks; empty where it lacks nothing.

    :raises LetterError: naming each character that no font at hand draws.
    """
    missing = {ord(character) for character in text} - shipped() - {0x0A}
    if not missing:
        return ()
    families = [family for family, drawn in EMBEDDED.items() if missing & drawn]
    missing -= frozenset().union(*EMBEDDED.values())
    for family in _installed() if missing else ():
        drawn = missing & _coverage(family)
        if drawn:
            families.append(family)
            missing -= drawn
    if not missing:
        return tuple(families)
    named = "、".join(_named(code) for code in sorted(missing))
    raise LetterError(f"没有字体能印出：{named}。请改用规范字，或者安装含有该字的字体")


def undrawn(text: str) -> frozenset[str]:
    """The characters that no font at hand draws."""
    missing = {ord(character) for character in text} - shipped() - frozenset().union(*EMBEDDED.values()) - {0x0A}
    for family in _installed() if missing else ():
        missing -= _coverage(family)
    return frozenset(map(chr, missing))


def _named(code: int) -> str:
    character = chr(code)
    shown = character if character.isprintable() and unicodedata.category(character) not in ("Co", "Cn") else ""
    return f"“{shown}”（U+{code:04X}）" if shown else f"U+{code:04X}"


@cache
def _installed() -> dict[str, tuple[tuple[str, int], ...]]:
    """Installed families with their files, the preferred ones first."""
    import typst  # late: only where a rare character asks for it

    found: dict[str, list[tuple[str, int]]] = {}
    for font in typst.Fonts(include_embedded_fonts=False).fonts():
        if font.path and font.weight <= 500 and font.style == "normal":
            found.setdefault(font.family, []).append((font.path, font.index))
    order = [*(name for name in PREFERRED if name in found), *sorted(set(found) - set(PREFERRED))]
    return {name: tuple(found[name]) for name in order}


@cache
def _coverage(family: str) -> frozenset[int]:
    return frozenset().union(*(_drawn(path, index) for path, index in _installed()[family]))


def _drawn(path: str, index: int) -> frozenset[int]:
    """The code points of a font file, or of one font of a collection."""
    with TTFont(path, fontNumber=index, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())
