"""How letters cite: the full name at the first mention, the short one after it, one name for articles in a row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from gongkai.law.citations import LegalDocument, check_citation
from gongkai.letters.model import Block, Cell, Paragraph, Run, Runs, Table

CITED = re.compile(
    r"《([^》]+)》((?:第[一二三四五六七八九十百零]+条)?(?:第[一二三四五六七八九十]+款)?(?:第（[一二三四五六七八九十]+）项)?)"
)
"""A document and the article cited of it, if one is."""

_MENTION = re.compile(r"《([^》]+)》")
_AGAIN = re.compile(r"(《([^》]+)》第[^《，。；]*?)、《\2》(?=第)")


def collapsed(text: str) -> str:
    """《条例》第十四条、《条例》第三十六条第（三）项 → 《条例》第十四条、第三十六条第（三）项."""
    while (shorter := _AGAIN.sub(r"\1、", text)) != text:
        text = shorter
    return text


def cited(blocks: Iterable[Block], known: dict[str, LegalDocument]) -> tuple[Block, ...]:
    """The blocks with each document by its full name first: 《中华人民共和国…条例》（以下简称《条例》）."""
    found = tuple(blocks)
    texts = [run.text for block in found if isinstance(block, Paragraph | Table) for run in _runs(block)]
    left = Counter(short for text in texts for short in _MENTION.findall(text) if short in known)
    introduced: set[str] = set()

    def name(match: re.Match[str]) -> str:
        short = match[1]
        if short not in known or short in introduced:
            return match[0]
        introduced.add(short)
        full = known[short].name
        return f"《{full}》" if left[short] == 1 or full == short else f"《{full}》（以下简称《{short}》）"

    def rewrite(runs: Runs) -> Runs:
        return tuple(Run(_MENTION.sub(name, run.text), run.edit) for run in runs)

    def of(block: Block) -> Block:
        if isinstance(block, Paragraph):
            return replace(block, runs=rewrite(block.runs))
        if isinstance(block, Table):
            rows = tuple(tuple(_cell(cell, rewrite(cell.runs)) for cell in row) for row in block.rows)
            return replace(block, rows=rows)
        return block

    return tuple(of(block) for block in found)


def _cell(cell: Cell, runs: Runs) -> Cell:
    return replace(cell, runs=runs)


def _runs(block: Paragraph | Table) -> Iterable[Run]:
    return block.runs if isinstance(block, Paragraph) else block.runs()


def check_citations(text: str, known: dict[str, LegalDocument]) -> None:
    """Whether the articles that ``text`` cites of known documents may be cited; other documents are not looked at.

    :raises LawError: naming the citation.
    """
    for title, article in CITED.findall(text):
        if title in known:
            check_citation(f"《{title}》{article}", known)
