"""Areas are marked and taken back; from them a copy is made, and the original stays inside."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from django.utils.translation import gettext as _

from gongkai.examine import examine_text, masked
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import recorded
from gongkai.web.files.covering import Area
from gongkai.web.files.intake import Received
from gongkai.web.requests.actions.ground import held
from gongkai.web.requests.actions.keeping import keep
from gongkai.web.requests.masking.pages import PDF, coverable, covered
from gongkai.web.requests.models import CaseFile, CoveredArea, CoverGround, Origin
from gongkai.web.workflow.refusals import Refused

#: Of one file.
MOST = 2000
TEXT = "text/plain"
INSTEAD = "〔隐去〕"
#: Nothing shorter is hidden: it would be hidden in half of the words.
SHORTEST = 2


def mark(file: CaseFile, areas: Iterable[tuple[int, Area]], ground: CoverGround, *, by: Officer) -> int:
    """Mark areas that are to be covered; how many there were.

    :raises Refused: for what has no pages, or where there are too many.
    """
    by.require(Permission.DRAFT, file.case.agency)
    if not coverable(file) or file.content is None:
        raise Refused(_("只有 PDF 和图片可以遮盖；其他文件请先另存为 PDF。"))
    found = [(page, _ordered(area)) for page, area in areas]
    if any(area[0] == area[2] or area[1] == area[3] for _page, area in found):
        raise Refused(_("范围太小，请重新选择两个对角。"))
    with act(by=by.actor) as done:
        if CoveredArea.objects.filter(file=file).count() + len(found) > MOST:
            raise Refused(_("一个文件最多遮盖%(most)d处。") % {"most": MOST})
        for page, (left, top, right, bottom) in found:
            CoveredArea.objects.create(
                file=file, page=page, left=left, top=top, right=right, bottom=bottom, ground=ground, by=by.user
            )
        new = {"case": file.case.number, "count": len(found), "ground": recorded(ground.label)}
        done.note("material.marked", of=file.thing, agency=file.case.agency.holder, new=new)
    return len(found)


def _ordered(area: Area) -> Area:
    left, top, right, bottom = (min(max(value, 0), 1000) for value in area)
    return (min(left, right), min(top, bottom), max(left, right), max(top, bottom))


def unmark(file: CaseFile, area: CoveredArea, *, by: Officer) -> None:
    """Take an area back."""
    by.require(Permission.DRAFT, file.case.agency)
    with act(by=by.actor) as done:
        area.delete()
        done.note("material.unmarked", of=file.thing, agency=file.case.agency.holder, new={"case": file.case.number})


def make_copy(file: CaseFile, *, by: Officer) -> CaseFile:
    """Make the copy in which the marked areas are covered. The original is what it was.

    :raises Refused: where nothing is marked, or the copy cannot be made.
    """
    by.require(Permission.DRAFT, file.case.agency)
    areas: dict[int, list[Area]] = {}
    for row in CoveredArea.objects.filter(file=file):
        areas.setdefault(row.page, []).append(row.area)
    if not areas:
        raise Refused(_("还没有标出要遮盖的地方。"))
    content = covered(file, areas)
    name = f"{file.name.rpartition('.')[0] or file.name}{_('（遮盖）')}.pdf"
    return _copied(file, content, PDF, name, by)


def make_text(file: CaseFile, words: Iterable[str], *, by: Officer) -> CaseFile:
    """The same of a text: personal numbers, and these words wherever they stand, are hidden.

    :raises Refused: where it is no text, or nothing of it is hidden.
    """
    by.require(Permission.DRAFT, file.case.agency)
    if file.media_type != TEXT or file.content is None:
        raise Refused(_("这不是纯文本。"))
    text = file.data.decode("utf-8", errors="replace")
    hidden = hide(text, words)
    if hidden == text:
        raise Refused(_("没有要隐去的内容。"))
    name = f"{file.name.rpartition('.')[0] or file.name}{_('（隐去）')}.txt"
    return _copied(file, hidden.encode(), TEXT, name, by)


def hide(text: str, words: Iterable[str]) -> str:
    """The text without personal numbers as the examination sees them, and without these words, the longest first."""
    hidden = masked(text, examine_text(text))
    for word in sorted({word.strip() for word in words}, key=len, reverse=True):
        if len(word) >= SHORTEST:
            hidden = hidden.replace(word, INSTEAD)
    return hidden


def _copied(file: CaseFile, content: bytes, media_type: str, name: str, by: Officer) -> CaseFile:
    digest = sha256(content).hexdigest()
    with act(by=by.actor) as done:
        received = Received(digest, len(content), media_type, name)
        (copy,) = keep(held(file.case), [(received, content)], Origin.COPY, done, by=by.user)
        copy.derived_from = file
        copy.save(update_fields=["derived_from"])
    return copy
