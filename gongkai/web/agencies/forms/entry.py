"""How agencies come in: one by a form, many by a list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gongkai.web.agencies import actions
from gongkai.web.agencies.checks import CONTACT, IDENTITY
from gongkai.web.agencies.choosing import AgencyField
from gongkai.web.agencies.forms.fields import Day, fact
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.refusals import Refused
from gongkai.web.agencies.rights import may_at_top


class Found(forms.Form):
    """A new agency."""

    def __init__(self, *args: Any, officer: Officer, superior: Agency | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"superior": superior}
        self.officer = officer
        for name in ("name", "slug", "kind", "tier", "opened", *IDENTITY, *CONTACT):
            self.fields.setdefault(name, fact(name))
        self.fields["superior"] = AgencyField(
            label=_("上级机关"),
            agencies=officer.where(Permission.MANAGE_AGENCIES).open(),
            allow_top=may_at_top(officer),
        )
        self.order_fields(["superior", "name", "short_name", "kind", "tier", "slug", "opened"])

    def acted(self) -> Agency | None:
        """Found it; None, with the errors in the form, if that is refused."""
        if not self.is_valid():
            return None
        values = dict(self.cleaned_data)
        try:
            return actions.found(values.pop("superior"), values=values, by=self.officer)
        except Refused as refused:
            self.add_error(refused.field if refused.field in self.fields else None, refused.message)
        except ValidationError as wrong:
            for name, messages in wrong.message_dict.items():
                self.add_error(name if name in self.fields else None, ValidationError(messages))
        return None


class Upload(forms.Form):
    """A list to be looked at before it is imported."""

    file = forms.FileField(
        label=_("文件"), help_text=_(".xlsx，或逗号、制表符分隔的 CSV（UTF-8 或 GBK），最多5000行、4 MB。")
    )
    day = Day(label=_("变更生效日期"), help_text=_("文件中的更名和改变上级从这一天起生效，不能晚于今天。"))
