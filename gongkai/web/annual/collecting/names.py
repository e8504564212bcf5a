"""The names of collections, deliveries and filings, for the audit."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.web.annual.models import Collection, Delivery, Filing
from gongkai.web.visibility import Reader


def collections(ids: Iterable[str], reader: Reader) -> dict[str, str]:
    """Of those among these that a reader may see."""
    seen = Collection.objects.visible_to(reader).filter(pk__in=ids).select_related("agency")
    return {str(row.pk): str(row) for row in seen}


def filings(ids: Iterable[str], reader: Reader) -> dict[str, str]:
    """The same of filings."""
    seen = Filing.objects.visible_to(reader).filter(pk__in=ids).select_related("collection")
    return {str(row.pk): str(row) for row in seen}


def deliveries(ids: Iterable[str], reader: Reader) -> dict[str, str]:
    """The same of deliveries."""
    seen = Delivery.objects.visible_to(reader).filter(pk__in=ids).select_related("collection__agency")
    return {str(row.pk): str(row) for row in seen}
