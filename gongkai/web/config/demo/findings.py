"""Drafts in which the examination finds something, so that clerk and secrecy review see what is done about it."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import xlsxwriter
from django.core.files.base import ContentFile

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.config.demo.data import entries
from gongkai.web.disclosure.actions import Text, bring_in, draft, save
from gongkai.web.disclosure.examining.examination import examine
from gongkai.web.disclosure.examining.rulings import REFER, rule
from gongkai.web.disclosure.facts import Facts
from gongkai.web.disclosure.models import Finding
from gongkai.web.files.intake import receive
from gongkai.web.workflow.actions.perform import perform
from gongkai.web.workflow.models import Process


def load(tree: Mapping[str, Agency], people: Mapping[str, Officer], today: date) -> None:
    for entry in entries("findings"):
        _draft(entry, tree[entry["agency"]], people, today)


def _draft(entry: Mapping[str, Any], agency: Agency, people: Mapping[str, Officer], today: date) -> None:
    by = people[entry["by"]]
    facts = Facts.first(entry["kind"]).but(item=entry["item"], made=today - timedelta(days=3))
    document = draft(agency, kind=entry["kind"], title=entry["title"], by=by, facts=facts)
    files = []
    if "sheet" in entry:
        received = receive(ContentFile(_workbook(entry["sheet"], entry["hidden"])), name=entry["file"])
        files.append(bring_in(document, received, by=by).uuid)
    save(document, Text(entry["title"], "", {"body": {"text": entry["text"]}}, facts, files), based_on=1, by=by)
    examine(document, by=by)
    if "refer" in entry:
        name, reason = entry["refer"]
        for finding in Finding.objects.filter(examination__document=document, rule=name, severity="error"):
            rule(finding, REFER, reason=reason, by=by)
    for name, step in entry.get("steps", ()):
        process = Process.objects.running().get(kind=entry["kind"], object_id=document.pk)
        perform(process, step, by=people[name])


def _workbook(rows: Sequence[Sequence[Any]], hidden: Sequence[Sequence[Any]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, lines in (("名单", rows), ("底稿", hidden)):
            sheet = book.add_worksheet(name)
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line)
        sheet.hide()
    return out.getvalue()
