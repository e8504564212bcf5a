"""Reports that units file: documents with figures of their own, sent to the lead office of the district."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from gongkai.report.schema import Number, Report, Source
from gongkai.web.annual.collecting import actions
from gongkai.web.annual.collecting.filing import file_document
from gongkai.web.annual.figures import form
from gongkai.web.annual.making.made import summed
from gongkai.web.annual.models import Collection, Filing
from gongkai.web.annual.papers import paper
from gongkai.web.files.intake import receive
from tests.web.annual.scene import LAST
from tests.web.world import World

RECEIVED, GRANTED = "requests.received.natural_person", "requests.granted.natural_person"
LEAD = "supervisor@district"


def report(agency: str, *, year: int = LAST, **more: Number) -> Report:
    """A report in which as many requests were received as granted, unless it is said otherwise."""
    cells: dict[str, Number] = {id_: 0 for id_, cell in form().cells.items() if cell.required}
    cells |= {RECEIVED: 3, GRANTED: 3} | {name.replace("__", "."): value for name, value in more.items()}
    return Report(
        Source("", "", "", 0), agency=agency, year=year, edition=form().id, issued=date(year + 1, 1, 9),
        title=f"{agency}{year}年政府信息公开工作年度报告", cells=summed(cells),
        sections={"一": "按照规定公开政府信息。（演示）", "五": "主要问题是解读较少。（演示）", "六": "无。（演示）"},
    )  # fmt: skip


def opened(world: World) -> Collection:
    return actions.open_collection(world.agencies["district"], LAST, by=world.officer(LEAD))


def of(collection: Collection, slug: str) -> Filing:
    found: Filing = collection.filings.select_related("agency", "collection__agency").get(agency__slug=slug)
    return found


def sent(world: World, filing: Filing, by: str = LEAD, form: str = "docx", **more: Number) -> Filing:
    """Uploaded as the unit sent it."""
    data = paper(report(filing.agency.name, **more), form)
    return file_document(filing, receive([data], name=f"年报.{form}"), by=world.officer(by))


def accepted(world: World, filing: Filing, cells: Mapping[str, Number] = {}) -> Filing:
    more = {name.replace(".", "__"): value for name, value in cells.items()}
    return actions.accept(sent(world, filing, **more), by=world.officer(LEAD))
