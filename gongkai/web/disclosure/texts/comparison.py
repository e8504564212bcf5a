"""Two versions side by side: paragraph by paragraph, with what was taken out and what was put in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from selectolax.lexbor import LexborHTMLParser

from gongkai.web.disclosure.metadata import spoken
from gongkai.web.disclosure.sections import sections_of

BLOCKS = frozenset("p h3 h4 li th td blockquote figcaption".split())
#: Beyond this share in common two paragraphs are one that was changed.
ALIKE = 0.4


@dataclass(frozen=True)
class Pair:
    """A paragraph in both versions; empty where it stands in one only."""

    old: SafeString
    new: SafeString

    @property
    def changed(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True)
class Compared:
    """A section, or a field, in both versions."""

    heading: str
    pairs: Sequence[Pair]

    @property
    def changed(self) -> bool:
        return any(pair.changed for pair in self.pairs)


def paragraphs(html: str) -> list[str]:
    """The words of each block in their order; what stands in a block beside others, or in none, is one by itself."""
    found: list[list[str]] = []
    before: int | None = None
    body = LexborHTMLParser(f"<body>{html}</body>").body
    for node in body.traverse(include_text=True) if body is not None else ():
        block = node.parent
        while block is not None and block.tag not in BLOCKS and block.tag != "body":
            block = block.parent
        place = block.mem_id if block is not None else None
        if node.tag == "img":
            found.append([_("［图：%(alt)s］") % {"alt": node.attributes.get("alt") or _("没有替代文字")}])
            before = None
        elif node.tag == "br" and found:
            found[-1].append(" ")
        elif text := node.text_content:
            if place != before and text.strip():
                found.append([])
                before = place
            if found:
                found[-1].append(text)
    return [line for words in found if (line := " ".join("".join(words).split()))]


def compare(kind: str, old: Any, new: Any) -> list[Compared]:
    """Compare two texts that have a title, a summary and sections."""
    found = [
        Compared(_("名称"), list(_pairs([old.title], [new.title]))),
        Compared(_("内容概述"), list(_pairs(old.summary.split("\n"), new.summary.split("\n")))),
    ]
    found.append(Compared(_("元数据"), list(_pairs(spoken(old.facts), spoken(new.facts)))))
    found.append(Compared(_("附件"), list(_pairs(files_of(old), files_of(new)))))
    before = {entry["name"]: entry for entry in old.sections}
    after = {entry["name"]: entry for entry in new.sections}
    for section in sections_of(kind):
        a, b = before.get(section.name), after.get(section.name)
        found.append(Compared(section.heading or _("正文"), list(_pairs(_words(a), _words(b)))))
    return found


def files_of(text: Any) -> list[str]:
    """The files below a text, each with its kind and size: another content under the same name is seen, too."""
    return [
        _("%(name)s（%(kind)s，%(size)s）")
        % {"name": file.name, "kind": file.kind_label, "size": filesizeformat(file.size)}
        for file in text.files_below()
    ]


def _words(entry: dict[str, Any] | None) -> list[str]:
    if entry is None:
        return []
    return [*([_("［按机关资料自动生成的内容］")] if entry["generated"] else []), *paragraphs(entry["text"])]


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Pair(same, same) for same in (escape(text) for text in old[a:b]))
            continue
        left, right = list(old[a:b]), list(new[c:d])
        while left and right:
            yield from _aligned(left.pop(0), right.pop(0))
        yield from (Pair(_whole("del", text), SafeString("")) for text in left)
        yield from (Pair(SafeString(""), _whole("ins", text)) for text in right)


def _aligned(old: str, new: str) -> Iterator[Pair]:
    """Two paragraphs in one place: one that was changed, or one taken out and another put in."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < ALIKE:
        yield Pair(_whole("del", old) if old else SafeString(""), SafeString(""))
        yield Pair(SafeString(""), _whole("ins", new) if new else SafeString(""))
        return
    left, right = "", ""
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            left, right = left + escape(old[a:b]), right + escape(new[c:d])
        else:
            left += _whole("del", old[a:b]) if b > a else ""
            right += _whole("ins", new[c:d]) if d > c else ""
    yield Pair(mark_safe(left), mark_safe(right))  # escaped piece by piece


def _whole(tag: str, text: str) -> SafeString:
    return mark_safe(f"<{tag}>{escape(text)}</{tag}>")  # the tag is ours
