"""The bounds of one examination; those of opening a document are the report reader's.

Documented for users in ``docs/examine.md``.
"""

from __future__ import annotations

MAX_FINDINGS = 5_000
"""Findings of one document; that there were more is a finding itself."""

MAX_EXAMINED_CHARACTERS = 8_000_000
"""Characters of one document's text, hidden ones included, that are examined."""

MAX_CONTEXT = 14
"""Characters quoted on each side of what was found."""

MAX_EMBEDDED_IMAGES = 200
"""Pictures inside a document whose own metadata are looked at."""
