"""What is said on an error that was found: the clerk asks the secrecy review, which alone overrules it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from gongkai.web.accounts.models import User
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Act
from gongkai.web.disclosure.examining.places import place_words, title_of
from gongkai.web.disclosure.models import Document, Finding, Ruling
from gongkai.web.disclosure.models.examinations import ERROR, State
from gongkai.web.personal import veiled
from gongkai.web.workflow.models import Process
from gongkai.web.workflow.refusals import Refused
from gongkai.web.workflow.standing import standings

#: The table of what goes out before it is reviewed.
AT_ONCE = "emergencies.yaml"


@dataclass(frozen=True)
class Way:
    """One thing that may be said: by whom, on errors of which states, and how it is noted."""

    state: State
    permission: Permission
    of: frozenset[State]
    verb: str
    #: Whoever wrote the document may not say it.
    other_eyes: bool = False


REFER = Way(State.REFERRED, Permission.DRAFT, frozenset({State.OPEN}), "document.finding_referred")
ANSWER = Way(
    State.ANSWERED, Permission.APPROVE, frozenset({State.OPEN, State.REFERRED, State.UPHELD}),
    "document.finding_answered",
)  # fmt: skip
OVERRULE = Way(
    State.OVERRULED, Permission.REVIEW_SECRECY, frozenset(State) - {State.OVERRULED}, "document.finding_overruled", True
)
UPHOLD = Way(
    State.UPHELD, Permission.REVIEW_SECRECY, frozenset(State) - {State.UPHELD}, "document.finding_upheld", True
)
WAYS = {"refer": REFER, "answer": ANSWER, "overrule": OVERRULE, "uphold": UPHOLD}


def open_to(way: Way, document: Document, *, under_way: bool = True) -> bool:
    """Of what goes out at once the approver answers; of the rest the clerk asks first. Of what is public and not under
    way only the secrecy review says something.
    """
    if not under_way:
        return way.other_eyes and document.published_id is not None
    at_once = document.of_kind.table.name == AT_ONCE
    return at_once if way is ANSWER else not (at_once and way is REFER)


def rule(finding: Finding, way: Way, *, reason: str, by: Officer) -> Ruling:
    """Say something on an error of the latest version. It counts for the same datum as long as its passage stays.

    :raises NotPermitted: where no office held permits it.
    :raises Refused: with why it cannot be said.
    """
    document = finding.examination.document
    by.require(way.permission, document.agency)
    reason = veiled(reason.strip())  # it is kept and audited, and may quote the datum
    with act(by=by.actor) as done:
        document = Document.objects.select_for_update(of=("self",)).select_related("agency").get(pk=document.pk)
        finding = Finding.objects.select_related("examination__version", "file").get(pk=finding.pk)
        _check(finding, way, document, reason)
        absent = _in_whose_stead(document, way, by)
        made: Ruling = Ruling.objects.create(
            document=document, finding=finding, key=finding.key, state=way.state, reason=reason, user=by.user,
            deputy_for=absent,
        )  # fmt: skip
        same = Finding.objects.filter(examination=finding.examination, key=finding.key, severity=ERROR)
        same.update(state=way.state)
        _note(done, finding, made, way, document)
    return made


def _check(finding: Finding, way: Way, document: Document, reason: str) -> None:
    examination = finding.examination
    if not examination.current or examination.version.number != document.latest:
        raise Refused(_("文件已有新的版本或者已重新检查，请看最新的检查结果。"))
    if finding.severity != ERROR:
        raise Refused(_("这一处只是提醒，不影响公开，无须处理。"))
    if not open_to(way, document) and not open_to(way, document, under_way=False):
        raise Refused(_("这一种类的文件不能这样处理。"))
    if not reason:
        raise Refused(_("请写明理由。"))
    if way is REFER and finding.state == State.UPHELD:
        raise Refused(_("保密审查已认定须修改，不能再请复核；请修改这一处。"))
    if finding.state not in way.of:
        raise Refused(_("这一处的状态是“%(state)s”，不必再办。") % {"state": State(finding.state).label})


def _in_whose_stead(document: Document, way: Way, by: Officer) -> User | None:
    """The absent officer whose office is used, if one; for a judgement whoever wrote counts for nothing."""
    process = Process.objects.running().filter(kind=document.kind, object_id=document.pk).first()
    if process is None and not open_to(way, document, under_way=False):
        raise Refused(_("“%(title)s”已经办结；要改须起草新版。") % {"title": document.title})
    if process is None:
        authors = document.versions.filter(number=document.latest).values_list("author", flat=True)
    else:
        authors = process.writers.values_list("user_id", flat=True)
    writers = set(authors) if way.other_eyes else set()
    for standing in standings(by):
        if standing.office(way.permission, document.agency) is not None and not standing.people & writers:
            return standing.absent
    raise Refused(_("起草人不能认定自己起草的内容，代他人办理也不行。"))


def _in_chinese(finding: Finding) -> dict[str, str]:
    """As the audit keeps it, whatever language the officer's pages are in."""
    with override(settings.LANGUAGE_CODE):
        return {"rule": title_of(finding.rule), "place": place_words(finding)}


def _note(done: Act, finding: Finding, made: Ruling, way: Way, document: Document) -> None:
    done.note(
        way.verb,
        of=document.thing,
        agency=document.agency.holder,
        new={
            "version": finding.examination.version.number,
            **_in_chinese(finding),
            "quote": finding.quote,
            "reason": made.reason,
            "deputy_for": made.deputy_for.name if made.deputy_for else "",
        },
    )
