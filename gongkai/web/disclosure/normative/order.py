"""The order of what happens to a 规范性文件, as `lifecycle.yaml` has it, and what is missing of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from gongkai.law.loading import LawError, fields, load_file
from gongkai.web.disclosure.kinds import FOLDER
from gongkai.web.disclosure.models import Document, LifecycleStep, Stage

FILE = FOLDER / "lifecycle.yaml"
_MARKS = {"V", "I", "M"}


@dataclass(frozen=True)
class Place:
    """Where a stage stands: what must have been before, what may have been."""

    stage: Stage
    after: tuple[Stage, ...]
    follows: tuple[Stage, ...]
    once: bool
    ahead: bool
    who: bool
    source: str
    verified: str


@cache
def order() -> Mapping[Stage, Place]:
    """Every stage with its place.

    :raises LawError: naming file and stage, where the data are not as they must be.
    """
    found: dict[Stage, Place] = {}
    for id_, entry in load_file(FILE).items():
        where = f"{FILE.name}：{id_}"
        if id_ not in Stage or entry.get("name") != _chinese(Stage(id_)):
            raise LawError(f"{where}：没有这个环节，或者名称不符")
        more: dict[str, Any] = {name: bool for name in ("once", "ahead", "who") if name in entry}
        more |= {"source": str, "verified": str} if "source" in entry else {}
        fields(entry, {"name": str, "after": list, "follows": list} | more, where)
        unknown = [name for name in (*entry["after"], *entry["follows"]) if name not in Stage]
        if unknown or (entry.get("verified") or "V") not in _MARKS:
            raise LawError(f"{where}：不认识 {'、'.join(unknown) or entry['verified']}")
        found[Stage(id_)] = Place(
            Stage(id_), tuple(map(Stage, entry["after"])), tuple(map(Stage, entry["follows"])),
            entry.get("once", False), entry.get("ahead", False), entry.get("who", False), entry.get("source", ""),
            entry.get("verified", ""),
        )  # fmt: skip
    if missing := [stage.value for stage in Stage if stage not in found]:
        raise LawError(f"{FILE.name}：缺 {'、'.join(missing)}")
    return found


def _chinese(stage: Stage) -> str:
    with override("zh-hans"):
        return str(stage.label)


def missing(document: Document, stage: Stage, *, confirmed: bool) -> list[Stage]:
    """What must have been before a stage and is not entered, or not `confirmed`. What is published was issued."""
    known = there(document, confirmed=confirmed)
    return [one for one in order()[stage].after if one not in known]


def there(document: Document, *, confirmed: bool) -> Collection[Stage]:
    """What was entered, or `confirmed`."""
    steps = document.steps.filter(confirmed__isnull=False) if confirmed else document.steps.all()
    found = {Stage(name) for name in steps.values_list("stage", flat=True)}
    life = getattr(document, "lifecycle", None)
    return found | {Stage.ISSUED} if life is not None and life.issued else found


def wanting(stage: Stage, gone: Iterable[Stage], *, confirmed: bool) -> str:
    """What is missing, in words, with where the order is from."""
    place = order()[stage]
    names = _("、").join(str(one.label) for one in gone)
    said = (
        _("“%(stage)s”之前须先核实：%(names)s。") if confirmed else _("登记“%(stage)s”之前须先登记：%(names)s。")
    ) % {"stage": stage.label, "names": names}
    if place.source:
        mark = _("（凭记忆，请核对）") if place.verified == "M" else ""
        said += _("依据：%(source)s%(mark)s。") % {"source": place.source, "mark": mark}
    return said + _("系统启用前已办的，写明情况后补登。")


def out_of_order(document: Document, stage: Stage, day: date) -> str:
    """What lies on the wrong side of a day, in words; nothing where all is in order."""
    places = order()
    for step in document.steps.all():
        other = Stage(step.stage)
        if other in (*places[stage].after, *places[stage].follows) and step.day > day:
            return _wrong(step, stage, before=True)
        if stage in (*places[other].after, *places[other].follows) and step.day < day:
            return _wrong(step, stage, before=False)
    return ""


def _wrong(step: LifecycleStep, stage: Stage, *, before: bool) -> str:
    said = {"stage": stage.label, "other": Stage(step.stage).label, "day": step.day.isoformat()}
    if before:
        return _("“%(stage)s”不能早于%(day)s的“%(other)s”，请核对日期。") % said
    return _("“%(stage)s”不能晚于%(day)s的“%(other)s”，请核对日期。") % said
