"""What can be done with documents; sending on, approving, publishing and retracting go through the workflow."""

from gongkai.web.disclosure.actions.saving import Conflict, Text, draft, save, writable
from gongkai.web.disclosure.actions.working import discard, keep

__all__ = ["Conflict", "Text", "discard", "draft", "keep", "save", "writable"]
