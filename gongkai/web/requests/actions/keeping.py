"""How a file is kept, whichever act brings it."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.web import clock
from gongkai.web.accounts.models import User
from gongkai.web.audit.notes import Act, recorded
from gongkai.web.files.intake import Held, Received
from gongkai.web.personal import blind_index
from gongkai.web.requests.models import Case, CaseFile, Origin


def keep(case: Case, files: Iterable[Held], origin: Origin, done: Act, *, by: User | None) -> list[CaseFile]:
    """Within an act: files that belong to a request from now on. The audit has their number and kind, never a name, and
    their digest keyed: of a short text the plain one would tell what it says, for ever."""
    kept = [_kept(case, received, content, origin, by) for received, content in files]
    for row in kept:
        new = {"origin": recorded(Origin(origin).label), "size": row.size, "digest": blind_index(row.sha256)}
        done.note("material.added", of=row.thing, agency=case.agency.holder, new={"case": case.number, **new})
    return kept


def _kept(case: Case, received: Received, content: bytes, origin: Origin, by: User | None) -> CaseFile:
    row: CaseFile = CaseFile.objects.create(
        case=case, origin=origin, name=received.name, content=content, media_type=received.media_type,
        size=received.size, sha256=received.sha256, added=clock.now(), added_by=by,
    )  # fmt: skip
    return row
