"""Batches as a kind of the workflow, and the conditions that their table names."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from gongkai.examine import release
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.notes import Act
from gongkai.web.disclosure.batches.actions import examine
from gongkai.web.disclosure.batches.reading import errors_of, in_words, others_of
from gongkai.web.disclosure.batches.stocks import STOCKS, digest_of
from gongkai.web.disclosure.kinds import FOLDER
from gongkai.web.disclosure.models import BATCH, Batch
from gongkai.web.disclosure.models.examinations import ERROR
from gongkai.web.workflow.guards import Asking, guard
from gongkai.web.workflow.kinds import Version, register
from gongkai.web.workflow.models import Process, Step

#: So many lines of a batch are printed below its sheet.
PRINTED = 2000


def _thing(id_: int) -> Batch:
    rows = Batch.objects.select_related("agency", "topic").defer("lines")  # no guard asks for these
    found: Batch = rows.get(pk=id_)
    return found


def _version(batch: Batch) -> Version:
    """As its rows are now: one that changed since it was sent on has another digest."""
    stock = STOCKS[batch.room]
    return Version(batch.number, digest_of(stock, stock.now(batch)))


def _url(id_: int) -> str:
    return reverse("disclosure:batch", args=[id_])


def _release(batch: Batch, process: Process, step: Step, done: Act, by: Officer) -> None:
    stock = STOCKS[batch.room]
    stock.release(batch, stock.rows(batch), done, by)
    done.public = True


def _annex(process: Process) -> SafeString:
    """What is printed with the sheet: what was found, and every line as it was reviewed."""
    batch = Batch.objects.filter(pk=process.object_id, number=process.reviewed).first()
    if batch is None:
        return SafeString("")
    heads, *lines = batch.lines or [[]]
    context = {
        "batch": batch, "heads": heads, "lines": lines[:PRINTED], "more": max(len(lines) - PRINTED, 0),
        "count": len(lines), "errors": in_words(errors_of(batch)), "others": others_of(batch).count(),
    }  # fmt: skip
    return render_to_string("disclosure/batches/annex.html", context)


def rows_are_there(asking: Asking) -> str:
    batch: Batch = asking.thing
    return "" if STOCKS[batch.room].rows(batch).exists() else _("这一批里没有等待公开的内容。")


def _left(asking: Asking) -> int | str:
    """How many errors nobody overruled; a word where that is not known."""
    batch: Batch = asking.thing
    if batch.release != release() and asking.doing:
        return _("检查规则已更新，请再办一次。")
    return int(batch.findings.filter(severity=ERROR, reason="").count())


def rows_are_clean(asking: Asking) -> str:
    left = _left(asking)
    if isinstance(left, str) or not left:
        return left if isinstance(left, str) else ""
    return _(
        "自动检查发现%(left)s处问题：请按建议遮盖，或者修改后重新导入；认为可以公开的，用“说明理由送审”请保密审查认定。"
    ) % {"left": left}


def rows_have_findings(asking: Asking) -> str:
    left = _left(asking)
    return left if isinstance(left, str) else "" if left else _("没有须说明的问题，直接送审即可。")


def rows_are_cleared(asking: Asking) -> str:
    left = _left(asking)
    if isinstance(left, str) or not left:
        return left if isinstance(left, str) else ""
    return _("有%(left)s处检查发现待保密审查认定；认定之前不能公开。") % {"left": left}


def ready(batch: Batch, by: Officer) -> None:
    """Examine by the rules of today what is about to be sent on."""
    if by.may(Permission.READ_INTERNAL, batch.agency) and batch.release != release():
        examine(batch, by=by)


def register_batches() -> None:
    """Make the kind known, after its guards."""
    guard("rows_there")(rows_are_there)
    guard("rows_clean", ready=ready)(rows_are_clean)
    guard("rows_found", ready=ready)(rows_have_findings)
    guard("rows_cleared", ready=ready)(rows_are_cleared)
    register(
        BATCH,
        pgettext_lazy("kind", "清单、目录和专题"),
        FOLDER / "batches.yaml",
        model=Batch,
        thing=_thing,
        version=_version,
        url=_url,
        effects={"approve": _release},
        annex=_annex,
    )
