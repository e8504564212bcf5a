"""Text in a line, as it was pasted: what it looks like, without what only lays it out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from typing import NamedTuple

from selectolax.lexbor import LexborNode

#: Soft hyphens, signs of no width.
REMOVED = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
CHINESE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
#: A line of the source that ends between two Chinese characters; a browser would show a blank.
WRAPPED = re.compile(f"(?<=[{CHINESE}])[ \t]*\r?\n\\s*(?=[{CHINESE}])")
BLANKS = re.compile("[ \t\r\n\u00a0\u2000-\u200a\u202f]+")
EDGE = " \u3000\t\n\u00a0"
FOLLOWED = re.compile("(?:https?://|mailto:|tel:)", re.IGNORECASE)
POINTS = {"px": 0.75, "pt": 1.0}
HIDDEN = re.compile(r"display:none|visibility:(?:hidden|collapse)|mso-hide:all")
#: 100m2 is not 100m², and 103 not 10³: digits that stand higher or lower are signs of their own.
SHIFTED = {
    "super": str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ"),
    "sub": str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋"),
}


class Run(NamedTuple):
    """Text in one look; a line break is a newline."""

    text: str = ""
    bold: bool = False
    italic: bool = False
    link: str = ""
    shift: str = ""


def hidden(node: LexborNode) -> bool:
    """Whether a node says that nobody sees it."""
    if (node.tag or "-").startswith("-"):
        return False
    said = (f"{name}:{value}" for name, value in style_of(node).items())
    return "hidden" in node.attributes or any(HIDDEN.match(one) for one in said)


def style_of(node: LexborNode) -> dict[str, str]:
    """What the style of a node says, in small letters."""
    said = (node.attributes.get("style") or "") if not (node.tag or "-").startswith("-") else ""
    parts = (part.partition(":") for part in said.lower().split(";"))
    return {name.strip(): value.strip() for name, colon, value in parts if colon}


def size_of(node: LexborNode) -> float:
    """The largest type in a node, in points; 0 where it does not say."""
    sizes = [0.0]
    for one in [node, *node.css("span, font, strong, b")]:
        found = re.match(r"([\d.]{1,8})(pt|px)", style_of(one).get("font-size", ""))
        if found and found[1].count(".") <= 1 and found[1] != ".":
            sizes.append(float(found[1]) * POINTS[found[2]])
    return max(sizes)


def look_of(node: LexborNode, outer: Run | None) -> Run:
    """How the text in a node looks, within something that looks somehow."""
    look, said = outer or Run(), style_of(node)
    weight = said.get("font-weight", "bold" if node.tag in ("b", "strong") else "")
    if weight:
        look = look._replace(bold=weight in ("bold", "bolder", "600", "700", "800", "900"))
    slant = said.get("font-style", "italic" if node.tag in ("i", "em") else "")
    if slant:
        look = look._replace(italic=slant in ("italic", "oblique"))
    shift = said.get("vertical-align", {"sup": "super", "sub": "sub"}.get(node.tag or "", ""))
    if shift in (*SHIFTED, "baseline"):
        look = look._replace(shift=shift)
    if node.tag == "a":
        address = (node.attributes.get("href") or "").strip()
        look = look._replace(link=address if FOLLOWED.match(address) else "")
    return look


def run_of(node: LexborNode, look: Run) -> Run:
    """A text of the page, its blanks as a browser shows them."""
    text = WRAPPED.sub("", REMOVED.sub("", node.text(deep=False)))
    return look._replace(text=_shifted(BLANKS.sub(" ", text), look.shift), shift="")


def _shifted(text: str, shift: str) -> str:
    """What has no such sign, as the bracket of a note, stands in the line."""
    signs = SHIFTED.get(shift, {})
    return text.translate(signs) if all(ord(sign) in signs for sign in text.strip()) else text


def split(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Two line breaks, with nothing between, end a paragraph."""
    part: list[Run] = []
    for run in runs:
        if run.text == "\n" and _ends(part):
            yield part
            part = []
        elif run.text:
            part.append(run)
    if part:
        yield part


def _ends(part: list[Run]) -> bool:
    said = next((run for run in reversed(part) if run.text == "\n" or run.text.strip(EDGE)), None)
    return said is not None and said.text == "\n"


def rendered(runs: Sequence[Run]) -> str:
    """Runs as HTML: no indentation at the beginning of a line, no blank at its end, none doubled."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run.text == "\n":
            lines.append([])
        elif run.text:
            lines[-1].append(run)
    written = [_line(line) for line in lines]
    while written and not written[0]:
        del written[0]
    while written and not written[-1]:
        del written[-1]
    return "<br>".join(written)


def _line(runs: list[Run]) -> str:
    kept: list[Run] = []
    for run in runs:
        text = run.text
        if not kept:
            text = text.lstrip(EDGE)
        elif kept[-1].text.endswith(" "):
            text = text.lstrip(" ")
        if text:
            kept.append(run._replace(text=text))
    while kept and not kept[-1].text.rstrip(EDGE):
        del kept[-1]
    if kept:
        kept[-1] = kept[-1]._replace(text=kept[-1].text.rstrip(EDGE))
    return "".join(_run(look, "".join(run.text for run in same)) for look, same in _alike(kept))


def _alike(runs: list[Run]) -> Iterator[tuple[Run, list[Run]]]:
    for look, same in groupby(runs, key=lambda run: run._replace(text="")):
        yield look, list(same)


def _run(look: Run, text: str) -> str:
    written = escape(text, quote=False)
    if look.italic:
        written = f"<em>{written}</em>"
    if look.bold:
        written = f"<strong>{written}</strong>"
    return f'<a href="{escape(look.link)}">{written}</a>' if look.link else written
