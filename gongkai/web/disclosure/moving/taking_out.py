"""`gongkai export`: what is public, in the format in which it can be brought in again."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override
from selectolax.lexbor import LexborHTMLParser

from gongkai.cli.messages import OK, USAGE, Failure, t
from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.facts import Attribute, Facts
from gongkai.web.disclosure.metadata import grounds
from gongkai.web.disclosure.models import Document
from gongkai.web.disclosure.moving.columns import COLUMNS
from gongkai.web.disclosure.reading import html_of, read
from gongkai.web.disclosure.texts.richtext import PICTURE
from gongkai.web.files.models import File
from gongkai.web.files.stores import store
from gongkai.web.visibility import PUBLIC


def run_export(folder: Path, *, agency: str | None) -> int:
    """Write all that is public, or one agency's; the exit code."""
    if folder.exists() and any(folder.iterdir()):
        raise Failure(t("{path} 不是空文件夹；请写一个新的。").format(path=folder), USAGE)
    rows = Document.objects.visible_to(PUBLIC).select_related("agency", "published").order_by("agency__path", "pk")
    if agency is not None:
        if not Agency.objects.filter(slug=agency).exists():
            raise Failure(t("没有网址代码为 {slug} 的机关。").format(slug=agency), USAGE)
        rows = rows.filter(agency__slug=agency)
    (folder / "files").mkdir(parents=True, exist_ok=True)
    count = 0
    with (
        override(settings.LANGUAGE_CODE),
        (folder / "items.csv").open("w", encoding="utf-8-sig", newline="") as table,
        (folder / "items.json").open("w", encoding="utf-8") as lines,
    ):
        writer = csv.writer(table)
        writer.writerow(column.head for column in COLUMNS)
        for values in _documents(rows.iterator(chunk_size=200), folder):
            writer.writerow(values.get(column.id, "") for column in COLUMNS)
            lines.write(json.dumps(values, ensure_ascii=False) + "\n")
            count += 1
    print(t("已导出{count}件到 {path}。").format(count=count, path=folder))
    return OK


def _documents(rows: Iterator[Document], folder: Path) -> Iterator[dict[str, str]]:
    for row in rows:
        assert row.published is not None  # what is public has a version
        shown = read(row, row.published, timezone.localdate())
        name = f"files/{row.pk}.html"
        (folder / name).write_text(_with_pictures(html_of(shown), row, folder), "utf-8")
        attached = [
            _taken(file, folder, f"files/{row.pk}-{number}/{file.name}") for number, file in enumerate(shown.files, 1)
        ]
        yield {
            "source_id": f"{row.agency.slug}-{row.pk}",
            "agency": row.agency.slug,
            "kind": row.of_kind.name,
            "title": row.title,
            "summary": shown.version.summary,
            "body_file": name,
            "attachments": ";".join(attached),
            "index_number": row.index_number,
            "published": timezone.localtime(row.published_at).strftime("%Y-%m-%d %H:%M"),
            **_said(row, shown.version.said),
        }


def _taken(file: File, folder: Path, place: str) -> str:
    """A file written to its place."""
    (folder / place).parent.mkdir(exist_ok=True)
    with (folder / place).open("wb") as out:
        out.writelines(store().chunks(file.sha256))
    return place


def _with_pictures(html: str, row: Document, folder: Path) -> str:
    """The text with its pictures beside it, each by its place there, as any browser shows it."""
    seen = File.objects.visible_to(PUBLIC).filter(attached__version=row.published_id, attached__in_text=True)
    places: dict[UUID, str] = {}
    for number, file in enumerate(seen.prefetch_related("derived").order_by("pk"), 1):
        place = _taken(file, folder, f"files/{row.pk}-text/{number}-{file.name}")
        places |= dict.fromkeys((file.uuid, *(size.uuid for size in file.derived.all())), place)
    tree = LexborHTMLParser(html)
    if not places or tree.body is None:
        return html
    for size in tree.css("picture source"):
        size.decompose()
    tree.unwrap_tags(["picture"])
    for image in tree.css("img[src]"):
        found = PICTURE.fullmatch(image.attributes["src"] or "")
        if found and UUID(found[1]) in places:
            image.attrs["src"] = places[UUID(found[1])].removeprefix("files/")
            for name in ("srcset", "sizes"):
                if name in image.attributes:
                    del image.attrs[name]
    return tree.body.inner_html or ""


def _said(row: Document, facts: Facts) -> dict[str, str]:
    """The facts in words."""
    found: dict[str, Any] = {"made": row.made.isoformat() if row.made else "", **facts.stored}
    found["attribute"] = str(Attribute(facts.attribute).label)
    if facts.ground:
        found["ground"] = grounds()[facts.ground].name
    if facts.explains:
        explained = Document.objects.filter(pk=facts.explains).values_list("index_number", flat=True)
        found["explains"] = explained.first() or ""
    known = {column.id for column in COLUMNS}
    return {name: str(value) for name, value in found.items() if name in known and value not in ("", None)}
