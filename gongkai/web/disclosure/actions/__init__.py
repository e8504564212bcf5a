"""What can be done with documents; sending on, approving, publishing and retracting go through the workflow."""

from gongkai.web.disclosure.actions.attaching import bring_in, usable
from gongkai.web.disclosure.actions.indexing import set_pattern
from gongkai.web.disclosure.actions.remarks import settle
from gongkai.web.disclosure.actions.saving import Conflict, Text, draft, save, writable
from gongkai.web.disclosure.actions.working import discard, keep, keep_meanwhile

__all__ = [
    "Conflict",
    "Text",
    "bring_in",
    "discard",
    "draft",
    "keep",
    "keep_meanwhile",
    "save",
    "set_pattern",
    "settle",
    "usable",
    "writable",
]
