"""Where the examination of a document's latest version stands, and the conditions of the tables that ask for it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.examine import release
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure.examining.examination import examine
from gongkai.web.disclosure.models import Document, Examination
from gongkai.web.disclosure.models.examinations import ERROR, TO_JUDGE, TO_MEND, State
from gongkai.web.workflow.guards import Asking, guard


@dataclass(frozen=True)
class Standing:
    """One examination: its files, and its errors by what became of them."""

    examination: Examination
    files: int
    examined: int
    errors: Counter[str]

    @property
    def waiting(self) -> bool:
        return self.examination.finished is None

    @property
    def to_mend(self) -> int:
        return sum(self.errors[state] for state in TO_MEND)

    @property
    def to_judge(self) -> int:
        return sum(self.errors[state] for state in TO_JUDGE)


def standing_of(examination: Examination) -> Standing:
    """Two queries."""
    files = list(examination.files.values_list("finished", flat=True))
    errors = Counter(examination.findings.filter(severity=ERROR).values_list("state", flat=True))
    return Standing(examination, len(files), len(files) - files.count(None), errors)


def latest(document: Document, *, by_today: bool = False) -> Examination | None:
    """The last examination of the latest version; `by_today`: only by the rules of today."""
    rows = Examination.objects.filter(document=document, version__number=document.latest)
    if by_today:
        rows = rows.filter(release=release())
    found: Examination | None = rows.order_by("-pk").first()
    return found


def progress(standing: Standing) -> str:
    return _("正在检查附件（已完成%(done)s个，共%(all)s个），请稍候。") % {
        "done": standing.examined,
        "all": standing.files,
    }


def _asked(asking: Asking) -> Standing | str:
    """The standing of what is to be public; a word where it is not known; nothing: it need not be."""
    document: Document = asking.thing
    if not document.versions.get(number=document.latest).said.active:
        return ""  # what stays inside may name people
    found = latest(document, by_today=True)
    if found is None:
        return _("这一版还没有自动检查，请再办一次。") if asking.doing else ""
    standing = standing_of(found)
    return progress(standing) if standing.waiting else standing


def is_examined(asking: Asking) -> str:
    """What was found is mended, or the secrecy review is asked about it."""
    standing = _asked(asking)
    return standing if isinstance(standing, str) else _mend(standing.to_mend)


def is_cleared(asking: Asking) -> str:
    """What was found is mended, or the secrecy review overruled it."""
    standing = _asked(asking)
    if isinstance(standing, str):
        return standing
    return _mend(standing.to_mend) or _judge(standing.to_judge)


def is_answered(asking: Asking) -> str:
    """Of what goes out before it is reviewed: who approves it has said why, of each finding."""
    standing = _asked(asking)
    if isinstance(standing, str):
        return standing
    left = standing.to_mend + standing.errors[State.REFERRED]
    if not left:
        return ""
    return _("自动检查发现%(left)s处问题：请改好，或者由签发人逐处写明先行发布的理由。") % {"left": left}


def _mend(left: int) -> str:
    if not left:
        return ""
    return _("自动检查发现%(left)s处问题须处理：请按建议遮盖或者修改；认为不是问题的，写明理由请保密审查复核。") % {
        "left": left
    }


def _judge(left: int) -> str:
    if not left:
        return ""
    return _("有%(left)s处检查发现待保密审查认定；认定之前不能签发、发布。") % {"left": left}


def register_examining() -> None:
    """Make the conditions known to the tables; before the act the version is examined."""
    for name, found in (("examined", is_examined), ("cleared", is_cleared), ("answered", is_answered)):
        guard(name, ready=ready)(found)


def ready(document: Document, by: Officer) -> None:
    """Examine what is about to be sent on."""
    if by.may(Permission.READ_INTERNAL, document.agency):
        examine(document, by=by)
