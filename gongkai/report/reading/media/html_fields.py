"""Pages that are the form itself: what stands in its fields is what a person reads there, as if it were text."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

_SHOWN = ("text", "number", "tel", "")
"""Types of <input> that show their value."""
_IN_TABLES = "td input,th input,td textarea,th textarea,td select,th select"
_FIXED = "input[readonly],input[disabled],textarea[readonly],textarea[disabled],select[disabled]"


def show_fields(parser: LexborHTMLParser) -> None:
    """Put the value of each field in a table, and of those that cannot be changed, into the text of its page."""
    fields = {node.mem_id: node for node in parser.css(f"{_IN_TABLES},{_FIXED}")}
    for node in fields.values():
        if value := _value(node).strip():
            node.insert_before(value)


def _value(field: LexborNode) -> str:
    if field.tag == "textarea":
        return field.text()
    if field.tag == "select":
        chosen = field.css("option[selected]")
        return chosen[0].text() if len(chosen) == 1 else ""
    shown = (field.attributes.get("type") or "").lower() in _SHOWN
    return (field.attributes.get("value") or "") if shown else ""
