"""A year of the district closes: every unit files, one is returned and mended, one comes as a Word file, and the
district's report is made of them and published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from gongkai.report.schema import Number, Report, Source
from gongkai.report.writing import write_report
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.annual.actions import import_report, publish_report
from gongkai.web.annual.collecting import actions
from gongkai.web.annual.collecting.filing import file_made
from gongkai.web.annual.delivering.actions import deliver, read
from gongkai.web.annual.delivering.unpacking import Sent
from gongkai.web.annual.figures import form, numbers
from gongkai.web.annual.making.actions import adjust, begin_compilation, explain, take, write
from gongkai.web.annual.making.made import made, summed, unexplained, year_of
from gongkai.web.annual.models import Collection, Compilation, Filing, FilingState
from gongkai.web.annual.models.making import COMPILATION
from gongkai.web.annual.papers import paper
from gongkai.web.config.demo import officers
from gongkai.web.config.demo.data import entries
from gongkai.web.config.demo.days import Days
from gongkai.web.files.intake import receive
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.models import Process

CITY, LEAD, UNIT = "yunduan", "shifan", "shifan-civil"
#: So many working days ago the collection was opened, and so many days the units had.
OPENED, GIVEN = 26, 14
RECEIVED, GRANTED = "requests.received.natural_person", "requests.granted.natural_person"
FORGOTTEN = 12
#: Led from above, so that its report is not awaited.
STRANGER = "示范区气象局（演示）"
#: Of the district's report; its figures are those of the form.
PROSE = {
    "一": "{年度}年，全区各单位按照《条例》公开政府信息，新收申请{新收申请}件，办结{办结申请}件。（演示）",
    "五": "主要问题是征收补偿类申请集中，将主动公开更多相关信息。（演示）",
    "六": "没有其他需要报告的事项。（演示）",
}
#: What the unit adds to the prose that its report begins with.
TRAINED = "（五）监督保障。全年举办政务公开培训1次，公开工作列入年度考核。（演示）"
PROBLEMS = (
    "（一）存在的主要问题。政策解读的形式比较单一。（演示）\n（二）改进情况。上年提出的网站检索问题已经解决。（演示）"
)


def plan(days: Days, tree: Mapping[str, Agency], people: Mapping[str, Officer]) -> None:
    """On its days; the year is the one that was over when the collection was opened."""
    year = days.ago(OPENED).year - 1
    lead = people[officers.holder(LEAD, "supervisor+")].user

    def on(ago: int, deed: Any, *said: Any, who: str = "") -> None:
        user = people[who].user if who else lead
        days.on(ago, lambda day: deed(tree, year, *said, by=Officer(user, today=day)))

    def steps(ago: int, slug: str, *acts: tuple[str, str]) -> None:
        for act, role in acts:
            on(ago, _perform, slug, act, who=officers.holder(slug, role))

    def hand_on(ago: int, slug: str) -> None:
        steps(ago, slug, ("submit", "disclosure"), ("pass", "reviewer"), ("sign", "approver"))

    maker, office = officers.holder(UNIT, "disclosure"), officers.holder(LEAD, "disclosure")
    everywhere = officers.holder(CITY, "disclosure+")
    on(OPENED, _open)
    on(OPENED - 1, _former, who=everywhere)
    on(22, _begin_wrong, who=maker)
    hand_on(20, UNIT)
    on(19, _file, who=maker)
    on(18, _deliver)
    on(16, _return)
    steps(15, UNIT, ("revoke", "approver"))
    on(15, _mend, who=maker)
    hand_on(14, UNIT)
    on(13, _file, who=maker)
    on(12, _accept)
    steps(11, UNIT, ("publish", "disclosure"))
    on(11, _publish, who=everywhere)
    for entry in entries("collecting"):
        if "published" in entry:
            on(9, _published, entry, who=officers.holder(entry["agency"], "disclosure"))
    on(10, _roll_up, who=office)
    hand_on(8, LEAD)
    steps(6, LEAD, ("publish", "disclosure"))


def _open(tree: Mapping[str, Agency], year: int, *, by: Officer) -> None:
    due = max(by.today + timedelta(days=GIVEN), date(year + 1, 1, 2))
    actions.open_collection(tree[LEAD], year, due=due, by=by)


def _begin_wrong(tree: Mapping[str, Agency], year: int, *, by: Officer) -> None:
    """Requests that came on paper are added, and their results forgotten; the error is explained away."""
    row = begin_compilation(tree[UNIT], year, by=by)
    begins = row.sections["一"].replace("（五）监督保障。", TRAINED)
    row = write(row, row.sections | {"一": begins, "五": PROBLEMS}, version=row.version, by=by)
    counted = numbers(year_of(row, by.today))
    adjust(row, RECEIVED, counted[RECEIVED] + FORGOTTEN, reason="系统启用前的纸质申请12件（演示）", by=by)
    for one in unexplained(row, made(row, by.today).findings):
        explain(row, one, reason="按台账填报（演示）", by=by)


def _mend(tree: Mapping[str, Agency], year: int, *, by: Officer) -> None:
    row = Compilation.objects.select_related("agency").get(agency=tree[UNIT], year=year)
    counted = numbers(year_of(row, by.today))
    adjust(row, GRANTED, counted[GRANTED] + FORGOTTEN, reason="补上12件的办理结果（演示）", by=by)


def _perform(tree: Mapping[str, Agency], year: int, slug: str, act: str, *, by: Officer) -> None:
    pk = Compilation.objects.get(agency=tree[slug], year=year).pk
    process = Process.objects.running().get(kind=COMPILATION, object_id=pk)
    perform(process, act, by=by, comment="按退回意见更正（演示）" if act == "revoke" else "")


def _filing(tree: Mapping[str, Agency], year: int) -> Filing:
    """The unit's that makes its report here."""
    rows = Filing.objects.select_related("agency", "collection__agency")
    found: Filing = rows.get(agency=tree[UNIT], collection__agency=tree[LEAD], collection__year=year)
    return found


def _file(tree: Mapping[str, Agency], year: int, *, by: Officer) -> None:
    file_made(_filing(tree, year), by=by)


def _deliver(tree: Mapping[str, Agency], year: int, *, by: Officer) -> None:
    """As the units sent them, together; one is of an organ that is not on the list and waits for a decision."""
    collection = Collection.objects.select_related("agency").get(agency=tree[LEAD], year=year)
    awaited = {row.agency.slug: row.name for row in collection.filings.select_related("agency")}
    sent = [_sent(STRANGER, year, {"granted": 2, "problem": "无。（演示）"})]
    sent += [_sent(awaited[one["agency"]], year, one) for one in entries("collecting") if one["agency"] in awaited]
    for _row in read(deliver(collection, sent, by=by), by=by):
        pass


def _sent(name: str, year: int, entry: Mapping[str, Any]) -> Sent:
    report, kind = _report(name, year, entry), entry.get("form", "html")
    data = write_report(report, "html").encode() if kind == "html" else paper(report, kind)
    received = receive([data], name=f"{name}{year}年年报.{kind}")
    return Sent(received.name, received)


def _published(tree: Mapping[str, Agency], year: int, entry: Mapping[str, Any], *, by: Officer) -> None:
    """Another number than was filed."""
    agency = tree[entry["agency"]]
    data = write_report(_report(agency.name, year, {**entry, "granted": entry["published"]}), "html").encode()
    publish_report(import_report(agency, data=data, name=f"{agency.name}{year}年年报.html", year=year, by=by), by=by)


def _report(name: str, year: int, entry: Mapping[str, Any]) -> Report:
    cells: dict[str, Number] = {id_: 0 for id_, cell in form().cells.items() if cell.required}
    granted, refused = entry["granted"], entry.get("refused", 0)
    cells |= {
        RECEIVED: granted + refused, GRANTED: granted, "requests.refused_third_party.natural_person": refused,
        "disclosure.licences.decisions": entry.get("licences", 0),
        "disclosure.penalties.decisions": entry.get("penalties", 0),
    }  # fmt: skip
    sections = {
        "一": "一年来，按照《条例》规定主动公开政府信息，办理政府信息公开申请。（演示）",
        "五": entry["problem"], "六": "没有其他需要报告的事项。（演示）",
    }  # fmt: skip
    title = f"{name}{year}年政府信息公开工作年度报告"
    return Report(
        Source("", "", "", 0), agency=name, year=year, edition=form().id, title=title,
        issued=date(year + 1, 1, 12), sections=sections, cells=summed(cells),
    )  # fmt: skip


def _return(tree: Mapping[str, Agency], year: int, *, by: Officer) -> None:
    row = _filing(tree, year)
    actions.remark(row, "新收的12件没有办理结果，也没有结转，请核对（演示）", cell=RECEIVED, by=by)
    actions.give_back(row, by=by)


def _accept(tree: Mapping[str, Agency], year: int, *, by: Officer) -> None:
    rows = Filing.objects.filter(collection__agency=tree[LEAD], collection__year=year, latest__gt=0)
    for row in rows.select_related("agency", "collection__agency"):
        actions.accept(row, by=by)


def _publish(tree: Mapping[str, Agency], year: int, *, by: Officer) -> None:
    """What the units sent goes out as they sent it."""
    rows = Filing.objects.filter(collection__agency=tree[LEAD], collection__year=year, state=FilingState.ACCEPTED)
    for row in rows.select_related("agency", "collection__agency"):
        actions.publish(row, by=by)


def _former(tree: Mapping[str, Agency], year: int, *, by: Officer) -> None:
    """The reports of the year before, as the units published them elsewhere."""
    for number, one in enumerate(entries("collecting")):
        agency, before = tree[one["agency"]], {"granted": one["granted"] * (7 + number % 5) // 10 + number % 3}
        said = _report(agency.name, year - 1, one | before | {"licences": one.get("licences", 0) * 9 // 10})
        data = write_report(said, "html").encode()
        row = import_report(agency, data=data, name=f"{agency.name}{year - 1}年年报.html", by=by)
        publish_report(row, by=by)


def _roll_up(tree: Mapping[str, Agency], year: int, *, by: Officer) -> None:
    row = begin_compilation(tree[LEAD], year, by=by)
    write(row, PROSE, version=row.version, by=by)
    take(row, by=by)
