"""A document comes from another system, in which the public read it already or in which it was a draft."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from gongkai.web.agencies.actions.ground import held_open
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.disclosure.actions.attaching import bring_in
from gongkai.web.disclosure.actions.indexing import save_numbered
from gongkai.web.disclosure.actions.publishing import go_public
from gongkai.web.disclosure.actions.saving import Text, add_version
from gongkai.web.disclosure.arrivals import Arrival, Beside
from gongkai.web.disclosure.models import Document, DocumentVersion, MovedIn
from gongkai.web.disclosure.powers import require_power
from gongkai.web.files.actions import set_level
from gongkai.web.files.intake import Received, receive
from gongkai.web.files.models import File
from gongkai.web.visibility import Level
from gongkai.web.workflow.actions import begin, enter
from gongkai.web.workflow.kinds import Version
from gongkai.web.workflow.models import Process
from gongkai.web.workflow.refusals import Refused

NEW, CHANGED, SAME = "new", "changed", "same"


def known(arrival: Arrival, source: str) -> MovedIn | None:
    """What was made of it when it came before."""
    rows = MovedIn.objects.filter(agency=arrival.agency, source=source, source_id=arrival.source_id)
    found: MovedIn | None = rows.select_related("document__agency").first()
    return found


def outcome(arrival: Arrival, source: str) -> str:
    """What `move_in` would do."""
    before = known(arrival, source)
    return NEW if before is None else SAME if before.digest == arrival.digest else CHANGED


def move_in(arrival: Arrival, *, source: str, by: Officer) -> str:
    """Let it be here as it was there, once; what was moved in before and differs now has another version.

    What the public read there is public here from the same time on: it was reviewed there, which the sheet says.

    :raises Refused: where the 索引号 is another document's, or somebody is at work on what it would change.
    """
    by.require(Permission.DISCLOSE, arrival.agency)
    done_already = outcome(arrival, source)
    if done_already == SAME:
        return SAME
    received = {one.path: receive([one.path.read_bytes()], name=one.path.name) for one in _beside(arrival)}
    with act(by=by.actor) as done:
        agency = held_open(arrival.agency)
        before = known(arrival, source)
        document = _locked(before.document_id) if before else _new(arrival, by)
        _refuse_under_way(document)
        _said(document, arrival, received, source, by)
        if arrival.revision is not None:
            _said(document, arrival.revision, received, source, by)
        record = before or MovedIn(document=document, agency=agency, source=source, source_id=arrival.source_id)
        record.digest, record.address = arrival.digest, arrival.address
        record.save()
        done.note(
            "document.moved_in",
            of=document.thing,
            agency=agency.holder,
            new={"source": source, "source_id": arrival.source_id, "version": document.latest},
        )
    return CHANGED if before else NEW


def _locked(pk: int) -> Document:
    """Nobody saves a version of it meanwhile."""
    rows = Document.objects.select_for_update(of=("self",)).select_related("agency", "published")
    found: Document = rows.get(pk=pk)
    return found


def _beside(arrival: Arrival) -> list[Beside]:
    """Every file that it has, or that its revision has."""
    further = _beside(arrival.revision) if arrival.revision else []
    return list({one.path: one for one in (*arrival.files, *arrival.named.values(), *further)}.values())


def _new(arrival: Arrival, by: Officer) -> Document:
    agency = arrival.agency
    require_power(agency, arrival.kind)
    if arrival.kind.once and Document.objects.filter(agency=agency, kind=arrival.kind.id).exists():
        raise Refused(
            _("“%(agency)s”已有“%(kind)s”，请在其上修改。") % {"agency": agency.name, "kind": arrival.kind.label}
        )
    year = (arrival.facts.made or by.today).year
    document = Document(agency=agency, kind=arrival.kind.id, title=arrival.title, index_number=arrival.index_number)
    save_numbered(document, year=year)
    return document


def _refuse_under_way(document: Document) -> None:
    if Process.objects.running().filter(kind=document.kind, object_id=document.pk).exists():
        raise Refused(_("“%(title)s”正在办理之中，没有改动。") % {"title": document.title})


def _said(document: Document, arrival: Arrival, received: Mapping[Path, Received], source: str, by: Officer) -> None:
    """Within the act: another version, with its files, and where it stands."""
    below = {one.path: one for one in arrival.files}
    beside = below | {one.path: one for one in arrival.named.values() if one.path not in below}
    files = {
        path: bring_in(document, received[path], alt=_alt(one), picture=path not in below, by=by)
        for path, one in beside.items()
    }
    sections = [{**section, "text": _renamed(section["text"], arrival, files)} for section in arrival.sections]
    text = Text(arrival.title, arrival.summary, {}, arrival.facts)
    version = add_version(document, text, sections, [(file, path not in below) for path, file in files.items()], by)
    _stand(document, version, arrival, source, by)
    for path, one in beside.items():
        file = File.objects.get(pk=files[path].pk)
        if one.level is not None and one.level != file.level and one.level != Level.PUBLIC:
            set_level(file, level=one.level, agency=document.agency.holder, by=by)


def _alt(one: Beside) -> str:
    return one.path.stem if one.alt is None else one.alt


def _renamed(text: str, arrival: Arrival, files: Mapping[Path, File]) -> str:
    """The files that it names by their addresses here."""
    for uuid, one in arrival.named.items():
        text = re.sub(rf"/files/{uuid}/[^\"/\\?#]+", files[one.path].get_absolute_url().replace("\\", ""), text)
    return text


def _stand(document: Document, version: DocumentVersion, arrival: Arrival, source: str, by: Officer) -> None:
    """Public, or put away, with a process that has ended; or a draft whose process begins."""
    fixed = Version(version.number, version.digest)
    if arrival.out_since:
        document.out_since = arrival.out_since
    if not arrival.state:
        document.save()
        begin(document, kind=document.kind, agency=arrival.agency, version=fixed, by=by)
        return
    if arrival.published is not None:
        go_public(document, version, at=arrival.published, by=by)
        said = _("由“%(source)s”迁入，在原系统已审查并公开。") % {"source": source}
    else:
        document.save()
        said = _("由“%(source)s”迁入，在原系统已办结。") % {"source": source}
    enter(document, kind=document.kind, agency=arrival.agency, version=fixed, state=arrival.state, comment=said, by=by)
