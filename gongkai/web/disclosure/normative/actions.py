"""What happens to a 规范性文件 is entered step by step; numbers follow one another; what ends it ends it once."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import recorded
from gongkai.web.disclosure.actions.attaching import find_anew
from gongkai.web.disclosure.force import ENDINGS, NORMATIVE, end, life_of
from gongkai.web.disclosure.models import Document, Lifecycle, LifecycleStep, NumberSeries, Stage
from gongkai.web.workflow.refusals import Refused

#: What happens once.
ONCE = frozenset({Stage.REGISTERED, Stage.ISSUED, Stage.FILED, Stage.REPEALED, Stage.LAPSED})
#: What may be entered before its day has come.
AHEAD = frozenset({Stage.COMMENT, Stage.REPEALED, Stage.LAPSED})


def enter(
    document: Document, *, stage: Stage, day: date, by: Officer, until: date | None = None, who: str = "",
    note: str = "", link: str = "", other: Document | None = None,
) -> LifecycleStep:  # fmt: skip
    """Enter what happened to a document, on the day on which it did."""
    by.require(Permission.DISCLOSE if stage in ENDINGS else Permission.DRAFT, document.agency)
    if document.kind != NORMATIVE:
        raise Refused(_("只有行政规范性文件才登记这些环节。"))
    if day > by.today and stage not in AHEAD:
        raise Refused(_("日期晚于今天。"))
    if until is not None and until < day:
        raise Refused(_("截止日期早于开始日期。"))
    if stage in (Stage.LEGALITY, Stage.DECIDED) and not who:
        raise Refused(_("请写明由谁审核或决定。"))
    with act(by=by.actor) as done:
        document = Document.objects.select_for_update(of=("self",)).select_related("agency").get(pk=document.pk)
        if stage in ONCE and document.steps.filter(stage=stage).exists():
            raise Refused(_("“%(stage)s”已经登记过。") % {"stage": stage.label})
        life = life_of(document)
        _effect(life, document, stage, day, other)
        step: LifecycleStep = LifecycleStep.objects.create(
            document=document, stage=stage, day=day, until=until, who=who, note=note, link=link, other=other,
            author=by.user,
        )  # fmt: skip
        find_anew(document, by=by)
        new = {"stage": recorded(stage.label), "day": day.isoformat(), "by": other.thing.value if other else ""}
        done.note("normative.step_entered", of=document.thing, agency=document.agency.holder, new=new)
    return step


def _effect(life: Lifecycle, document: Document, stage: Stage, day: date, other: Document | None) -> None:
    if stage == Stage.REGISTERED:
        series, _new = NumberSeries.objects.select_for_update().get_or_create(agency=document.agency, year=day.year)
        series.last += 1
        series.save()
        life.year, life.serial = day.year, series.last
    elif stage == Stage.ISSUED:
        if life.last is not None and life.last < day:
            raise Refused(_("印发日期晚于最后有效的一天，请核对。"))
        life.issued = day
        if not life.ending:
            life.last = document.valid_until
            if life.last is not None and life.last < day:
                raise Refused(_("印发日期晚于最后有效的一天，请核对。"))
    elif stage in ENDINGS:
        if other is not None and other.pk == document.pk:
            raise Refused(_("文件不能废止自己。"))
        end(life, ENDINGS[stage], day, by_document=other)
    life.save()
