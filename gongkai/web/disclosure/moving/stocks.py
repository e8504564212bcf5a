"""What there is beside documents, as lists: those of the desk in its own columns, and the rest likewise."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.disclosure.actions import keeping_media as media
from gongkai.web.disclosure.actions import releasing
from gongkai.web.disclosure.channels import channels
from gongkai.web.disclosure.models import (
    Account,
    LifecycleStep,
    Release,
    Stage,
    Topic,
    TopicVersion,
    TotalRow,
    YearTotal,
)
from gongkai.web.disclosure.models.media import State
from gongkai.web.disclosure.moving.listed import Facts, Stock, address, document, number, optional, plain, words
from gongkai.web.disclosure.moving.past import of_the_past
from gongkai.web.disclosure.normative.actions import enter
from gongkai.web.disclosure.registers.actions import set_total
from gongkai.web.disclosure.sheets.cells import Column, day, text, year
from gongkai.web.disclosure.topics import actions as topics
from gongkai.web.visibility import Reader
from gongkai.web.workflow.refusals import Refused


def _totals(agency: Agency, reader: Reader) -> Iterable[Facts]:
    names = ("year", "row", "items_before", "items_change", "unlisted", "source")
    return YearTotal.objects.visible_to(reader).filter(agency=agency).order_by("year", "row").values(*names)


def _take_total(agency: Agency, facts: Facts, by: Officer) -> None:
    set_total(agency, **{**facts, "row": TotalRow(facts["row"])}, by=by)


def _topics(agency: Agency, reader: Reader) -> Iterable[Facts]:
    """Of each the newest version that may be seen."""
    newest = TopicVersion.objects.visible_to(reader).filter(topic=OuterRef("topic")).order_by("-number").values("pk")
    for version in TopicVersion.objects.filter(agency=agency, pk=Subquery(newest[:1])).order_by("topic"):
        entries = version.entries.visible_to(reader).order_by("position")
        numbers = entries.values_list("document__index_number", flat=True)
        yield {"title": version.title, "intro": version.intro, "documents": ";".join(numbers)}


def _take_topic(agency: Agency, facts: Facts, by: Officer) -> None:
    """What stands on it changes where there is one of that name, by its latest version or by what the public reads."""
    named = Q(title=facts["title"]) | Q(versions__number=F("latest"), versions__title=facts["title"])
    topic = Topic.objects.filter(named, agency=agency).select_related("agency").order_by("pk").first()
    topic = topic or topics.begin(agency, title=facts["title"], by=by)
    numbers = facts["documents"].split(";")
    topics.change(topic, title=facts["title"], intro=facts["intro"], numbers=numbers, version=topic.version, by=by)


def _accounts(agency: Agency, reader: Reader) -> Iterable[Facts]:
    for account in Account.objects.visible_to(reader).filter(agency=agency).order_by("pk"):
        yield {**media.facts_of(account), "state": account.state, "since": account.state_since}


def _take_account(agency: Agency, facts: Facts, by: Officer) -> None:
    said = media.AccountSaid(**{name: facts[name] for name in media.AccountSaid.__dataclass_fields__})
    known = (
        Account.objects.filter(agency=agency, platform=said.platform, name=said.name).select_related("agency").first()
    )
    if known is None:
        media.open_account(agency, said, since=facts["since"], state=facts["state"], by=by)
        return
    if media.facts_of(known) != {name: facts[name] for name in media.facts_of(known)}:
        known = media.amend_account(known, said, version=known.version, by=by)
    if known.state != facts["state"]:
        reason = _("按迁入的清单。")
        media.set_state(known, facts["state"], since=facts["since"], reason=reason, version=known.version, by=by)


def _by_hand() -> dict[str, str]:
    return {id_: channel.name for id_, channel in channels().items() if not channel.by_itself}


def _releases(agency: Agency, reader: Reader) -> Iterable[Facts]:
    rows = Release.objects.visible_to(reader).filter(document__agency=agency, channel__in=_by_hand())
    for row in rows.select_related("document", "account").order_by("day", "pk"):
        yield {
            "document": row.document.index_number, "channel": row.channel, "day": row.day,
            "account": row.account.name if row.account else "", "place": row.place, "address": row.address,
            "note": row.note,
        }  # fmt: skip


def _take_release(agency: Agency, facts: Facts, by: Officer) -> None:
    account = None
    if facts["account"]:
        platforms = channels()[facts["channel"]].platforms
        rows = Account.objects.visible_to(by).filter(agency=agency, name=facts["account"], platform__in=platforms)
        account = rows.first()
        if account is None:
            raise Refused(_("没有“%(name)s”这个新媒体账号，账号须先导入。") % {"name": facts["account"]})
    said = {name: facts[name] for name in ("channel", "day", "place", "address", "note")}
    releasing.record(document(agency, facts["document"]), releasing.Said(**said, account=account), by=by)


def _steps(agency: Agency, reader: Reader) -> Iterable[Facts]:
    rows = LifecycleStep.objects.visible_to(reader).filter(document__agency=agency)
    for row in rows.select_related("document", "other").order_by("day", "pk"):
        yield {
            "document": row.document.index_number, "stage": row.stage, "day": row.day, "until": row.until,
            "who": row.who, "note": row.note, "link": row.link, "other": row.other.index_number if row.other else "",
            "earlier": row.earlier,
        }  # fmt: skip


def _take_step(agency: Agency, facts: Facts, by: Officer) -> None:
    other = document(agency, facts["other"]) if facts["other"] else None
    said = {name: facts[name] for name in ("day", "until", "who", "note", "link", "earlier")}
    enter(document(agency, facts["document"]), stage=Stage(facts["stage"]), other=other, by=by, **said)


def stocks() -> dict[str, Stock]:
    """In the order in which they come in."""
    platforms = dict(Account._meta.get_field("platform").flatchoices)
    ended, *later = of_the_past()
    found = (
        ended,
        Stock(
            "totals", gettext_lazy("年度数量"),
            (
                Column("year", "年份", year), Column("row", "事项", **words(dict(TotalRow.choices))),
                optional("items_before", "上一年项目数量", number), optional("items_change", "本年增/减", number),
                Column("unlisted", "未列入清单的数量", number), Column("source", "数据来源", text(200)),
            ),
            _totals, _take_total,
        ),
        Stock(
            "accounts", gettext_lazy("政务新媒体账号"),
            (
                Column("platform", "平台", **words(platforms)), Column("name", "账号名称", text(100)),
                plain("certified", "认证主体", 200), plain("keeper", "管理员", 100), address("address", "网址", 500),
                optional("filed", "备案日期", day), plain("filing", "备案号", 60),
                plain("exception", "另设理由", 200), optional("updated", "最近更新日期", day),
                Column("state", "状态", **words(dict(State.choices))),
                Column("since", "状态起始日期", day),
            ),
            _accounts, _take_account,
        ),
        Stock(
            "steps", gettext_lazy("规范性文件的环节"),
            (
                Column("document", "索引号", text(60)), Column("stage", "环节", **words(dict(Stage.choices))),
                Column("day", "日期", day), optional("until", "截止日期", day), plain("who", "由谁", 200),
                plain("note", "意见或说明", 5000), address("link", "链接", 300),
                plain("other", "另一份文件的索引号", 60), plain("earlier", "系统启用前已办", 200),
            ),
            _steps, _take_step, gettext_lazy("登记的环节须由他人核实后才有效力"),
        ),
        Stock(
            "releases", gettext_lazy("公开渠道记录"),
            (
                Column("document", "索引号", text(60)), Column("channel", "公开渠道", **words(_by_hand())),
                Column("day", "公开日期", day), plain("account", "新媒体账号", 100), plain("place", "位置", 200),
                address("address", "网址", 500), plain("note", "备注", 500),
            ),
            _releases, _take_release,
        ),
        Stock(
            "topics", gettext_lazy("专栏专题"),
            (
                Column("title", "名称", text(100)), plain("intro", "导语", 2000),
                plain("documents", "索引号，用分号分开", 20_000),
            ),
            _topics, _take_topic, gettext_lazy("专题须送审后才公开"),
        ),
        *later,
    )  # fmt: skip
    return {stock.id: stock for stock in found}
