"""清理: a session lists every document in force; each gets a decision; the list becomes a document of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override

from gongkai.web.agencies.actions.ground import held
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.disclosure.actions.saving import Text, draft, save
from gongkai.web.disclosure.facts import Facts
from gongkai.web.disclosure.kinds import kinds
from gongkai.web.disclosure.models import CleanUp, CleanUpDecision, Document, Lifecycle, Verdict
from gongkai.web.disclosure.searchable import address_of
from gongkai.web.visibility import Level
from gongkai.web.workflow.refusals import Refused

KIND = "announcement"


def begin(agency: Agency, *, kind: str, title: str, day: date, by: Officer) -> CleanUp:
    """Begin to look at everything of a kind that was in force on a day; one session at a time."""
    by.require(Permission.DISCLOSE, agency)
    if day > by.today:
        raise Refused(_("基准日晚于今天。"))
    with act(by=by.actor) as done:
        agency = held(agency)
        if CleanUp.objects.filter(agency=agency, kind=kind, closed=None).exists():
            raise Refused(_("本机关还有一次清理没有办结。"))
        rows = Lifecycle.objects.filter(document__agency=agency, document__kind=kind).in_force(day)
        found = list(rows.values_list("document", flat=True))
        if not found:
            raise Refused(_("这一天没有现行有效的%(kind)s。") % {"kind": kinds()[kind].label})
        session: CleanUp = CleanUp.objects.create(
            agency=agency, kind=kind, title=title.strip(), day=day, opened_by=by.user
        )
        CleanUpDecision.objects.bulk_create(CleanUpDecision(session=session, document_id=pk) for pk in found)
        new = {"day": day.isoformat(), "count": len(found)}
        done.note("clean_up.began", of=session.thing, agency=agency.holder, new=new)
    return session


def decide(session: CleanUp, said: Mapping[int, tuple[str, str]], *, by: Officer) -> int:
    """Say what becomes of documents: by id, verdict and reason; how many changed."""
    by.require(Permission.DISCLOSE, session.agency)
    changed = 0
    with act(by=by.actor) as done:
        session = _open(session)
        for row in session.decisions.select_related("document").filter(document__in=said):
            verdict, note = said[row.document_id]
            if (row.verdict, row.note) == (verdict, note):
                continue
            if verdict in (Verdict.REPEAL, Verdict.LAPSED, Verdict.REVISE) and not note:
                said_so = {"title": row.document.title, "verdict": Verdict(verdict).label}
                raise Refused(_("“%(title)s”决定%(verdict)s，请写明理由。") % said_so)
            row.verdict, row.note = Verdict(verdict) if verdict else "", note[:300]
            row.save()
            changed += 1
        done.note("clean_up.decided", of=session.thing, agency=session.agency.holder, new={"count": changed})
    return changed


def close(session: CleanUp, said: Mapping[int, tuple[str, str]] | None = None, *, by: Officer) -> Document:
    """Everything is decided, with what is said last: the list is drafted as a document, and takes effect when that is
    published.
    """
    by.require(Permission.DISCLOSE, session.agency)
    with act(by=by.actor) as done:
        if said:
            decide(session, said, by=by)
        session = _open(session)
        rows = list(session.decisions.select_related("document__agency"))
        left = sum(not row.verdict for row in rows)
        if left:
            raise Refused(_("有%(count)s件尚未决定。") % {"count": left})
        facts = Facts.first(KIND).but(made=by.today, item="regulations")
        document = draft(session.agency, kind=KIND, title=session.title, facts=facts, by=by)
        with override("zh-hans"):  # it is published in Chinese
            text = Text(session.title, "", {"body": {"text": listed(session, rows)}}, facts)
        save(document, text, based_on=1, by=by)
        session.closed, session.listed = by.today, document
        session.save()
        done.note("clean_up.closed", of=session.thing, agency=session.agency.holder, new={"count": len(rows)})
    document.refresh_from_db()
    return document


def _open(session: CleanUp) -> CleanUp:
    found: CleanUp = CleanUp.objects.select_for_update(of=("self",)).select_related("agency").get(pk=session.pk)
    if found.closed:
        raise Refused(_("这次清理已经办结。"))
    return found


def listed(session: CleanUp, rows: list[CleanUpDecision]) -> str:
    """What was looked at and from when it holds, then the decisions as tables, one for each verdict."""
    kind = session.get_kind_display()
    said = {"agency": session.agency.name, "day": date_format(session.day), "kind": kind, "count": len(rows)}
    parts = [_("%(agency)s对%(day)s现行有效的%(kind)s进行了清理，共%(count)s件，现将结果公布如下。") % said]
    if any(row.verdict in (Verdict.REPEAL, Verdict.LAPSED) for row in rows):
        parts.append(_("废止和宣布失效的，自本结果公布之日起不再作为行政管理的依据。"))
    found = [f"<p>{escape(part)}</p>" for part in parts]
    for verdict in Verdict:
        those = [row for row in rows if row.verdict == verdict]
        if not those:
            continue
        head = _("%(verdict)s的%(kind)s（%(count)s件）") % {"verdict": verdict.label, "kind": kind, "count": len(those)}
        heads = "".join(f"<th>{name}</th>" for name in (_("序号"), _("文件名称"), _("文号"), _("说明")))
        lines = "".join(f"<tr>{_line(number, row)}</tr>" for number, row in enumerate(those, 1))
        found.append(f"<h3>{head}</h3><table><tbody><tr>{heads}</tr>{lines}</tbody></table>")
    return "".join(found)


def _line(number: int, row: CleanUpDecision) -> str:
    """Its name leads to the document where that is public."""
    document, title = row.document, escape(row.document.title)
    name = f'<a href="{address_of(document)}">{title}</a>' if document.level == Level.PUBLIC else str(title)
    cells = (str(number), name, escape(document.number), escape(row.note))
    return "".join(f"<td>{cell}</td>" for cell in cells)
