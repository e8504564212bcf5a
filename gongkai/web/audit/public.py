"""Which state of the public's pages this is: a token, renewed inside the transaction of whatever changes them.

It is read before a page is made or taken from what was kept, so that a page may be newer than its token, never older;
and it is a row of the database, so that every process of every server sees the same.
"""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from django.utils import timezone

from gongkai.web.audit.models import PublicVersion

BEGINNING = datetime(2019, 5, 15, tzinfo=UTC)


def renew() -> None:
    """Another token; one statement, the last of its act."""
    PublicVersion.objects.bulk_create(
        [PublicVersion(id=1, token=uuid4().hex, changed=timezone.now())],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["token", "changed"],
    )


def version() -> tuple[str, datetime]:
    """The token and the time from which it is; one query."""
    row = PublicVersion.objects.filter(id=1).values_list("token", "changed").first()
    return row or ("", BEGINNING)
