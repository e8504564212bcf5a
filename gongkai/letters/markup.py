"""The text of a template: placeholders, optional parts and editable spans, parsed once and strictly.

``{name}`` a fact or a value; ``{name.field}`` a field of a record; ``{name?…}`` the part where the fact is given,
``{!name?…}`` where it is not, ``{name=值?…}`` where it has that value; ``[[id|…]]`` a span that an agency may reword.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.letters.model import LetterError


@dataclass(frozen=True, slots=True)
class Condition:
    """Whether a fact is given, or has ``value``; ``negated`` turns it round."""

    name: str
    value: str = ""
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact or value is put in."""

    name: str


@dataclass(frozen=True, slots=True)
class Optional:
    """A part that stands there only where its condition holds."""

    condition: Condition
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A part that an agency may word itself."""

    id: str
    parts: tuple[Part, ...]


Part = str | Place | Optional | Span

_NAME = r"[a-z][a-z_0-9]*(?:\.[a-z][a-z_0-9]*){0,2}"
_PLACE = re.compile(rf"\{{({_NAME})\}}")
_OPTIONAL = re.compile(rf"\{{(!?)({_NAME})(?:=([^?{{}}]+))?\?")
_SPAN = re.compile(r"\[\[([a-z][a-z_0-9]*)\|")
_CONDITION = re.compile(rf"(!?)({_NAME})(?:=(.+))?")
_PLAIN = re.compile(r"(?:[^{}\[\]]|\[(?!\[)|\](?!\]))+")


def condition(text: str, where: str) -> Condition:
    """``name``, ``!name`` or ``name=值``."""
    match = _CONDITION.fullmatch(text)
    if match is None:
        raise LetterError(f"{where}：条件写法不对：{text}")
    return Condition(match[2], match[3] or "", bool(match[1]))


def parse(text: str, where: str) -> tuple[Part, ...]:
    """The parts of a text.

    :raises LetterError: naming the template and the place in the text.
    """
    parts, end = _parts(text, 0, "", where)
    if end != len(text):
        raise LetterError(f"{where}：第{end + 1}个字符处多出“{text[end]}”")
    return parts


def _parts(text: str, at: int, stop: str, where: str) -> tuple[tuple[Part, ...], int]:
    found: list[Part] = []
    while at < len(text) and not (stop and text.startswith(stop, at)):
        if match := _PLAIN.match(text, at):
            found.append(match[0])
            at = match.end()
        elif match := _PLACE.match(text, at):
            found.append(Place(match[1]))
            at = match.end()
        elif match := _OPTIONAL.match(text, at):
            inner, at = _inside(text, match.end(), "}", where)
            found.append(Optional(Condition(match[2], match[3] or "", bool(match[1])), inner))
        elif match := _SPAN.match(text, at):
            inner, at = _inside(text, match.end(), "]]", where)
            found.append(Span(match[1], inner))
        else:
            raise LetterError(f"{where}：第{at + 1}个字符处的“{text[at : at + 12]}”看不懂")
    return tuple(found), at


def _inside(text: str, at: int, stop: str, where: str) -> tuple[tuple[Part, ...], int]:
    inner, at = _parts(text, at, stop, where)
    if not text.startswith(stop, at):
        raise LetterError(f"{where}：缺少“{stop}”")
    return inner, at + len(stop)


def names(parts: tuple[Part, ...]) -> Iterator[str]:
    """Every fact or value that the parts speak of, those of conditions included."""
    for part in parts:
        if isinstance(part, Place):
            yield part.name
        elif isinstance(part, Optional):
            yield part.condition.name
            yield from names(part.parts)
        elif isinstance(part, Span):
            yield from names(part.parts)


def spans(parts: tuple[Part, ...]) -> Iterator[Span]:
    """Every editable span."""
    for part in parts:
        if isinstance(part, Span):
            yield part
        elif isinstance(part, Optional):
            yield from spans(part.parts)


def source(parts: tuple[Part, ...]) -> str:
    """The parts as they are written in a template, the marks of spans left out."""
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
        elif isinstance(part, Place):
            text += f"{{{part.name}}}"
        else:
            text += source(part.parts)
    return text


def literals(parts: tuple[Part, ...]) -> Iterator[str]:
    """What the template itself says."""
    for part in parts:
        if isinstance(part, str):
            yield part
        elif not isinstance(part, Place):
            yield from literals(part.parts)
