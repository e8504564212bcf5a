"""`gongkai export`: all that there is, in the format in which it can be brought in again."""

from __future__ import annotations

import csv
import json
import re
from html import escape
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Value, When
from django.utils import timezone
from django.utils.translation import override
from selectolax.lexbor import LexborHTMLParser

from gongkai.cli.messages import OK, USAGE, Failure, t
from gongkai.web.agencies.founding import BY
from gongkai.web.agencies.models import Agency, AgencyQuerySet
from gongkai.web.audit.acts import act
from gongkai.web.disclosure.facts import Attribute
from gongkai.web.disclosure.metadata import grounds
from gongkai.web.disclosure.models import Document, DocumentVersion, EntryVersion, ErrorReport
from gongkai.web.disclosure.moving.bodies import GENERATED, OWN, SECTION
from gongkai.web.disclosure.moving.columns import BETWEEN, COLUMNS, EMERGENCY, FILE_HEADS, FILES, OUT
from gongkai.web.disclosure.moving.listed import Operator
from gongkai.web.disclosure.moving.lists import write_lists
from gongkai.web.disclosure.moving.records import source_id, write_records
from gongkai.web.disclosure.reading import read
from gongkai.web.disclosure.texts.richtext import FILE
from gongkai.web.files.models import File
from gongkai.web.files.stores import store
from gongkai.web.visibility import PUBLIC, Level
from gongkai.web.workflow.kinds import kind_of
from gongkai.web.workflow.models import Process


def run_export(folder: Path, *, agency: str | None, public: bool = False, contacts: bool = False) -> int:
    """Write all that there is, or one agency's; `public`: only what everybody may read; `contacts`: how to reach those
    who reported errors, too, which is kept encrypted here. The exit code.
    """
    if public and contacts:
        raise Failure(t("--public 和 --contacts 不能一起用。"), USAGE)
    if folder.exists() and any(folder.iterdir()):
        raise Failure(t("{path} 不是空文件夹；请写一个新的。").format(path=folder), USAGE)
    agencies = Agency.objects.order_by("path")
    if agency is not None:
        agencies = agencies.filter(slug=agency)
        if not agencies.exists():
            raise Failure(t("没有网址代码为 {slug} 的机关。").format(slug=agency), USAGE)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / "files").mkdir()
    with override(settings.LANGUAGE_CODE), Out(folder, public=public) as out:
        for row in _documents(agencies, public).iterator(chunk_size=200):
            out.document(row)
        lines = write_lists(folder, agencies, PUBLIC if public else Operator(contacts))
        lines += 0 if public else write_records(folder, agencies)
    if contacts:
        _recorded(agencies)
    print(t("已导出{count}件和清单{lines}行到 {path}。").format(count=out.count, lines=lines, path=folder))
    return OK


def _recorded(agencies: AgencyQuerySet) -> None:
    """What people gave in confidence left the platform: of each agency how many reports."""
    with act(by=BY) as done:
        for row in agencies:
            # encrypted: the database cannot say which are empty
            said = ErrorReport.objects.filter(agency=row).values_list("contact", flat=True)
            if count := sum(map(bool, said)):
                done.note("error.contacts_taken_out", of=row.thing, agency=row.holder, new={"count": count})


def _documents(agencies: AgencyQuerySet, public: bool) -> Any:
    """What others explain before what explains it, so that it is known when that comes in."""
    rows = Document.objects.filter(agency__in=agencies)
    if public:
        rows = rows.visible_to(PUBLIC)
    explains = Case(When(explains=None, then=Value(0)), default=Value(1))
    return rows.select_related("agency", "published").order_by(explains, "agency__path", "pk")


class Out:
    """The tables being written, and the folder beside them."""

    def __init__(self, folder: Path, *, public: bool) -> None:
        self.folder, self.public, self.count = folder, public, 0

    def __enter__(self) -> Self:
        self.table = (self.folder / "items.csv").open("w", encoding="utf-8-sig", newline="")
        self.lines = (self.folder / "items.json").open("w", encoding="utf-8")
        self.notes = (self.folder / FILES).open("w", encoding="utf-8-sig", newline="")
        self.writer, self.notes_writer = csv.writer(self.table), csv.writer(self.notes)
        self.writer.writerow(column.head for column in COLUMNS)
        self.notes_writer.writerow(FILE_HEADS)
        return self

    def __exit__(self, *_error: object) -> None:
        for file in (self.table, self.lines, self.notes):
            file.close()

    def document(self, row: Document) -> None:
        """What is public of it, and then what was written on it since; else what was written last."""
        self.count += 1
        if row.published is not None:
            self._line(row, row.published, OUT[row.kind == EMERGENCY])
        if self.public or (row.published and row.published.number == row.latest):
            return
        process = Process.objects.filter(kind=row.kind, object_id=row.pk).order_by("-pk").first()
        version = row.versions.get(number=row.latest)
        self._line(row, version, process.state if process else kind_of(row.kind).table.begins)

    def _line(self, row: Document, version: DocumentVersion, state: str) -> None:
        out = version.pk == row.published_id
        place = f"files/{row.pk}" if out or row.published is None else f"files/{row.pk}-later"
        text = self._text(row, version, place)
        (self.folder / f"{place}.html").write_text(text, "utf-8")
        attached = [
            self._taken(file, f"{place}-{number}/{file.name}")
            for number, file in enumerate(self._files(version, in_text=False), 1)
        ]
        shown = kind_of(row.kind).table.states[state]
        values = {
            "source_id": source_id(row.agency.slug, row.pk),
            "agency": row.agency.slug,
            "kind": row.of_kind.name,
            "title": version.title,
            "summary": version.summary,
            "body_file": f"{place}.html",
            "attachments": ";".join(attached),
            "index_number": row.index_number,
            "state": shown.name,
            **_said(row, version),
        }
        if out and row.published_at:
            values["published"] = timezone.localtime(row.published_at).strftime("%Y-%m-%d %H:%M:%S")
        if row.out_since and (out or row.published is None):
            values["out_since"] = row.out_since.isoformat()
        self.writer.writerow(values.get(column.id, "") for column in COLUMNS)
        self.lines.write(json.dumps(values, ensure_ascii=False) + "\n")

    def _files(self, version: DocumentVersion, *, in_text: bool) -> list[File]:
        rows = File.objects.filter(attached__version=version, attached__in_text=in_text)
        if self.public:
            rows = rows.visible_to(PUBLIC)
        return list(rows.prefetch_related("derived").order_by("attached__position"))

    def _text(self, row: Document, version: DocumentVersion, place: str) -> str:
        """Its sections as they stand in the version, each with what is generated for those who read it elsewhere."""
        live = {part.section.name: part for part in read(row, version, timezone.localdate()).sections}
        parts = []
        for entry in version.sections:
            shown = live.get(entry["name"])
            heading = f"<h2>{escape(shown.section.heading)}</h2>" if shown and shown.section.heading else ""
            mark = f" data-{GENERATED}" if entry["generated"] else ""
            generated = f"<div>{shown.generated}</div>" if shown and shown.generated else ""
            own = f"<div data-{OWN}>{entry['text']}</div>"
            parts.append(f'<section data-{SECTION}="{entry["name"]}"{mark}>{heading}{generated}{own}</section>')
        return self._with_files("\n".join(parts), version, place)

    def _with_files(self, html: str, version: DocumentVersion, place: str) -> str:
        """The text with its pictures beside it, each by its place there, as any browser shows it; links to its
        attachments likewise."""
        places: dict[UUID, str] = {}
        for number, file in enumerate(self._files(version, in_text=True), 1):
            at = self._taken(file, f"{place}-text/{number}/{file.name}")
            places |= dict.fromkeys((file.uuid, *(size.uuid for size in file.derived.all())), at)
        for number, file in enumerate(self._files(version, in_text=False), 1):
            places[file.uuid] = f"{place}-{number}/{file.name}"
        tree = LexborHTMLParser(html)
        if not places or tree.body is None:
            return html
        for node in tree.css("img[src], a[href]"):
            name = "src" if node.tag == "img" else "href"
            found = FILE.fullmatch(node.attributes[name] or "")
            if found and UUID(found[2]) in places:
                beside = places[UUID(found[2])].removeprefix("files/")
                node.attrs[name] = re.sub("[%#?]", lambda mark: quote(mark[0]), beside)
        return tree.body.inner_html or ""

    def _taken(self, file: File, place: str) -> str:
        """A file written to its place."""
        (self.folder / place).parent.mkdir(parents=True, exist_ok=True)
        with (self.folder / place).open("wb") as out:
            out.writelines(store().chunks(file.sha256))
        self.notes_writer.writerow((place, Level(file.level).label, file.alt))
        return place


def _said(row: Document, version: DocumentVersion) -> dict[str, str]:
    """The facts in words."""
    facts = version.said
    made = row.made if version.pk == row.published_id else facts.made
    found: dict[str, Any] = {"made": made.isoformat() if made else "", **facts.stored}
    found["attribute"] = str(Attribute(facts.attribute).label)
    if facts.ground:
        found["ground"] = grounds()[facts.ground].name
    if facts.explains:
        explained = Document.objects.filter(pk=facts.explains).values_list("index_number", flat=True)
        found["explains"] = explained.first() or ""
    if facts.entry:
        entry = EntryVersion.objects.filter(entry=facts.entry).order_by("since", "pk").last()
        found["entry"] = f"{entry.first}{BETWEEN}{entry.second}" if entry else ""
    known = {column.id for column in COLUMNS}
    return {name: str(value) for name, value in found.items() if name in known and value not in ("", None)}
