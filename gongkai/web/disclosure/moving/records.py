"""What is only taken out: every version with its text, the review sheets, proofs of releases, every wording of the
catalogue, what became of 新媒体账号.

Another platform has no place for it, as it says what was done here by whom. It is for keeping, and for reading.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from gongkai.web.agencies.lists.columns import harmless
from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.catalogue.columns import COLUMNS, facts_of
from gongkai.web.disclosure.kinds import kinds
from gongkai.web.disclosure.models import (
    BATCH,
    AccountState,
    DocumentVersion,
    EntryVersion,
    MediaCleanUpLine,
    Publication,
    Release,
)  # fmt: skip
from gongkai.web.files.models import File
from gongkai.web.files.stores import store
from gongkai.web.visibility import Level
from gongkai.web.workflow.kinds import kind_of
from gongkai.web.workflow.models import Step
from gongkai.web.workflow.panels import line_of

FOLDER = "records"
Row = Sequence[object]

VERSIONS = (
    "来源编号", "索引号", "版本", "名称", "内容概述", "起草人", "保存时间", "版本摘要", "发布时间", "停止发布时间",
    "勘误说明", "撤下理由", "元数据", "正文文件", "附件",
)  # fmt: skip
REVIEWS = (
    "来源编号", "事项种类", "名称", "流程", "起草人", "开始时间", "序号", "时间", "事项", "原状态", "现状态", "办理人",
    "角色", "代", "指派给", "所定时间", "意见", "涉及段落", "版本", "版本摘要",
)  # fmt: skip
PROOFS = ("来源编号", "索引号", "公开渠道", "公开日期", "佐证材料")
ENTRIES = ("条目", "自", "停用", "可见范围", *(column.over + column.head for column in COLUMNS))
STATES = ("平台", "账号名称", "状态", "起", "止", "理由")
MEDIA = ("清理名称", "开始日期", "结束日期", "账号所属机关", "平台", "账号名称", "决定", "说明", "决定人")


def write_records(folder: Path, agencies: Iterable[Agency]) -> int:
    """The records of every agency that has some; how many lines."""
    tables: dict[str, tuple[Sequence[str], Callable[[Path, Agency], Iterable[Row]]]] = {
        "versions": (VERSIONS, _versions), "reviews": (REVIEWS, _reviews), "proofs": (PROOFS, _proofs),
        "catalogue": (ENTRIES, _entries), "account-states": (STATES, _states), "media-cleanups": (MEDIA, _media),
    }  # fmt: skip
    count = 0
    for agency in agencies:
        for name, (heads, rows) in tables.items():
            count += _write(folder / FOLDER / f"{name}-{agency.slug}.csv", heads, rows(folder, agency))
    return count


def _write(place: Path, heads: Sequence[str], rows: Iterable[Row]) -> int:
    """A table as it comes, a line at a time; none where there is nothing."""
    lines = iter(rows)
    first = next(lines, None)
    if first is None:
        return 0
    place.parent.mkdir(exist_ok=True)
    with place.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heads)
        count = 0
        for line in _and_the_rest(first, lines):
            writer.writerow(harmless(_shown(cell)) for cell in line)
            count += 1
    return count


def _and_the_rest(first: Row, rest: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rest


def _shown(cell: object) -> str:
    if isinstance(cell, datetime):
        return timezone.localtime(cell).strftime("%Y-%m-%d %H:%M:%S")
    return "" if cell is None else str(cell)


def source_id(slug: str, pk: int) -> str:
    """By which a document is known in everything that goes out."""
    return f"{slug}-{pk}"


def _versions(folder: Path, agency: Agency) -> Iterator[Row]:
    """Each version, and where it was public each time: with the text as it stood there."""
    rows = DocumentVersion.objects.filter(document__agency=agency).select_related("document", "author")
    rows = rows.prefetch_related("publications", "attachments__file").order_by("document_id", "number")
    for version in rows.iterator(chunk_size=200):
        document = version.document
        files = [_taken(folder, one.file) for one in sorted(version.attachments.all(), key=lambda one: one.position)]
        times = sorted(version.publications.all(), key=lambda one: (one.since, one.pk))
        for at, public in enumerate(times or [None], 1):
            page = f"{FOLDER}/texts/{document.pk}-{version.number}{f'-public{at}' if public else ''}.html"
            (folder / page).parent.mkdir(parents=True, exist_ok=True)
            (folder / page).write_text(public.html if public else _own(version), "utf-8")
            yield (
                source_id(agency.slug, document.pk), document.index_number, version.number, version.title,
                version.summary, version.author.name, version.created, version.digest, *_when(public, version),
                json.dumps(version.facts, ensure_ascii=False), page, ";".join(files),
            )  # fmt: skip


def _when(public: Publication | None, version: DocumentVersion) -> Row:
    """From when until when, what was corrected, and why it was withdrawn."""
    said = (public.since, public.until) if public else (None, None)
    return (*said, version.said.correction, public.reason if public else "")


def _own(version: DocumentVersion) -> str:
    return "\n".join(f'<section data-section="{one["name"]}">{one["text"]}</section>' for one in version.sections)


def _taken(folder: Path, file: File) -> str:
    """A file written to a folder of its own, once for all that name it; its place."""
    place = f"{FOLDER}/files/{file.pk}/{file.name}"
    target = folder / place
    if not target.exists():
        target.parent.mkdir(parents=True)
        with target.open("wb") as out:
            out.writelines(store().chunks(file.sha256))
    return place


def _reviews(folder: Path, agency: Agency) -> Iterator[Row]:
    """The sheet of everything that took its way to the public, line by line; letters of requests are none of it."""
    steps = Step.objects.filter(process__agency=agency, process__kind__in=[*kinds(), BATCH])
    rows = steps.select_related("process__begun_by", "user", "deputy_for", "assignee").order_by("process_id", "number")
    for step in rows.iterator(chunk_size=1000):
        process, line = step.process, line_of(step)
        known = source_id(agency.slug, process.object_id) if process.kind in kinds() else ""
        passages = "；".join(f"“{one['quoted']}”：{one['said']}" for one in step.passages)
        yield (
            known, kind_of(process.kind).label, process.title, process.pk, process.begun_by.name, process.begun,
            step.number, step.time, line.act, line.origin, line.target, step.user.name, line.role,
            step.deputy_for and step.deputy_for.name, step.assignee and step.assignee.name, step.at, step.comment,
            passages, step.reviewed, step.digest,
        )  # fmt: skip


def _proofs(folder: Path, agency: Agency) -> Iterator[Row]:
    rows = Release.objects.filter(document__agency=agency).exclude(proof=None).select_related("document", "proof")
    for row in rows.order_by("day", "pk"):
        known = source_id(agency.slug, row.document_id), row.document.index_number
        yield *known, row.of_channel.name, row.day, _taken(folder, row.proof)


def _entries(folder: Path, agency: Agency) -> Iterator[Row]:
    """Every wording that an entry ever had, and its end."""
    for row in EntryVersion.objects.filter(agency=agency).order_by("entry_id", "since", "pk"):
        facts = facts_of(row)
        said = (column.show(facts[column.field]) for column in COLUMNS)
        yield row.entry_id, row.since, "停用" if row.ended else "", Level(row.level).label, *said


def _states(folder: Path, agency: Agency) -> Iterator[Row]:
    rows = AccountState.objects.filter(account__agency=agency).select_related("account")
    for row in rows.order_by("account_id", "since", "pk"):
        account = row.account
        yield account.get_platform_display(), account.name, row.get_state_display(), row.since, row.until, row.reason


def _media(folder: Path, agency: Agency) -> Iterator[Row]:
    rows = MediaCleanUpLine.objects.filter(session__agency=agency)
    for row in rows.select_related("session", "account__agency", "decided_by").order_by(
        "session__begun", "session_id", "pk"
    ):
        yield (
            row.session.title, row.session.begun, row.session.finished, row.account.agency.name,
            row.account.get_platform_display(), row.account.name, row.get_decision_display(), row.note,
            row.decided_by and row.decided_by.name,
        )  # fmt: skip
