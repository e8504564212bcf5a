"""Tables made of divs: which of the empty ones are blank cells."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

_FEW_WORDS = 40
_ROW = 16  # cells of a row at most


def is_blank_cell(node: LexborNode) -> bool:
    """An empty element whose row, up to the next words on each side, is of its kind, and the words are few on one."""
    return any(0 < _words_beside(node, forwards=forwards) <= _FEW_WORDS for forwards in (False, True))


def _words_beside(node: LexborNode, *, forwards: bool) -> int:
    """How long the next text in an element of the node's kind is, over empty ones; 0 where there is none."""
    at = node
    for _ in range(2 * _ROW):
        beside = at.next if forwards else at.prev
        if beside is None:
            break
        at = beside
        if at.tag == "-text":  # white space between the two
            continue
        length = len(at.text().strip()) if at.tag == node.tag else 0
        if length or at.tag != node.tag:
            return length
    return 0
