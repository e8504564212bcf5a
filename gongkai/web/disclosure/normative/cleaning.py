"""清理: a session lists every document in force; each gets a decision; the list becomes a document of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

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
                raise Refused(_("“%(title)s”不再保留，请写明理由。") % {"title": row.document.title})
            row.verdict, row.note = Verdict(verdict) if verdict else "", note[:300]
            row.save()
            changed += 1
        done.note("clean_up.decided", of=session.thing, agency=session.agency.holder, new={"count": changed})
    return changed


def close(session: CleanUp, *, by: Officer) -> Document:
    """Everything is decided: the list is drafted as a document, and takes effect when that is published."""
    by.require(Permission.DISCLOSE, session.agency)
    with act(by=by.actor) as done:
        session = _open(session)
        rows = list(session.decisions.select_related("document"))
        left = sum(not row.verdict for row in rows)
        if left:
            raise Refused(_("有%(count)s件尚未决定。") % {"count": left})
        facts = Facts.first(KIND).but(made=by.today, item="regulations")
        document = draft(session.agency, kind=KIND, title=session.title, facts=facts, by=by)
        with override("zh-hans"):  # it is published in Chinese
            text = Text(session.title, "", {"body": {"text": listed(session.get_kind_display(), rows)}}, facts)
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


def listed(kind: str, rows: list[CleanUpDecision]) -> str:
    """The decisions as tables, one for each verdict."""
    parts = []
    for verdict in Verdict:
        those = [row for row in rows if row.verdict == verdict]
        if not those:
            continue
        said = {"verdict": verdict.label, "kind": kind, "count": len(those)}
        head = _("%(verdict)s的%(kind)s（%(count)s件）") % said
        names = (_("序号"), _("文件名称"), _("文号"), _("说明"))
        lines = [
            "".join(f"<td>{escape(cell)}</td>" for cell in (number, row.document.title, row.document.number, row.note))
            for number, row in enumerate(those, 1)
        ]
        heads = "".join(f"<th>{name}</th>" for name in names)
        body = "".join(f"<tr>{line}</tr>" for line in lines)
        parts.append(f"<h3>{head}</h3><table><tbody><tr>{heads}</tr>{body}</tbody></table>")
    return "".join(parts)
