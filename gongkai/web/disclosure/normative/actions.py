"""What happens to a document in force is entered in the order of its kind (`lifecycle.yaml`), and confirmed by
somebody else.

Until then a step has no effect, and the public does not read it. Numbers follow one another; what ends it ends it once.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.law.rules import law_rules
from gongkai.web import clock
from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import recorded
from gongkai.web.disclosure.actions.attaching import find_anew
from gongkai.web.disclosure.force import ENDINGS, end, life_of
from gongkai.web.disclosure.models import Document, Lifecycle, LifecycleStep, NumberSeries, Stage, stage_label
from gongkai.web.disclosure.normative.order import Place, missing, order, out_of_order, wanting
from gongkai.web.workflow.refusals import Refused
from gongkai.web.workflow.standing import standings

#: Any of these confirms what somebody else entered.
CONFIRM = (Permission.DISCLOSE, Permission.REVIEW, Permission.APPROVE)


def enter(
    document: Document, *, stage: Stage, day: date, by: Officer, until: date | None = None, who: str = "",
    note: str = "", link: str = "", other: Document | None = None, earlier: str = "",
) -> LifecycleStep:  # fmt: skip
    """Enter what happened to a document, on the day on which it did. `earlier`: before this system was there; why what
    comes before is not entered.
    """
    office = Permission.DISCLOSE if stage in ENDINGS or earlier else Permission.DRAFT
    by.require(office, document.agency)
    place = order(document.kind).get(stage) if document.of_kind.life else None
    if place is None:
        raise Refused(_("%(kind)s不登记这一环节。") % {"kind": document.of_kind.label})
    if day > by.today and not place.ahead:
        raise Refused(_("日期晚于今天。"))
    if until is not None and until < day:
        raise Refused(_("截止日期早于开始日期。"))
    if said := _too_short(place, day, until, note):
        raise Refused(said)
    if place.who and not who:
        raise Refused(_("请写明由谁审核或决定。"))
    if stage in ENDINGS and other is not None and other.pk == document.pk:
        raise Refused(_("文件不能废止自己。"))
    with act(by=by.actor) as done:
        document = _held(document)
        if place.once and document.steps.filter(stage=stage).exists():
            raise Refused(_("“%(stage)s”已经登记过。") % {"stage": stage_label(document.kind, stage)})
        if (gone := missing(document, stage, confirmed=False)) and not earlier:
            raise Refused(wanting(document.kind, stage, gone, confirmed=False))
        if wrong := out_of_order(document, stage, day):
            raise Refused(wrong)
        step: LifecycleStep = LifecycleStep.objects.create(
            document=document, stage=stage, day=day, until=until, who=who, note=note, link=link, other=other,
            earlier=earlier, author=by.user,
        )  # fmt: skip
        new = {"stage": _recorded(step), "day": day.isoformat(), "by": other.thing.value if other else ""}
        done.note(
            "normative.step_entered", of=document.thing, agency=document.agency.holder, new=new | {"earlier": earlier}
        )
    return step


def confirm(step: LifecycleStep, *, by: Officer) -> LifecycleStep:
    """It did happen: now it has its effect, and the public reads it where it reads the document.

    :raises Refused: where the officer entered it, or what must come before is not confirmed.
    """
    with act(by=by.actor) as done:
        document, step = _step(step)
        _require_other(document, step, by)
        stage = Stage(step.stage)
        if (gone := missing(document, stage, confirmed=True)) and not step.earlier:
            raise Refused(wanting(document.kind, stage, gone, confirmed=True))
        life = life_of(document)
        _effect(life, document, stage, step.day, step.other)
        step.confirmed, step.confirmed_by = clock.now(), by.user
        step.save()
        find_anew(document, by=by)
        new = {"stage": _recorded(step), "day": step.day.isoformat()}
        done.note("normative.step_confirmed", of=document.thing, agency=document.agency.holder, new=new)
    return step


def strike(step: LifecycleStep, *, reason: str, by: Officer) -> None:
    """It was entered wrongly, which somebody saw in time: it is gone, and the audit says why."""
    if not reason.strip():
        raise Refused(_("请写明理由。"))
    with act(by=by.actor) as done:
        document, step = _step(step)
        if step.author_id != by.user.pk:
            _require_other(document, step, by)
        new = {"stage": _recorded(step), "day": step.day.isoformat(), "reason": reason.strip()}
        step.delete()
        done.note("normative.step_struck", of=document.thing, agency=document.agency.holder, new=new)


def _too_short(place: Place, day: date, until: date | None, note: str) -> str:
    """Of a span that the law has last so long: what is wrong with its end; a shorter one needs a reason."""
    if not place.least or day < law_rules().limits[place.least].values[0].from_:
        return ""
    if until is None:
        return _("请写明截止日期。")
    limit = law_rules().limits[place.least].on(day)
    if (until - day).days >= limit.value or note:
        return ""
    said = {"days": limit.value, "source": limit.source}
    return _("期限不到%(days)s日（%(source)s）；确有原因的，请写明理由。") % said


def _recorded(step: LifecycleStep) -> str:
    return recorded(stage_label(step.document.kind, Stage(step.stage)))


def _held(document: Document) -> Document:
    found: Document = Document.objects.select_for_update(of=("self",)).select_related("agency").get(pk=document.pk)
    return found


def _step(step: LifecycleStep) -> tuple[Document, LifecycleStep]:
    """The document, locked, and the step, which is not confirmed yet."""
    document = _held(step.document)
    found = document.steps.select_related("other").filter(pk=step.pk).first()
    if found is None or found.confirmed is not None:
        raise Refused(_("这一环节已经核实或者删去。"))
    return document, found


def _require_other(document: Document, step: LifecycleStep, by: Officer) -> None:
    """In office, and neither who entered it nor somebody acting for them."""
    held = [one for one in standings(by) if any(one.office(office, document.agency) for office in CONFIRM)]
    if not held:
        raise NotPermitted(_("核实环节须由本机关的公开办、审核或者签发人员办理。"))
    if all(step.author_id in one.people for one in held):
        raise Refused(_("登记的人不能自己核实，代他人办理也不行。"))


def _effect(life: Lifecycle, document: Document, stage: Stage, day: date, other: Document | None) -> None:
    if stage == Stage.REGISTERED:
        series, _new = NumberSeries.objects.select_for_update().get_or_create(
            agency=document.agency, kind=document.kind, year=day.year
        )
        series.last += 1
        series.save()
        life.year, life.serial = day.year, series.last
    elif stage == Stage.ISSUED:
        late = _("“%(stage)s”的日期晚于最后有效的一天，请核对。") % {"stage": stage_label(document.kind, stage)}
        if life.last is not None and life.last < day:
            raise Refused(late)
        life.issued = day
        if not life.ending:
            life.last = document.valid_until
            if life.last is not None and life.last < day:
                raise Refused(late)
    elif stage in ENDINGS:
        end(life, ENDINGS[stage], day, by_document=other)
    life.save()
