"""Tables of things: on a phone each row is a card, whose cells say by themselves under which head they stand."""

from __future__ import annotations

import re
from itertools import count

from django.template import Library
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

register = Library()

_HEAD = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
_ROW = re.compile(r"<tr\b[^>]*>.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<(td|th)\b([^>]*)>(.*?)</\1>", re.DOTALL)
_CLASS = re.compile(r'class="')
#: What is read at one glance is not broken: a word or two, a day, a time.
_SHORT = re.compile(r"\S{1,6}|\d{4}年\d{1,2}月\d{1,2}日( \d\d:\d\d)?|\d{4}-\d\d-\d\d")


@register.simple_block_tag
def rows(content: str) -> SafeString:
    """The table between `{% rows %}` and `{% endrows %}`, with one row of heads and no cell over several rows."""
    top, body, rest = content.partition("<tbody")
    heads = [" ".join(strip_tags(head).split()).replace('"', "&quot;") for head in _HEAD.findall(top)]
    table = re.sub(r"<table\b(?P<more>[^>]*)>", _stacked, top, count=1)
    # what is put in comes from the heads, which are escaped like all the rest
    return mark_safe(table + body + _ROW.sub(lambda row: _row(row[0], heads), rest))


def _stacked(table: re.Match[str]) -> str:
    return f"<table{_with_class(table['more'], 'stacked')}>"


def _row(row: str, heads: list[str]) -> str:
    places = count()

    def labelled(cell: re.Match[str]) -> str:
        name, attributes, inner = cell.groups()
        place = next(places)
        head, text = heads[place] if place < len(heads) else "", " ".join(strip_tags(inner).split())
        if head and "data-label=" not in attributes:
            attributes += f' data-label="{head}"'
        if _SHORT.fullmatch(text):
            attributes = _with_class(attributes, "short")
        return f"<{name}{attributes}>{inner.strip() if text or '<' in inner else ''}</{name}>"

    return _CELL.sub(labelled, row)


def _with_class(attributes: str, name: str) -> str:
    if _CLASS.search(attributes):
        return _CLASS.sub(f'class="{name} ', attributes, count=1)
    return f'{attributes} class="{name}"'
