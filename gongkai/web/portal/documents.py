"""Guide and rules of an agency, as `gongkai.web.disclosure` publishes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gongkai.web import disclosure
from gongkai.web.agencies.models import Agency


def published(agency: Agency, kind: str) -> Sequence[Any]:
    """The published documents of a kind (`guide`, `rules`) of an agency, newest first."""
    find = getattr(disclosure, "published", None)
    return list(find(agency, kind)) if find else []
