"""The text with what was found in it marked, for the page beside the list and for the preview."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from gongkai.examine.pages import parsed, read_page
from gongkai.web.disclosure.examining.looking import plain_parts
from gongkai.web.disclosure.examining.places import part_name
from gongkai.web.disclosure.models import DocumentVersion, Finding
from gongkai.web.disclosure.reading import Read

#: Around what is marked, until the tree is HTML again: characters that stand for nothing.
BEGIN, MIDDLE, END = "\ue000", "\ue001", "\ue002"
STRANGE = re.compile(f"[{BEGIN}{MIDDLE}{END}]")
OPENING = re.compile(f"{BEGIN}([0-9]+) ([a-z]+){MIDDLE}")

#: Start and end within a paragraph, and the finding.
Span = tuple[int, int, Finding]


@dataclass(frozen=True)
class Marked:
    """A part of the text, with its name."""

    heading: str
    html: SafeString


def marked_parts(version: DocumentVersion, rows: Iterable[Finding]) -> list[Marked]:
    """The whole text of a version, part by part."""
    by_part, kind = _by_part(rows), version.document.kind
    found = [
        Marked(part_name(part, kind), marked_text(text, by_part[part])) for part, text in plain_parts(version).items()
    ]
    return found + [
        Marked(part_name(section["name"], kind), mark_safe(marked_html(section["text"], by_part[section["name"]])))
        for section in version.sections
        if section["text"]
    ]


def marked_read(read: Read, rows: Iterable[Finding]) -> Read:
    """A version as it is read, its own text marked."""
    by_part = _by_part(rows)
    sections = tuple(
        replace(shown, text=mark_safe(marked_html(shown.text, by_part[shown.section.name]))) for shown in read.sections
    )
    return replace(read, sections=sections)


def marked_html(html: str, rows: Sequence[Finding]) -> str:
    """Rich text that was cleaned, with a mark around each finding; where it names no characters, its paragraph's."""
    if not rows:
        return html
    parser = parsed(STRANGE.sub("\ufffd", html))
    pieces = read_page(parser).pieces
    for number, spans in _spans(rows).items():
        if number > len(pieces):
            continue
        position = 0
        for node, text in pieces[number - 1]:
            if node is not None and (changed := _piece(text, position, spans)) != text:
                node.replace_with(changed)
            position += len(text)
    return _html((parser.body.inner_html or "") if parser.body is not None else "")


def marked_text(text: str, rows: Sequence[Finding]) -> SafeString:
    """Plain text, likewise: a line is a paragraph."""
    lines = [STRANGE.sub("\ufffd", line) for line in text.split("\n")]
    for number, spans in _spans(rows).items():
        if number <= len(lines):
            lines[number - 1] = _piece(lines[number - 1], 0, spans)
    return _html(str(escape("\n".join(lines))).replace("\n", "<br>"))


def _by_part(rows: Iterable[Finding]) -> defaultdict[str, list[Finding]]:
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for row in rows:
        found[row.part].append(row)
    return found


def _spans(rows: Sequence[Finding]) -> dict[int, list[Span]]:
    """By paragraph, in order, none over another: of two the graver, which comes first."""
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for row in rows:
        number = row.place.get("paragraph")
        if number is None:
            continue
        start, end = row.place.get("start", 0), row.place.get("end", 1 << 30)
        if all(end <= other[0] or start >= other[1] for other in found[number]):
            found[number].append((start, end, row))
    return {number: sorted(spans, key=lambda span: span[:2]) for number, spans in found.items()}


def _piece(text: str, position: int, spans: Sequence[Span]) -> str:
    """A piece of a paragraph, beginning at `position` of it, with its part of each span marked."""
    parts, last = [], 0
    for start, end, row in spans:
        first, stop = max(start - position, 0), min(end - position, len(text))
        if first < stop:
            parts += [text[last:first], f"{BEGIN}{row.pk} {row.severity}{MIDDLE}", text[first:stop], END]
            last = stop
    return "".join([*parts, text[last:]])


def _html(text: str) -> SafeString:
    """The marks as elements; the first of a finding bears its name."""
    seen: set[str] = set()

    def opening(found: re.Match[str]) -> str:
        pk, severity = found.groups()
        name = "" if pk in seen else f' id="found-{pk}"'
        seen.add(pk)
        return f'<mark class="found {severity}"{name}>'

    return mark_safe(OPENING.sub(opening, text).replace(END, "</mark>"))
