"""The form on the status page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from gongkai.web.requests.models import Case, Grade
from gongkai.web.requests.satisfaction.reading import ANSWERED, rating_of


class RatingForm(forms.Form):
    """How content the applicant is, and in words if they like."""

    grade = forms.ChoiceField(
        label=gettext_lazy("您对这件申请的办理是否满意"), choices=Grade, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择满意、基本满意或者不满意。")},
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("意见和建议"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("最多1000字。"),
    )  # fmt: skip


def rating_on_page(case: Case, today: date) -> dict[str, Any]:
    """What the status page shows: what was said, and the form while something may be said."""
    said = rating_of(case)
    answered = case.told.stage == ANSWERED and case.archived is None
    opened = answered and (said is None or today <= said.changeable_until)
    known = {"grade": said.grade, "words": said.words} if said is not None else {}
    return {"rated": said, "rating": RatingForm(initial=known) if opened else None}
