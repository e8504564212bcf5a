"""What the audit may call accounts and sessions."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.web.disclosure.models import Account, CleanUp
from gongkai.web.visibility import Reader


def accounts(ids: Iterable[str], reader: Reader) -> dict[str, str]:
    """The names of the accounts among these that a reader may see."""
    rows = Account.objects.visible_to(reader).filter(pk__in=ids)
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}


def cleanups(ids: Iterable[str], reader: Reader) -> dict[str, str]:
    """The same for sessions of clean-up."""
    rows = CleanUp.objects.visible_to(reader).filter(pk__in=ids)
    return {str(pk): title for pk, title in rows.values_list("pk", "title")}
