"""What those who look after the instance have to see to, above their inbox."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, Exists, Max, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from gongkai.web.agencies.models import Absence
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.reviews import reviews_due
from gongkai.web.audit import guards
from gongkai.web.audit.models import Event
from gongkai.web.audit.seals import last_day
from gongkai.web.clock import begin_of
from gongkai.web.desk.daily.waiting import waiting
from gongkai.web.desk.tasks.actions import manages_instance
from gongkai.web.disclosure.errors.reading import Waiting
from gongkai.web.disclosure.examining.leaks import leaking
from gongkai.web.disclosure.media.register import to_update
from gongkai.web.disclosure.models import Account, Document
from gongkai.web.disclosure.timeliness import not_yet, overdue
from gongkai.web.requests.filtering import by_clock
from gongkai.web.requests.models import Case, RecordedFact, Urging
from gongkai.web.requests.reading import office_waits
from gongkai.web.requests.supervising.reading import supervised as late_requests
from gongkai.web.tasks.models import SILENCE, Worker
from gongkai.web.workflow.kinds import KINDS, Kind
from gongkai.web.workflow.models import Process, Step
from gongkai.web.workflow.progress import supervised
from gongkai.web.workflow.terms import due_by, late, soon

#: For how long who published it is told that the review afterwards took something back.
TAKEN_BACK = timedelta(days=7)

#: For how long an officer is told what who asks did, and what of it: a receipt is told by itself.
NEWS = timedelta(days=5)
TOLD = ("supplement_given", "confirmed", "withdrawn")


class Notice(NamedTuple):
    """One sentence, and the page on which to see to it; `grave`: at once."""

    text: str
    address: str
    grave: bool = False


def notices(officer: Officer, errors: Waiting | None = None) -> list[Notice]:
    """What this officer has to see to, and what was done in the officer's name meanwhile; `errors`: what the public
    reported and waits for the officer's answer.
    """
    found: list[Notice] = [*_absences(officer)]
    if errors is not None and errors.late:
        text = _("有%(count)d条公众纠错超过%(days)d个工作日没有答复。") % {
            "count": errors.late, "days": settings.ERROR_ANSWER_DAYS,
        }  # fmt: skip
        found.append(Notice(text, reverse("disclosure:errors"), grave=True))
    if officer.may_somewhere(Permission.READ_AUDIT):
        found += _audit(officer.today)
    if manages_instance(officer):
        found += _tasks()
    if officer.may_somewhere(Permission.APPROVE):
        found += _urgent(officer)
    if officer.may_somewhere(Permission.DRAFT):
        found += [*_urged(officer), *_unconfirmed(officer), *_news(officer)]
    if officer.may_somewhere(Permission.DISCLOSE):
        found += [*_reviewed_after(officer), *_disclosure(officer)]
    if officer.may_somewhere(Permission.DISCLOSE) or officer.may_somewhere(Permission.REVIEW_SECRECY):
        found += _leaks(officer)
    if officer.may_somewhere(Permission.MANAGE_OFFICERS):
        found += _reviews(officer)
    if officer.may_somewhere(Permission.SUPERVISE):
        found += [*_progress(officer), *_late(officer)]
    found += [Notice(one.text, one.address, one.late(officer.today)) for one in waiting(officer, officer.today)]
    return sorted(found, key=lambda notice: not notice.grave)


def _progress(officer: Officer) -> Iterator[Notice]:
    """What is late where the officer supervises: an inbox of one's own says nothing of it."""
    rows, day = supervised(officer), soon(officer.today)
    said = rows.aggregate(late=Count("pk", filter=late(officer.today)), due=Count("pk", filter=due_by(day)))
    if said["due"]:
        said["soon"] = said["due"] - said["late"]
        text = _("监督范围内有%(late)d件逾期、%(soon)d件即将到期。") % said
        yield Notice(text, reverse("workflow:progress"))


def _absences(officer: Officer) -> Iterator[Notice]:
    """Somebody else entered that the officer is away."""
    entered = Absence.objects.filter(user=officer.user, until__gte=officer.today, entered_by__isnull=False)
    for absence in entered.select_related("deputy", "entered_by").order_by("since", "pk")[:5]:
        said = {
            "name": str(absence.entered_by),
            "deputy": absence.deputy.name,
            "since": date_format(absence.since, "DATE_FORMAT"),
            "until": date_format(absence.until, "DATE_FORMAT"),
        }
        text = _("%(name)s为您登记了缺席：%(since)s至%(until)s由%(deputy)s代理。您已回来的，请提前结束。") % said
        yield Notice(text, reverse("officers:absences"))


def _disclosure(officer: Officer) -> Iterator[Notice]:
    """What is late to be published (《条例》第二十六条), and accounts that two weeks pass by."""
    mine = officer.where(Permission.DISCLOSE)
    late = not_yet(Document.objects.visible_to(officer).filter(agency__in=mine)).filter(overdue(officer.today)).count()
    if late:
        text = _("有%(count)d条信息超过法定期限还没有公开（《条例》第二十六条）。") % {"count": late}
        yield Notice(text, reverse("disclosure:documents") + "?term=overdue", grave=True)
    rows = Account.objects.visible_to(officer).filter(agency__in=mine)
    if stale := rows.filter(to_update(officer.today)).count():
        text = _("有%(count)d个政务新媒体账号将满或已满两周没有更新。") % {"count": stale}
        yield Notice(text, reverse("media:accounts") + "?update=1")


def _urged(officer: Officer) -> Iterator[Notice]:
    """Requests of which a supervising organ wants to know how they go on (《条例》第四十七条)."""
    rows = Urging.objects.visible_to(officer).open().filter(case__agency__in=officer.here(Permission.DRAFT))
    for row in rows.select_related("case", "organ").order_by("until", "pk")[:5]:
        said = {"organ": row.organ.name, "number": row.case.number, "until": date_format(row.until, "DATE_FORMAT")}
        text = _("“%(organ)s”催办申请%(number)s，请在%(until)s前回复。") % said
        yield Notice(text, reverse("requests:urging", args=[row.pk]), grave=True)


def _news(officer: Officer) -> Iterator[Notice]:
    """What who asks did of late in the officer's own agencies, and no officer has recorded anything since."""
    since = begin_of(officer.today - NEWS)
    after = RecordedFact.objects.filter(case=OuterRef("case"), recorded_by__isnull=False, pk__gt=OuterRef("pk"))
    rows = RecordedFact.objects.standing().filter(
        ~Exists(after), recorded_by=None, recorded__gte=since, kind__in=TOLD,
        case__in=Case.objects.visible_to(officer).filter(agency__in=officer.here(Permission.DRAFT)),
    )  # fmt: skip
    for row in rows.select_related("case").order_by("-recorded", "-pk")[:5]:
        text = _("申请%(number)s的申请人有新情况：%(what)s。") % {"number": row.case.number, "what": row.fact.name}
        yield Notice(text, reverse("requests:case", args=[row.case_id]))


def _late(officer: Officer) -> Iterator[Notice]:
    """Requests that are late where the officer supervises."""
    if total := late_requests(officer).filter(by_clock("overdue", officer.today)).count():
        text = _("监督范围内有%(count)d件申请超期没有答复。") % {"count": total}
        yield Notice(text, reverse("requests:overview"), grave=True)


def _unconfirmed(officer: Officer) -> Iterator[Notice]:
    """Requests whose term does not run, because the office has not confirmed them (《条例》第三十一条)."""
    count = office_waits(officer.where(Permission.DRAFT)).count()
    if count:
        text = _("有%(count)d件申请等公开工作机构确认收到（《条例》第三十一条）。") % {"count": count}
        yield Notice(text, reverse("requests:cases") + "?stage=unconfirmed", grave=True)


def _at_once() -> list[Kind]:
    """The kinds whose drafts the approver publishes, to be reviewed after."""
    return [
        kind
        for kind in KINDS.values()
        if any(row.who == Permission.APPROVE for row in kind.table.rows_in(kind.table.begins))
    ]


def _urgent(officer: Officer) -> Iterator[Notice]:
    """What was written and only the approver sends out: as a draft it waits in the inbox of who wrote it."""
    rows = Process.objects.visible_to(officer).running().filter(agency__in=officer.where(Permission.APPROVE))
    for kind in _at_once():
        drafts = rows.filter(kind=kind.name, state=kind.table.begins, reviewed__gt=1)
        for process in drafts.order_by("-begun", "-pk")[:5]:
            text = _("“%(title)s”已经拟好，等您决定是否立即发布。") % {"title": process.title}
            yield Notice(text, kind.url(process.object_id), grave=True)


def _reviewed_after(officer: Officer) -> Iterator[Notice]:
    """What went out at once: not reviewed in time, or taken back by who reviewed it."""
    rows = Process.objects.visible_to(officer).filter(agency__in=officer.where(Permission.DISCLOSE))
    for kind in _at_once():
        mine, steps = rows.filter(kind=kind.name), list(kind.table.steps)
        for process in mine.running().filter(state__in=steps, due__lt=officer.today).order_by("due", "pk")[:5]:
            text = _("“%(title)s”已经先行发布，没有按时补审。") % {"title": process.title}
            yield Notice(text, kind.url(process.object_id), grave=True)
        judged = Step.objects.filter(process=OuterRef("pk"), act="retract", origin__in=steps)
        newer = Process.objects.filter(kind=kind.name, object_id=OuterRef("object_id"), pk__gt=OuterRef("pk"))
        taken = mine.filter(Exists(judged), ~Exists(newer), ended__gte=timezone.now() - TAKEN_BACK)
        for process in taken.order_by("-ended", "-pk")[:5]:
            text = _(
                "“%(title)s”先行发布后，补审不同意，已经撤下。请查看理由，决定是否更正后再发布，并从其他渠道撤下。"
            )
            yield Notice(text % {"title": process.title}, kind.url(process.object_id), grave=True)


def _leaks(officer: Officer) -> Iterator[Notice]:
    """What is public and should not be as it is (《条例》第十七条)."""
    mine = officer.where(Permission.DISCLOSE) | officer.where(Permission.REVIEW_SECRECY)
    if count := leaking(mine).order_by().values("examination__document").distinct().count():
        text = _("有%(count)d件已公开的文件，自动检查发现须处理的问题。") % {"count": count}
        yield Notice(text, reverse("disclosure:leaks"), grave=True)


def _audit(today: date) -> Iterator[Notice]:
    page = reverse("desk:audit")
    if guards.check():
        yield Notice(_("审计表的数据库保护不完整，请立即报告系统管理员。"), page, grave=True)
    last, yesterday = last_day(), today - timedelta(days=1)
    if last is not None and last.day < yesterday - timedelta(days=1):
        day = f"{last.day.year}年{last.day.month}月{last.day.day}日"
        yield Notice(_("审计记录只封存到%(day)s，此后的封存任务没有执行。") % {"day": day}, page, grave=True)
    elif last is None and Event.objects.filter(time__date__lt=yesterday).exists():
        yield Notice(_("审计记录还没有封存过，每日的封存任务没有执行。"), page, grave=True)


def _tasks() -> Iterator[Notice]:
    page = reverse("tasks:overview")
    seen = Worker.objects.aggregate(last=Max("seen"))["last"]
    if seen is None or seen < timezone.now() - SILENCE:
        yield Notice(_("后台进程没有运行：邮件不会发出，附件的文字不会读取，审计不会封存。"), page, grave=True)
    if failed := DBTaskResult.objects.failed().count():
        yield Notice(_("有%(count)d项后台任务失败，等待处理。") % {"count": failed}, page)


def _reviews(officer: Officer) -> Iterator[Notice]:
    if due := reviews_due(officer).count():
        text = _("有%(count)d项任职超过一年没有复核，请逐项确认是否保留。") % {"count": due}
        yield Notice(text, reverse("officers:reviews"))
