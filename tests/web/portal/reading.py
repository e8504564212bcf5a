"""Many published things at once, for the tests of lists."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from gongkai.web.audit.acts import act
from gongkai.web.disclosure.models import Document, DocumentVersion, Publication
from gongkai.web.visibility import Level
from tests.web.world import BY, World


def publish(world: World, many: int, *, slug: str = "civil", **facts: Any) -> list[Document]:
    """So many documents as if they had gone their way, a day of last year each; no search, no workflow."""
    agency, author = world.agencies[slug], world.users["handler@civil"]
    begun = Document.objects.count()
    with act(by=BY) as done:
        made = []
        for number in range(begun, begun + many):
            day = date(2025, 1 + number % 12, 1 + number % 28)
            said = {"kind": "policy", "item": "regulations", "number": f"示民发〔2025〕{number + 1}号"} | facts
            row = Document.objects.create(
                agency=agency, made=day, index_number=f"{slug}/{number}", **said,
                title=f"关于第{number + 1}件事的通知（演示）",
            )  # fmt: skip
            version = DocumentVersion.objects.create(
                document=row, agency=agency, level=Level.PUBLIC, number=1, title=row.title, author=author,
                digest="0" * 64,
                sections=[{"name": "body", "generated": False, "text": "<p>正文（演示）。</p>"}],
            )  # fmt: skip
            at = timezone.make_aware(datetime(day.year, day.month, day.day, 9))
            row.level, row.published, row.published_at = Level.PUBLIC, version, at
            row.save()
            Publication.objects.create(version=version, html="<p>正文（演示）。</p>", since=at)
            made.append(row)
        done.note("instance.prepared", of=agency.thing)
    return made
