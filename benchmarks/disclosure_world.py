"""Published documents in the instance at hand: `python -m benchmarks.inside disclosure_world 200000`.

The rows are entered by the thousand, as an import of another platform's archive would leave them; what is measured of
writing is measured by the platform's own acts (`disclosure_measured`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from benchmarks.chinese import clauses, texts
from gongkai.web.accounts.models import User
from gongkai.web.agencies.actions.founding import enter
from gongkai.web.agencies.appointments import office
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.permissions import Role
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Actor
from gongkai.web.disclosure.models import Document, DocumentVersion, Publication
from gongkai.web.disclosure.searchable import ITEMS
from gongkai.web.search import entries
from gongkai.web.visibility import Level

AGENCIES = 50
BATCH = 2000
FIRST, DAYS = date(2021, 1, 4), 2100
ROLES = ("disclosure", "handler", "reviewer", "secrecy", "approver")
#: Kind, item, the form of its title, and how many in a hundred are of it.
SORTS = (
    ("announcement", "others", "关于{}的公告", 30),
    ("news", "others", "{}", 20),
    ("policy", "regulations", "关于印发{}的通知", 15),
    ("decisions", "enforcement", "关于{}的行政处罚决定书", 12),
    ("procurement", "procurement", "{}采购项目中标公告", 8),
    ("statistics", "statistics", "{}统计公报", 5),
    ("welfare", "welfare", "关于做好{}工作的通知", 5),
    ("plan", "plans", "{}实施方案", 3),
    ("recruitment", "recruitment", "{}拟录用人员公示", 2),
)  # fmt: skip


def agencies() -> list[Any]:
    """The agencies, and in the first of them an officer for every role that a publication takes."""
    rows = [
        Agency(slug=f"bench-{n}", name=f"测速演示机关第{n}号", kind="department", tier="county", demo=True)
        for n in range(AGENCIES)
    ]
    with act(by=Actor("测速")) as done:
        enter(done, rows)
        for role in ROLES:
            user = User.objects.create(username=f"bench-{role}", name="测速（演示）")
            office(done, user, agency=rows[0], role=Role(role), subtree=False, since=date(2020, 1, 1))
    return list(Agency.objects.order_by("pk"))


def _made(count: int, owners: list[Any], author: Any) -> Iterator[tuple[Any, Any, Any]]:
    """Documents, each with its version and its publication."""
    chance = Random(7)
    sorts = chance.choices(SORTS, weights=[sort[-1] for sort in SORTS], k=count)
    names = chance.choices(clauses(), k=count)
    serials: dict[tuple[int, int], int] = {}
    for number, (paragraphs, sort, name) in enumerate(zip(texts(count, 5), sorts, names, strict=True), 1):
        kind, item, form, _share = sort
        day = FIRST + timedelta(days=number * DAYS // (count + 1))
        owner = owners[chance.randrange(len(owners))]
        serial = serials[owner.pk, day.year] = serials.get((owner.pk, day.year), 0) + 1
        mark = f"演测{owner.slug[6:]}发〔{day.year}〕{serial}号" if kind in ("policy", "decisions", "welfare") else ""
        html = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        since = timezone.make_aware(datetime(day.year, day.month, day.day, 9, number % 60))
        facts = {"made": day.isoformat(), "item": item, "number": mark}
        document = Document(
            pk=number, agency=owner, kind=kind, item=item, title=form.format(name), number=mark, made=day, latest=1,
            index_number=f"{owner.slug}/{day.year}-{serial:06}", level=Level.PUBLIC, published_id=number,
            published_at=since, out_since=day,
        )  # fmt: skip
        version = DocumentVersion(
            pk=number, document_id=number, agency=owner, level=Level.PUBLIC, number=1, title=document.title,
            author=author, facts=facts, digest="0", sections=[{"name": "body", "generated": False, "text": html}],
        )  # fmt: skip
        yield document, version, Publication(pk=number, version_id=number, html=html, since=since)


def fill(count: int) -> None:
    """So many published documents of fifty agencies, from 2021 to 2026, in the search too."""
    owners = agencies()
    made = _made(count, owners, User.objects.get(username="bench-handler"))
    while batch := list(islice(made, BATCH)):
        with act(by=Actor("测速")) as done:
            for model, rows in zip((Document, DocumentVersion, Publication), zip(*batch, strict=True), strict=True):
                model.objects.bulk_create(rows)
            done.note("test.prepared", of=owners[0].thing)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Document, DocumentVersion, Publication]):
            cursor.execute(statement)
    index()


def index() -> None:
    """Let all be found, as `reindex` does; PostgreSQL's index is made of all rows at the end."""
    after = ["ANALYZE"]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_get_indexdef('search_gram_tokens'::regclass)")
            (built,) = cursor.fetchone()
            cursor.execute("DROP INDEX search_gram_tokens")
            statistics = "ALTER INDEX search_gram_tokens ALTER COLUMN 1 SET STATISTICS 0"
            after = ["SET maintenance_work_mem = '256MB'", built, statistics, "VACUUM ANALYZE"]
        put()
        for statement in after:
            cursor.execute(statement)


def put() -> None:
    """The entries of all that is published."""
    ids = list(ITEMS.ids())
    with transaction.atomic():
        for begin in range(0, len(ids), entries.BATCH):
            entries.put_all(ITEMS.found(ids[begin : begin + entries.BATCH]))


def main(count: int) -> None:
    fill(count)
