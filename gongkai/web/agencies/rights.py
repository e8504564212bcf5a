"""Who may do what to agencies, beyond one permission at one agency."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.web.agencies.checks import CONTACT, IDENTITY
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.agencies.permissions import GRANTS, Permission, Role


def may_at_top(by: Officer) -> bool:
    """Whether agencies without a superior are theirs: whoever manages the whole from one of these on."""
    return any(
        office.subtree and office.agency.superior_id is None and Permission.MANAGE_INSTANCE in GRANTS[Role(office.role)]
        for office in by.appointments
    )


def require_place(by: Officer, superior: Agency | None) -> None:
    """Pass where agencies may be put below the superior."""
    if superior is not None:
        by.require(Permission.MANAGE_AGENCIES, superior)
    elif not may_at_top(by):
        raise NotPermitted(
            _("没有上级的机关只能由最上级机关（含下级）的系统管理员设置。请选择上级机关，或联系系统管理员。")
        )


def amendable(agency: Agency, by: Officer) -> list[str]:
    """The fields that the officer may amend: all, or what an agency's own office of disclosure keeps."""
    if by.may(Permission.MANAGE_AGENCIES, agency):
        return [*IDENTITY, *CONTACT]
    return [*CONTACT] if by.may(Permission.DISCLOSE, agency) else []
