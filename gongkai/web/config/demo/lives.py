"""What happened to a 规章 or 规范性文件 of the demo before it was issued: entered by one, confirmed by another."""

from __future__ import annotations

from gongkai.web.agencies.officers import Officer
from gongkai.web.disclosure.models import Document, Stage
from gongkai.web.disclosure.normative.actions import confirm, enter
from gongkai.web.disclosure.normative.order import there

WHO = {
    "normative": {Stage.LEGALITY: "法制科（演示）", Stage.DECIDED: "局长办公会议（演示）", Stage.REGISTERED: ""},
    "regulation": {
        Stage.LEGALITY: "市司法局（演示）", Stage.DECIDED: "市政府常务会议（演示）", Stage.REGISTERED: "市长（演示）",
    },
}  # fmt: skip


def before_issue(document: Document, *, by: Officer, confirmed_by: Officer) -> None:
    """What was not entered yet, on the day on which it was made; nothing where it is another kind of document."""
    if not document.of_kind.life:
        return
    document.refresh_from_db()
    entered = there(document, confirmed=False)
    assert document.made is not None  # its kind asks for it
    for stage, who in WHO[document.kind].items():
        if stage in entered:
            continue
        confirm(enter(document, stage=stage, day=document.made, who=who, by=by), by=confirmed_by)
