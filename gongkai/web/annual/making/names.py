"""The names of reports that are being made, for the audit."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.web.annual.models import Compilation
from gongkai.web.visibility import Reader


def names(ids: Iterable[str], reader: Reader) -> dict[str, str]:
    """Of those among these that a reader may see."""
    seen = Compilation.objects.visible_to(reader).filter(pk__in=ids).select_related("agency")
    return {str(row.pk): str(row) for row in seen}
