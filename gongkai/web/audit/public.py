"""Which state of the public's pages this is: a token, renewed inside the transaction of whatever changes them.

It is read before a page is made or taken from what was kept, so that a page may be newer than its token, never older;
and it is a row of the database, so that every process of every server sees the same.
"""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from gongkai.web.audit.models import PublicVersion

BEGINNING = datetime(2019, 5, 15, tzinfo=UTC)
#: Asked for with each page, so as plain as can be: the ORM takes ten times as long. The same on both databases.
READ = "SELECT token FROM audit_publicversion WHERE id = 1"


def renew() -> None:
    """Another token; one statement, the last of its act."""
    token = f"{timezone.now().timestamp():.0f}-{uuid4().hex}"
    PublicVersion.objects.bulk_create(
        [PublicVersion(id=1, token=token)], update_conflicts=True, unique_fields=["id"], update_fields=["token"]
    )


def version() -> tuple[str, datetime]:
    """The token and the time from which it is; one query."""
    with connection.cursor() as cursor:
        cursor.execute(READ)
        row = cursor.fetchone()
    if row is None:
        return "", BEGINNING
    return row[0], datetime.fromtimestamp(int(row[0].partition("-")[0]), UTC)
