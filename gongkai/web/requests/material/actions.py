"""A file joins a request, goes out with a letter, is struck out."""

from __future__ import annotations

from hashlib import sha256

from django.utils.translation import gettext as _

from gongkai.examine import examine_file, rules
from gongkai.law.clock import Fact
from gongkai.web import clock
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.files.intake import Held, Received
from gongkai.web.requests.actions.ground import APPLICANT, held
from gongkai.web.requests.actions.keeping import keep
from gongkai.web.requests.actions.recording import put
from gongkai.web.requests.models import Case, CaseFile, Letter, Origin
from gongkai.web.visibility import Level
from gongkai.web.workflow.refusals import Refused

#: Of one request.
MOST = 200
#: Findings of the examination with which no file goes out, by their groups.
NEVER = ("hidden", "secrecy", "unread")
TEXT = "text/plain"


def add(case: Case, files: list[Held], origin: Origin, *, by: Officer) -> list[CaseFile]:
    """An officer adds what came on paper, or belongs to the answer.

    :raises Refused: where there are none, or too many.
    """
    by.require(Permission.DRAFT, case.agency)
    if not files:
        raise Refused(_("请选择文件。"))
    if origin == Origin.COPY:
        raise Refused(_("遮盖后的副本由系统生成。"))
    with act(by=by.actor) as done:
        row = held(case)
        _check_number(row, len(files))
        return keep(row, files, origin, done, by=by.user)


def supplement(case: Case, text: str, files: list[Held]) -> None:
    """Who asks supplements the request (《条例》第三十条): what they say and their files, and the fact, in one act.

    :raises Refused: where nothing is said, or the law has no place for it now.
    """
    if not text.strip():
        raise Refused(_("请写明补正的内容。"))
    with act(by=APPLICANT) as done:
        row = held(case)
        _check_number(row, len(files) + 1)
        put(row, [Fact("supplement_given", clock.today())])
        words = text.strip().encode()
        digest = sha256(words).hexdigest()
        said = Received(digest, len(words), TEXT, f"{_('补正内容')}.txt"), words
        keep(row, [said, *files], Origin.SUPPLEMENT, done, by=None)


def _check_number(case: Case, more: int) -> None:
    if CaseFile.objects.filter(case=case).count() + more > MOST:
        raise Refused(_("一件申请最多有%(most)d个文件。") % {"most": MOST})


def enclose(file: CaseFile, letter: Letter, *, by: Officer) -> None:
    """Let it go out with a letter that is not sent yet: then who asks may have it.

    :raises Refused: where the letter is sent or another request's, or the file hides something.
    """
    by.require(Permission.DISCLOSE, file.case.agency)
    _check_hidden(file)  # takes its time, and no row is held meanwhile: the bytes of a file never change
    with act(by=by.actor) as done:
        row = _held(file)
        letter = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
        if letter.case_id != row.case_id:
            raise Refused(_("这件文书不是这件申请的。"))
        if letter.sent is not None:
            raise Refused(_("文书已经送出，不能再附文件。"))
        if row.struck is not None or row.erased is not None:
            raise Refused(_("这个文件已经作废或者清除。"))
        if row.copies.filter(struck=None).exists():
            raise Refused(_("这个文件有遮盖后的副本，请附送副本；原件只在内部保存。"))
        row.level, row.letter = Level.APPLICANT, letter
        row.save(update_fields=["level", "letter"])
        new = {"case": row.case.number, "letter": letter.name}
        done.note("material.enclosed", of=row.thing, agency=row.case.agency.holder, new=new)


def _check_hidden(file: CaseFile) -> None:
    """Nothing goes out that a reader does not see, or that is marked as secret; what is told of people is for those
    who decide."""
    found = [one for one in examine_file(file.data, "") if one.severity == "error"]
    hidden = [one for one in found if rules()[one.rule].group in NEVER]
    if hidden:
        raise Refused(_("文件不能送出：%(why)s") % {"why": " ".join(dict.fromkeys(one.message for one in hidden))})


def withhold(file: CaseFile, *, by: Officer) -> None:
    """Let it stay inside after all.

    :raises Refused: where it has gone out.
    """
    by.require(Permission.DISCLOSE, file.case.agency)
    with act(by=by.actor) as done:
        row = _held(file)
        if row.letter is None:
            raise Refused(_("这个文件没有附在文书里。"))
        if row.letter.sent is not None:
            raise Refused(_("文件已经随文书送出。"))
        row.level, row.letter = Level.INTERNAL, None
        row.save(update_fields=["level", "letter"])
        done.note("material.withheld", of=row.thing, agency=row.case.agency.holder, new={"case": row.case.number})


def strike(file: CaseFile, *, reason: str, by: Officer) -> None:
    """It was added wrongly: it stays for those who may read it, and counts for nothing.

    :raises Refused: without a reason, or where it has gone out.
    """
    by.require(Permission.DISCLOSE, file.case.agency)
    if not reason.strip():
        raise Refused(_("请写明作废的理由。"))
    with act(by=by.actor) as done:
        row = _held(file)
        if row.struck is not None:
            raise Refused(_("这个文件已经作废。"))
        if row.letter is not None:
            raise Refused(_("这个文件附在文书里；没有送出的，先取消附送。"))
        row.struck, row.struck_by, row.struck_reason = clock.now(), by.user, reason.strip()
        row.save(update_fields=["struck", "struck_by", "struck_reason"])
        new = {"case": row.case.number, "reason": row.struck_reason}
        done.note("material.struck", of=row.thing, agency=row.case.agency.holder, new=new)


def _held(file: CaseFile) -> CaseFile:
    held(file.case)
    row: CaseFile = (
        CaseFile.objects.select_for_update(of=("self",)).select_related("case__agency", "letter").get(pk=file.pk)
    )
    return row
