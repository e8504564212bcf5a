"""Which of the words around a number it counts, and what was done with that."""

from __future__ import annotations

from gongkai.report.reading.statements.sentences import Figure
from gongkai.report.reading.statements.tags import ACTS, BITS, CARRY, THINGS

_EVENT = BITS["event"]
_THINGS_OR_OBJECT = THINGS | BITS["object"]


def names_object(figure: Figure) -> bool:
    """Whether what stands nearest before the number is no thing but a word like 信息."""
    named = next((t for t in reversed(figure.left) if t.bit & _THINGS_OR_OBJECT), None)
    return named is not None and named.tag == "object"


def find_thing(figure: Figure) -> None:
    """The thing counted, and whether it stands after the number."""
    if figure.said & THINGS:
        figure.thing = next(token for token in reversed(figure.left) if token.bit & THINGS)
        return
    figure.after = True
    if figure.follows & THINGS:
        for token in figure.right:
            if token.bit & THINGS:
                figure.thing = token
            elif token.bit & ACTS and token.bit != _EVENT:
                break


def find_act(figure: Figure) -> None:
    """The act nearest to the number; 结转下年度继续办理 is a carry."""
    if figure.said & CARRY:
        figure.act = next(token for token in figure.left if token.bit == CARRY)
    elif figure.said & ACTS:
        figure.act = next(token for token in reversed(figure.left) if token.bit & ACTS)
    elif figure.follows & ACTS:
        figure.act = next(token for token in figure.right if token.bit & ACTS)
