"""The bounds within which one document is read: time and memory stay finite whatever comes in.

Documented for users in ``docs/reports.md``. Sizes are bytes unless the name says otherwise.
"""

from __future__ import annotations

MAX_BYTES = 64 * 1024 * 1024
"""Largest file that is read at all."""

MAX_UNPACKED_BYTES = 256 * 1024 * 1024
"""Largest sum of unpacked parts of a .docx or .xlsx; only the parts that are needed are unpacked."""

MAX_PART_BYTES = 64 * 1024 * 1024
"""Largest single unpacked part of a .docx or .xlsx."""

MAX_PAGES = 300
"""PDF pages that are read; the rest is named in a finding."""

MAX_DEPTH = 200
"""Nesting of tables in a .doc; what is deeper counts as that deep."""

MAX_BLOCKS = 60_000
"""Paragraphs and grid rows of one document."""

MAX_CELLS = 200_000
"""Grid cells of one document, after expanding spans."""

MAX_SPAN = 1_000
"""Largest rowspan or colspan that is honoured."""

MAX_CELL_CHARACTERS = 20_000
"""Characters of one cell or paragraph that are kept; the rest is cut."""

MAX_TEXT_CHARACTERS = 4_000_000
"""Characters of one document's text that are looked at."""

MAX_DIGITS = 15
"""Digits of a number that can still be a count or an amount in 元."""
