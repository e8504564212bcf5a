"""Where something was found, and by which rule, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gongkai.examine import rules
from gongkai.web.disclosure.models import Finding
from gongkai.web.disclosure.sections import sections_of

#: The parts of a version that are no sections.
PARTS: Mapping[str, str | Promise] = {
    "title": gettext_lazy("名称"),
    "summary": gettext_lazy("内容概述"),
    "issuer": gettext_lazy("发文机关"),
    "number": gettext_lazy("文号"),
    "subject": gettext_lazy("主题分类"),
    "genre": gettext_lazy("体裁"),
    "audience": gettext_lazy("服务对象"),
    "publish_by_source": gettext_lazy("期限依据"),
    "source": gettext_lazy("来源"),
    "contact": gettext_lazy("联系方式"),
    "ground_note": gettext_lazy("理由说明"),
    "correction": gettext_lazy("勘误"),
}
#: What stands beside the text, or is no text at all.
ASIDE: Mapping[object, str | Promise] = {
    "name": gettext_lazy("文件名"),
    "alt": gettext_lazy("图片的替代文字"),
    "title": gettext_lazy("链接的提示"),
    "href": gettext_lazy("链接的地址"),
    "tooltip": gettext_lazy("链接的提示"),
    "picture": gettext_lazy("写在图片文件里的文字"),
    "Info": gettext_lazy("文件属性"),
    "docProps/core.xml": gettext_lazy("文件属性"),
    "docProps/app.xml": gettext_lazy("文件属性"),
    "docProps/custom.xml": gettext_lazy("文件属性"),
    "numFmt": gettext_lazy("单元格的数字格式"),
    "bookmarkStart": gettext_lazy("书签的名称"),
    **dict.fromkeys(("promptTitle", "prompt", "errorTitle", "error"), gettext_lazy("数据验证的提示")),
}


def in_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def title_of(rule: str) -> str:
    """A rule by its name; one that a later release has no more by its id."""
    if in_chinese() and rule in rules():
        return rules()[rule].title
    return rule.replace("-", " ").capitalize()


def part_name(part: str, kind: str) -> str:
    """A part of the text as the editor calls it."""
    if part in PARTS:
        return str(PARTS[part])
    headings = {section.name: section.heading for section in sections_of(kind)}
    return headings.get(part) or _("正文")


def place_words(finding: Finding) -> str:
    """附件“名单.xlsx” · 工作表“底稿” · B7."""
    if finding.file is not None:
        head = _("附件“%(name)s”") % {"name": finding.file.name}
    else:
        head = part_name(finding.part, finding.examination.document.kind)
    return " · ".join([head, *within(finding.place)])


def within(place: Mapping[str, object]) -> Iterator[str]:
    """The place inside a part or a file."""
    if place.get("sheet"):
        yield _("工作表“%(name)s”") % {"name": place["sheet"]}
    if place.get("cell"):
        yield str(place["cell"])
    if place.get("page"):
        yield _("第%(number)s页") % {"number": place["page"]}
    if place.get("paragraph"):
        yield _("第%(number)s段") % {"number": place["paragraph"]}
    if place.get("part") in ASIDE:
        yield str(ASIDE[place["part"]])
