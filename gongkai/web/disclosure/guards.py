"""Conditions of documents that their table names."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.web.disclosure.actions.attaching import alternatives
from gongkai.web.disclosure.facts import Attribute
from gongkai.web.disclosure.guide import missing_contacts
from gongkai.web.disclosure.kinds import GUIDE
from gongkai.web.disclosure.models import Stage
from gongkai.web.disclosure.normative.order import missing, there, wanting
from gongkai.web.disclosure.powers import missing_power
from gongkai.web.disclosure.unsaved import unsaved, whose
from gongkai.web.files.refusals import Refused as FileRefused
from gongkai.web.files.rows import check_release
from gongkai.web.visibility import Level
from gongkai.web.workflow.guards import Asking, guard

#: What may be missing, by its name in `facts.Facts`
NAMES = {
    "number": gettext_lazy("文号"),
    "made": gettext_lazy("成文日期"),
    "explains": gettext_lazy("解读的文件"),
    "issue": gettext_lazy("期号"),
    "item": gettext_lazy("法定公开事项"),
    "ground": gettext_lazy("不予公开的理由"),
}


def version_is_published(asking: Asking) -> str:
    published = asking.thing.published
    if published is not None and published.number == asking.process.reviewed:
        return ""
    return _("这一版本已不是现行发布的版本。")


def guide_has_contacts(asking: Asking) -> str:
    """A guide names the office and how to reach it (《条例》第十二条)."""
    if asking.thing.kind != GUIDE:
        return ""
    agency = asking.thing.agency
    if agency.closed is not None:
        return _("“%(agency)s”已撤销，其指南不再发布；请作废，并修改本机关的指南。") % {"agency": agency.name}
    missing = missing_contacts(agency)
    if not missing:
        return ""
    return _("《条例》第十二条要求指南载明：%(missing)s；请先在机关资料中填写。") % {"missing": _("、").join(missing)}


def everything_is_said(asking: Asking) -> str:
    """What the kind asks for is said, and its files may be public."""
    version = asking.thing.versions.get(number=asking.thing.latest)
    missing = version.said.missing(asking.thing.kind)
    if missing:
        names = [str(NAMES[name]) for name in missing]
        return _("还没有写明：%(names)s。请修改后再送审。") % {"names": _("、").join(names)}
    facts = version.said
    if facts.valid_until and facts.made and facts.valid_until < facts.made:
        return _("有效期早于成文日期，请核对。")
    said = alternatives(version.sections)
    for row in version.attachments.select_related("file"):
        try:
            check_release(row.file, level=Level.PUBLIC, alt=said[row.file.uuid] if row.in_text else row.file.alt)
        except FileRefused as refused:
            return " ".join(refused.messages)
    return ""


def own_text_is_saved(asking: Asking) -> str:
    """What the officer wrote and did not save would be left behind without a word."""
    copy = whose(unsaved(asking.thing), asking.people)
    if copy is None:
        return ""
    time = date_format(timezone.localtime(copy.kept), "DATETIME_FORMAT")
    return _("您在%(time)s写的内容还没有保存，不会随第%(number)s版送出；请先继续编辑并保存，或者放弃。") % {
        "time": time,
        "number": asking.thing.latest,
    }


def stages_are_done(asking: Asking) -> str:
    """What comes into force is not issued without the power to, nor before what has to be done first; one that was
    issued already is not asked for that."""
    document = asking.thing
    if said := missing_power(document.agency, document.of_kind):
        return said
    if not document.of_kind.life or Stage.ISSUED in there(document, confirmed=True):
        return ""
    gone = missing(document, Stage.ISSUED, confirmed=True)
    return wanting(document.kind, Stage.ISSUED, gone, confirmed=True) if gone else ""


def document_is_active(asking: Asking) -> str:
    attribute = _attribute(asking)
    if attribute == Attribute.ACTIVE:
        return ""
    return _("公开属性为“%(attribute)s”，不能主动公开；存档即可。") % {"attribute": attribute.label}


def document_is_not_active(asking: Asking) -> str:
    return (
        _("公开属性为“主动公开”，应当发布（《条例》第十九条、第二十六条）。")
        if _attribute(asking) == Attribute.ACTIVE
        else ""
    )


def _attribute(asking: Asking) -> Attribute:
    version = asking.thing.versions.get(number=asking.thing.latest)
    return Attribute(version.said.attribute)


def register_guards() -> None:
    """Make the conditions known to the tables."""
    guard("still_published")(version_is_published)
    guard("contacts_known")(guide_has_contacts)
    guard("complete")(everything_is_said)
    guard("own_saved")(own_text_is_saved)
    guard("stages_done")(stages_are_done)
    guard("active")(document_is_active)
    guard("not_active")(document_is_not_active)
