"""Where an agency stands in the hierarchy, and what it is. Which may stand below which: kinds.yaml."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tier(models.TextChoices):
    """Where in the hierarchy of government an agency stands."""

    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("县级")
    TOWNSHIP = "township", _("乡级")


class Kind(models.TextChoices):
    GOVERNMENT = "government", _("人民政府")
    OFFICE = "office", _("政府办公厅（室）")
    DEPARTMENT = "department", _("部门")
    TOWNSHIP = "township", _("乡镇人民政府")
    SUBDISTRICT = "subdistrict", _("街道办事处")
    VERTICAL = "vertical", _("垂直管理机关")
    DISPATCHED = "dispatched", _("派出机构")
    INTERNAL = "internal", _("内设机构")
