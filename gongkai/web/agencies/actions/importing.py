"""A list of agencies: kept while its preview is looked at, then done as previewed, in one act."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from gongkai.web.agencies.actions.amending import set_facts
from gongkai.web.agencies.actions.founding import enter
from gongkai.web.agencies.actions.ground import hold_tree
from gongkai.web.agencies.actions.moving import relocate
from gongkai.web.agencies.actions.renaming import give_name
from gongkai.web.agencies.appointments import keep_in_hand
from gongkai.web.agencies.demo import invented
from gongkai.web.agencies.lists.planning import plan
from gongkai.web.agencies.lists.plans import Planned
from gongkai.web.agencies.lists.previews import Plan, State
from gongkai.web.agencies.lists.reading import read_list
from gongkai.web.agencies.models import Agency, ImportDraft
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.refusals import InFuture, NothingChanged, PreviewOutdated
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Act, Thing


def keep_draft(content: bytes, *, file_name: str, day: date, by: Officer) -> ImportDraft:
    """Keep an upload until its preview is confirmed; an officer has one at a time. No agency is touched."""
    read_list(content)
    if day > by.today:
        raise InFuture(day)
    ImportDraft.objects.filter(user=by.user).delete()
    return ImportDraft.objects.create(
        user=by.user, file_name=file_name[-200:], content=content, digest=sha256(content).hexdigest(), day=day
    )


def drop_draft(draft: ImportDraft, *, by: Officer) -> None:
    """The officer does not want it after all."""
    ImportDraft.objects.filter(pk=draft.pk, user=by.user).delete()


def preview(draft: ImportDraft, *, by: Officer) -> Plan[Planned]:
    """What the list would do now."""
    return plan(read_list(bytes(draft.content)), by=by, day=draft.day)


def apply_import(draft: ImportDraft, *, planned: str, by: Officer) -> Plan[Planned]:
    """Do what the preview with that digest said; refused where the list would now do something else.

    Lines that are wrong are left out, as the preview says.
    """
    with act(by=by.actor) as done:
        hold_tree()
        made = plan(read_list(bytes(draft.content)), by=by, day=draft.day, lock=True)
        if made.digest != planned:
            raise PreviewOutdated
        if not made.writes:
            raise NothingChanged
        _found(done, made.of(State.NEW), demo=invented(by.user))
        changed = made.of(State.CHANGED)
        for line in sorted(changed, key=_depth):  # from the top down, so that no move meets a circle on its way
            _change(done, line, draft.day, by)
        put = [line.founded or line.agency for line in (*made.of(State.NEW), *changed)]
        keep_in_hand(done, [agency for agency in put if agency], by)
        draft.delete()
        done.note(
            "agency.list_imported",
            of=Thing("agency_list", draft.digest[:12], draft.file_name),
            new={"file": draft.file_name, "digest": draft.digest, "founded": made.counts[State.NEW]}
            | {"changed": len(changed), "left_out": made.counts[State.WRONG]},
        )
    return made


def _found(done: Act, lines: list[Planned], *, demo: bool) -> None:
    agencies = []
    for line in lines:
        assert line.founded is not None  # a line without one is wrong
        line.founded.demo = demo
        line.founded.superior = _agency(line.superior)
        agencies.append(line.founded)
    enter(done, agencies)


def _agency(superior: Agency | Planned | None) -> Agency | None:
    return superior.agency or superior.founded if isinstance(superior, Planned) else superior


def _depth(line: Planned) -> int:
    depth, above = 0, line.above
    while above is not None:
        depth, above = depth + 1, above.above if isinstance(above, Planned) else above.superior
    return depth


def _change(done: Act, line: Planned, day: date, by: Officer) -> None:
    row = line.agency
    assert row is not None  # a changed line is about an agency
    row.refresh_from_db(fields=["path"])  # an agency above it may have moved just now
    fields = {change.field for change in line.changes}
    if "superior" in fields:
        superior = _agency(line.superior)
        if superior:
            superior.refresh_from_db(fields=["path"])
        relocate(done, row, superior, day, today=by.today, free=True)
    if "name" in fields:
        give_name(done, row, line.facts["name"], day, today=by.today, free=True)
    facts = {name: line.facts[name] for name in fields - {"superior", "name"}}
    if facts:
        set_facts(done, row, facts, free=True)
