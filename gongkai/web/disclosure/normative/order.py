"""The order of what happens to a document, as `lifecycle.yaml` has it for its kind, and what is missing of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from gongkai.law.loading import LawError, fields, load_file
from gongkai.law.rules import law_rules
from gongkai.web.disclosure.kinds import FOLDER, living
from gongkai.web.disclosure.models import Document, LifecycleStep, Stage, stage_label

FILE = FOLDER / "lifecycle.yaml"
_MARKS = {"V", "I", "M"}
#: What every kind goes through: something hangs on each.
NEEDED = (Stage.REGISTERED, Stage.ISSUED, Stage.FILED, Stage.REPEALED, Stage.LAPSED)


@dataclass(frozen=True)
class Place:
    """Where a stage stands: what must have been before, what may have been."""

    stage: Stage
    after: tuple[Stage, ...]
    follows: tuple[Stage, ...]
    once: bool
    ahead: bool
    who: bool
    #: Of a span, how short it is at the least; after the issue, within what it is done (law/data/limits.yaml).
    least: str
    within: str
    source: str
    verified: str


@cache
def _orders() -> Mapping[str, Mapping[Stage, Place]]:
    data = load_file(FILE)
    wanted = [id_ for id_, _name in living()]
    if sorted(data) != sorted(wanted):
        raise LawError(f"{FILE.name}：应有 {'、'.join(wanted)}")
    return {kind: _order(kind, entries) for kind, entries in data.items()}


def order(kind: str) -> Mapping[Stage, Place]:
    """Every stage of a kind with its place.

    :raises LawError: naming file and stage, where the data are not as they must be.
    """
    return _orders()[kind]


def _order(kind: str, entries: Mapping[str, Any]) -> Mapping[Stage, Place]:
    found: dict[Stage, Place] = {}
    for id_, entry in entries.items():
        where = f"{FILE.name}：{kind}：{id_}"
        if id_ not in Stage or entry.get("name") != _chinese(kind, Stage(id_)):
            raise LawError(f"{where}：没有这个环节，或者名称不符")
        more: dict[str, Any] = {name: bool for name in ("once", "ahead", "who") if name in entry}
        more |= {name: str for name in ("least", "within") if name in entry}
        more |= {"source": str, "verified": str} if "source" in entry else {}
        fields(entry, {"name": str, "after": list, "follows": list} | more, where)
        unknown = [name for name in (*entry["after"], *entry["follows"]) if name not in entries]
        limits = [entry[name] for name in ("least", "within") if name in entry]
        unknown += [limit for limit in limits if limit not in law_rules().limits]
        if unknown or (entry.get("verified") or "V") not in _MARKS:
            raise LawError(f"{where}：不认识 {'、'.join(unknown) or entry['verified']}")
        found[Stage(id_)] = Place(
            Stage(id_), tuple(map(Stage, entry["after"])), tuple(map(Stage, entry["follows"])),
            entry.get("once", False), entry.get("ahead", False), entry.get("who", False), entry.get("least", ""),
            entry.get("within", ""), entry.get("source", ""), entry.get("verified", ""),
        )  # fmt: skip
    if missing := [stage.value for stage in NEEDED if stage not in found]:
        raise LawError(f"{FILE.name}：{kind}：缺 {'、'.join(missing)}")
    return found


def _chinese(kind: str, stage: Stage) -> str:
    with override("zh-hans"):
        return stage_label(kind, stage)


def missing(document: Document, stage: Stage, *, confirmed: bool) -> list[Stage]:
    """What must have been before a stage and is not entered, or not `confirmed`. What is published was issued."""
    known = there(document, confirmed=confirmed)
    return [one for one in order(document.kind)[stage].after if one not in known]


def there(document: Document, *, confirmed: bool) -> Collection[Stage]:
    """What was entered, or `confirmed`."""
    steps = document.steps.filter(confirmed__isnull=False) if confirmed else document.steps.all()
    found = {Stage(name) for name in steps.values_list("stage", flat=True)}
    life = getattr(document, "lifecycle", None)
    return found | {Stage.ISSUED} if life is not None and life.issued else found


def wanting(kind: str, stage: Stage, gone: Iterable[Stage], *, confirmed: bool) -> str:
    """What is missing, in words, with where the order is from."""
    place = order(kind)[stage]
    names = _("、").join(stage_label(kind, one) for one in gone)
    said = (
        _("“%(stage)s”之前须先核实：%(names)s。") if confirmed else _("登记“%(stage)s”之前须先登记：%(names)s。")
    ) % {"stage": stage_label(kind, stage), "names": names}
    if place.source:
        mark = _("（凭记忆，请核对）") if place.verified == "M" else ""
        said += _("依据：%(source)s%(mark)s。") % {"source": place.source, "mark": mark}
    return said + _("系统启用前已办的，写明情况后补登。")


def out_of_order(document: Document, stage: Stage, day: date) -> str:
    """What lies on the wrong side of a day, in words; nothing where all is in order."""
    places = order(document.kind)
    for step in document.steps.all():
        other = Stage(step.stage)
        if other in (*places[stage].after, *places[stage].follows) and step.day > day:
            return _wrong(step, stage, before=True)
        if stage in (*places[other].after, *places[other].follows) and step.day < day:
            return _wrong(step, stage, before=False)
    return ""


def _wrong(step: LifecycleStep, stage: Stage, *, before: bool) -> str:
    said = {"stage": stage_label(step.document.kind, stage), "other": step.label, "day": step.day.isoformat()}
    if before:
        return _("“%(stage)s”不能早于%(day)s的“%(other)s”，请核对日期。") % said
    return _("“%(stage)s”不能晚于%(day)s的“%(other)s”，请核对日期。") % said
