"""The signed and stamped copy of a letter, as it was scanned: what whoever asks is given in place of the made one."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.files.intake import Held
from gongkai.web.personal import blind_index
from gongkai.web.requests.actions.ground import held
from gongkai.web.requests.models import Letter, LetterFile
from gongkai.web.requests.telling.letters import ELECTRONIC
from gongkai.web.workflow.refusals import Refused

PDF = "application/pdf"
#: `scan1`, `scan2` …: each stays, the last one counts.
SCAN = "scan"


def scan_of(letter: Letter) -> LetterFile | None:
    """The signed copy that counts."""
    rows = list(LetterFile.objects.filter(letter=letter, form__startswith=SCAN))
    return max(rows, key=_number, default=None)


def given(letter: Letter) -> LetterFile:
    """What who asks is given: the signed copy, else what was made at the signing."""
    made: LetterFile = scan_of(letter) or letter.files.get(form="pdf")
    return made


def add_scan(letter: Letter, file: Held, *, by: Officer) -> LetterFile:
    """Keep the signed copy of a letter; an earlier one stays.

    :raises Refused: where it is no PDF, the letter is not signed, or it went out electronically as it was made.
    """
    by.require(Permission.DRAFT, letter.case.agency)
    received, content = file
    if received.media_type != PDF:
        raise Refused(_("请将盖章的文书扫描成 PDF 后上传。"))
    with act(by=by.actor) as done:
        held(letter.case)
        row = Letter.objects.select_for_update(of=("self",)).select_related("case__agency").get(pk=letter.pk)
        if row.issued is None:
            raise Refused(_("签发以后才有盖章的文书。"))
        if row.sent is not None and row.way == ELECTRONIC:
            raise Refused(_("文书已经以电子方式送出，送出的内容不能再换。"))
        before = scan_of(row)
        number = 1 + (_number(before) if before is not None else 0)
        made = LetterFile(letter=row, form=f"{SCAN}{number}", sha256=received.sha256)
        made.content = content
        made.save()
        new = {"case": row.case.number, "digest": blind_index(received.sha256)}
        done.note("letter.scanned", of=row.thing, agency=row.case.agency.holder, new=new)
    return made


def _number(scan: LetterFile) -> int:
    return int(scan.form.removeprefix(SCAN))
