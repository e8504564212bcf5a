"""What an officer may do: one enum, and the roles that grant it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """An office held in one agency, or in it and all below it."""

    HANDLER = "handler", pgettext_lazy("role", "经办")
    REVIEWER = "reviewer", pgettext_lazy("role", "审核")
    SECRECY = "secrecy", pgettext_lazy("role", "保密审查")
    APPROVER = "approver", pgettext_lazy("role", "签发")
    DISCLOSURE = "disclosure", pgettext_lazy("role", "公开办")
    SUPERVISOR = "supervisor", pgettext_lazy("role", "监督")
    ADMINISTRATOR = "administrator", pgettext_lazy("role", "系统管理")


class Permission(models.TextChoices):
    """One thing that may be done in an agency. Every door of the desk asks for one of these."""

    READ_INTERNAL = "read_internal", _("查看内部材料")
    READ_SEALED = "read_sealed", _("查看封存材料")
    READ_APPLICANTS = "read_applicants", _("查看申请人的个人信息")
    READ_AUDIT = "read_audit", _("查看审计记录")
    DRAFT = "draft", _("拟稿、办理")
    REVIEW = "review", _("审核")
    REVIEW_SECRECY = "review_secrecy", _("保密审查")
    APPROVE = "approve", _("签发")
    DISCLOSE = "disclose", _("公开办事项：指南、发布、年报")
    SUPERVISE = "supervise", _("督办")
    MANAGE_AGENCIES = "manage_agencies", _("管理机关")
    MANAGE_OFFICERS = "manage_officers", _("管理人员与角色")
    MANAGE_INSTANCE = "manage_instance", _("管理系统")


GRANTS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.HANDLER: frozenset({Permission.READ_INTERNAL, Permission.READ_APPLICANTS, Permission.DRAFT}),
        Role.REVIEWER: frozenset({Permission.READ_INTERNAL, Permission.REVIEW}),
        Role.SECRECY: frozenset({Permission.READ_INTERNAL, Permission.READ_SEALED, Permission.REVIEW_SECRECY}),
        Role.APPROVER: frozenset({Permission.READ_INTERNAL, Permission.READ_APPLICANTS, Permission.APPROVE}),
        Role.DISCLOSURE: frozenset(
            {
                Permission.READ_INTERNAL,
                Permission.READ_SEALED,
                Permission.READ_APPLICANTS,
                Permission.DRAFT,
                Permission.DISCLOSE,
            }
        ),
        Role.SUPERVISOR: frozenset({Permission.READ_INTERNAL, Permission.READ_AUDIT, Permission.SUPERVISE}),
        Role.ADMINISTRATOR: frozenset(
            {
                Permission.READ_AUDIT,
                Permission.MANAGE_AGENCIES,
                Permission.MANAGE_OFFICERS,
                Permission.MANAGE_INSTANCE,
            }
        ),
    }
)

#: Roles that may not be used with a password alone.
SECOND_FACTOR = frozenset(
    {Role.REVIEWER, Role.SECRECY, Role.APPROVER, Role.DISCLOSURE, Role.SUPERVISOR, Role.ADMINISTRATOR}
)

#: Nobody stands in for whoever hands out the roles.
NOT_DEPUTISED = frozenset({Role.ADMINISTRATOR})


def roles_with(permission: Permission) -> list[Role]:
    return [role for role, granted in GRANTS.items() if permission in granted]
