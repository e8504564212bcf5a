"""Conditions of documents that their table names."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.web.disclosure.guide import missing_contacts
from gongkai.web.disclosure.models import DocumentKind
from gongkai.web.workflow.guards import Asking, guard


def version_is_published(asking: Asking) -> str:
    published = asking.thing.published
    if published is not None and published.number == asking.process.reviewed:
        return ""
    return _("这一版本已不是现行发布的版本。")


def guide_has_contacts(asking: Asking) -> str:
    """A guide names the office and how to reach it (《条例》第十二条)."""
    if asking.thing.kind != DocumentKind.GUIDE:
        return ""
    agency = asking.thing.agency
    if agency.closed is not None:
        return _("“%(agency)s”已撤销，其指南不再发布；请作废，并修改本机关的指南。") % {"agency": agency.name}
    missing = missing_contacts(agency)
    if not missing:
        return ""
    return _("《条例》第十二条要求指南载明：%(missing)s；请先在机关资料中填写。") % {"missing": _("、").join(missing)}


def register_guards() -> None:
    """Make the conditions known to the tables."""
    guard("still_published")(version_is_published)
    guard("contacts_known")(guide_has_contacts)
