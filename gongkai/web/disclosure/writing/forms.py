from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_prose_editor.widgets import ProseEditorWidget

from gongkai.web.agencies.models import Agency, AgencyQuerySet
from gongkai.web.disclosure.actions import Text
from gongkai.web.disclosure.facts import Attribute, Facts
from gongkai.web.disclosure.kinds import choices, kinds
from gongkai.web.disclosure.metadata import ground_choices
from gongkai.web.disclosure.powers import makes_rules
from gongkai.web.disclosure.sections import Section
from gongkai.web.disclosure.texts.richtext import EXTENSIONS


class DraftForm(forms.Form):
    """A new document."""

    kind = forms.ChoiceField(label=_("种类"))
    agency = forms.ModelChoiceField(
        label=_("机关"),
        queryset=Agency.objects.none(),
        empty_label=None,
        help_text=_("以哪个机关的名义发布，由该机关的人员审核、签发。"),
    )
    title = forms.CharField(
        label=_("名称"),
        max_length=200,
        help_text=_("公众看到的标题，写全称。每个机关只有一份指南和一份机构概况，其他的可以有多份。"),
    )

    attribute = forms.ChoiceField(
        label=_("公开属性"),
        choices=Attribute,
        help_text=_("拟稿时即确定（源头认定）；以后还可以改，须一并审核。"),
    )
    ground = forms.ChoiceField(
        label=_("不予公开的理由"), required=False, help_text=_("只在不予公开时填写（《条例》第十四条至第十六条）。")
    )

    def __init__(self, *args: Any, agencies: AgencyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        some = list(agencies[:2])
        #: The one agency for which the officer writes, where it is but one: there is nothing to choose.
        self.only = some[0] if len(some) == 1 else None
        if self.only:
            self.fields["agency"].widget = forms.HiddenInput()
        without = set() if any(map(makes_rules, agencies)) else {kind.id for kind in kinds().values() if kind.power}
        self.fields["kind"].choices = [one for one in choices() if one[0] not in without]  # type: ignore[attr-defined]
        self.fields["ground"].choices = ground_choices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        withheld = said.get("attribute") == Attribute.WITHHELD
        if withheld and not said.get("ground"):
            self.add_error("ground", _("不予公开的，写明理由。"))
        if not withheld:
            said["ground"] = ""
        return said

    @property
    def facts(self) -> Facts:
        """What a new document begins with; of a form that is valid."""
        said = self.cleaned_data
        return Facts.first(said["kind"]).but(attribute=said["attribute"], ground=said["ground"])


@dataclass(frozen=True)
class Part:
    """One section in the form."""

    section: Section
    #: What is generated, as it is today; empty: the section has nothing of that kind.
    live: SafeString
    shows: BoundField | None
    text: BoundField


class TextForm(forms.Form):
    """The text of a document: a field for each section, named after it."""

    title = forms.CharField(label=_("名称"), max_length=200, help_text=_("公众看到的标题，写全称。"))
    summary = forms.CharField(
        label=_("内容概述"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("一两句话，列入政府信息公开目录（《条例》第十二条）。"),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=999_999_999)

    def __init__(self, *args: Any, sections: Sequence[Section], live: Mapping[str, SafeString], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections, self.live = sections, live
        for section in sections:
            if section.generated:
                self.fields[f"generated-{section.name}"] = forms.BooleanField(
                    label=_("显示自动生成的内容"), required=False
                )
            self.fields[f"text-{section.name}"] = forms.CharField(
                label=_("自写的内容") if section.generated else _("内容"),
                required=False,
                max_length=200_000,
                widget=ProseEditorWidget(
                    config={"extensions": EXTENSIONS}, preset="configurable", attrs={"rows": 8, "cols": 60}
                ),
            )

    @property
    def parts(self) -> Iterator[Part]:
        """The sections with their fields."""
        for section in self.sections:
            shows = self[f"generated-{section.name}"] if section.generated else None
            yield Part(section, self.live.get(section.name, SafeString("")), shows, self[f"text-{section.name}"])

    @property
    def text(self) -> Text:
        """What was written, valid or not: nothing of it shall be lost."""
        data = self.data
        return Text(
            data.get("title", ""),
            data.get("summary", "").replace("\r\n", "\n"),
            {
                section.name: {
                    "generated": f"generated-{section.name}" in data,
                    "text": data.get(f"text-{section.name}", ""),
                }
                for section in self.sections
            },
        )


def initial_of(text: Any, based_on: int) -> dict[str, Any]:
    """What a form begins with: a version, or what was kept and not saved."""
    found: dict[str, Any] = {"title": text.title, "summary": text.summary, "based_on": based_on}
    for entry in text.sections:
        found[f"generated-{entry['name']}"] = entry["generated"]
        found[f"text-{entry['name']}"] = entry["text"]
    return found
