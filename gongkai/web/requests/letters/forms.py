"""Drafting a letter: what the system knows is filled in, and each fact is asked for by its type."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.law.clock.lateness import Late
from gongkai.law.rules import law_rules
from gongkai.letters import kinds
from gongkai.letters.catalogue import FactKind, catalogue
from gongkai.letters.facts import MAX_NAME, MAX_TEXT, RECORD_MAY, ground_facts, out_of_place
from gongkai.letters.templates import Template
from gongkai.web.agencies.forms.fields import Day
from gongkai.web.requests.material.fields import MaterialField
from gongkai.web.requests.models import LetterSettings
from gongkai.web.requests.numbering import NAMES
from gongkai.web.requests.words import WAYS

#: Given when it is signed.
LATER = frozenset({"number", "date"})
#: Said by the case and the settings, and not to be reworded letter by letter.
FIXED = frozenset({
    "agency", "applicant", "applicant_kind", "receipt_date", "channel", "register", "request", "agency_kind",
    "government", "superior", "court", "internet_channel", "letterhead", "joined",
    "decision_organ", "decision_kind", "decision_number", "decision_received",
})  # fmt: skip
#: The same in most letters: asked for last.
USUAL = ("contact", "phone", "address", "annexes", "remark", "sent_by_internet")
#: Before the names of the fields for number patterns.
SERIES = "series-"
#: Withheld parts that a form can hold, and how many it shows at first.
MOST_PARTS, FIRST_PARTS = 20, 1


def _text(kind: FactKind) -> forms.Field:
    return forms.CharField(max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 3}))


def _name(kind: FactKind) -> forms.Field:
    return forms.CharField(max_length=MAX_NAME)


def _whole(kind: FactKind) -> forms.Field:
    most = kind.max or (law_rules().days(kind.limit, date.today()) if kind.limit else None)
    return forms.IntegerField(min_value=kind.min, max_value=most)


def _lines(kind: FactKind) -> forms.Field:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), help_text=_("一行一项。"))


FIELDS: Mapping[str, Callable[[FactKind], forms.Field]] = {
    "text": _text,
    "law": _text,
    "date": lambda kind: Day(),
    "days": _whole,
    "count": _whole,
    "money": _whole,
    "flag": lambda kind: forms.BooleanField(),
    "choice": lambda kind: forms.ChoiceField(choices=[("", _("请选择")), *((one, one) for one in kind.options)]),
    "names": _lines,
    "texts": _lines,
}


def field_of(kind: FactKind, *, required: bool) -> forms.Field:
    """The field in which a fact is given."""
    field = FIELDS.get(kind.type, _name)(kind)
    field.label, field.required = kind.name, required and kind.type != "flag"
    if kind.about:
        field.help_text = kind.about
    return field


class LetterForm(forms.Form):
    """The facts of a letter that somebody has to say or may change."""

    def __init__(self, data: Any = None, *, kind: str, known: Mapping[str, Any], facts: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.letter: Template = kinds()[kind]
        self.known, self.facts = known, {**known, **facts}
        for id_, fact in self.letter.kinds().items():
            if id_ in LATER or (id_ in FIXED and id_ in known) or fact.type == "records":
                continue
            if (id_ in FIXED and id_ not in self.letter.facts) or (
                id_ == "sent_by_internet" and not known.get("internet_channel")
            ):
                continue
            self.fields[id_] = field_of(fact, required=id_ in self.letter.facts)
            value = self.facts.get(id_)
            self.fields[id_].initial = "\n".join(value) if isinstance(value, list) else value
        if self.has_parts:
            for number in range(self.parts):
                self._add_part(number)
        self.order_fields([name for name in self.fields if name not in USUAL])

    @property
    def has_parts(self) -> bool:
        return "parts_withheld" in self.letter.facts

    @cached_property
    def parts(self) -> int:
        """How many withheld parts the form shows."""
        kept = self.facts.get("parts_withheld") or []
        said = self.data.get("parts", "") if self.is_bound else ""
        count = int(said) if said.isdecimal() and len(said) < 4 else max(len(kept), FIRST_PARTS)
        if "more" in self.data:
            count += 1
        return min(count, MOST_PARTS)

    def _add_part(self, number: int) -> None:
        kept = (self.facts.get("parts_withheld") or [])[number : number + 1]
        said = kept[0] if kept else {}
        name = f"part{number}"
        required = number == 0
        self.fields[f"{name}-part"] = field_of(catalogue()["part"], required=required)
        choices = [("", _("请选择")), *grounds()]
        self.fields[f"{name}-ground"] = forms.ChoiceField(label=_("情形"), choices=choices, required=required)
        ground = self.data.get(f"{name}-ground", "") if self.is_bound else said.get("ground", "")
        for id_ in asked_by(ground):
            self.fields[f"{name}-{id_}"] = field_of(catalogue()[id_], required=id_ not in RECORD_MAY)
        for key in list(self.fields):
            if key.startswith(f"{name}-"):
                self.fields[key].initial = said.get(key.partition("-")[2])
                self.fields[key].label = _("第%(number)d部分：%(what)s") % {
                    "number": number + 1, "what": self.fields[key].label,
                }  # fmt: skip

    @property
    def told(self) -> Iterator[tuple[str, Any]]:
        """What the case and the settings say, for people."""
        for id_, fact in self.letter.kinds().items():
            if id_ in FIXED and id_ in self.known:
                value = self.known[id_]
                if id_ == "agency_kind":
                    value = law_rules().organs[value].name
                yield fact.name, _("是") if value is True else value

    @property
    def said(self) -> dict[str, Any]:
        """The facts, as `gongkai.letters` takes them."""
        facts = {name: value for name, value in self.known.items() if name in FIXED}
        for name, value in self.cleaned_data.items():
            if value in (None, "", False) or (name.startswith("part") and "-" in name):
                continue
            listed = self.letter.kinds()[name].type in ("names", "texts")
            facts[name] = [line.strip() for line in value.splitlines() if line.strip()] if listed else value
        for name in out_of_place(facts):
            if facts[name] == self.known.get(name):  # filled in for another choice; what somebody wrote is refused
                del facts[name]
        if self.has_parts:
            facts["parts_withheld"] = [part for number in range(self.parts) if (part := self._part(number))]
        return facts

    def _part(self, number: int) -> dict[str, Any]:
        prefix = f"part{number}-"
        said = {
            name.removeprefix(prefix): value
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix) and value not in (None, "")
        }
        return said if "part" in said else {}


def grounds() -> list[tuple[str, str]]:
    """The grounds on which a part may be withheld: those of the letters that refuse."""
    letters = [letter for letter in kinds().values() if letter.clause and letter.ground]
    return [(letter.ground, letter.name.partition("：")[2]) for letter in letters]


def asked_by(ground: str) -> list[str]:
    """The facts that a withheld part states on a ground."""
    letter = next((one for one in kinds().values() if one.clause and one.ground == ground), None)
    if letter is None:
        return []
    wanted = ground_facts(letter)
    return [id_ for id_ in letter.facts if id_ in wanted] + [id_ for id_ in RECORD_MAY if id_ in letter.optional]


class SendForm(forms.Form):
    """How and when a signed letter goes out."""

    way = forms.ChoiceField(label=gettext_lazy("送出方式"), choices=list(WAYS.items()))
    on = Day(
        label=gettext_lazy("送出日期"),
        help_text=gettext_lazy("邮寄的填交邮之日，直接送达、委托送达的填签收之日（国办公开办函〔2016〕235号）。"),
    )
    reason = forms.CharField(label=gettext_lazy("逾期的原因"), max_length=500, required=False)

    def __init__(self, data: Any = None, *, today: date, late: Late | None, mailed: bool) -> None:
        super().__init__(data, initial={"on": today})
        if mailed:
            self.fields["way"].help_text = _(
                "申请人选择以电子邮件获取：选“电子方式”的，PDF 随邮件寄给申请人（《条例》第四十条）。"
            )
        if late:
            self.fields["reason"].required = True
            self.fields["reason"].help_text = _("已经超过期限%(days)d个工作日（%(article)s），必须说明。") % {
                "days": late.days, "article": late.article,
            }  # fmt: skip
        else:
            del self.fields["reason"]


class ScanForm(forms.Form):
    """The signed and stamped copy."""

    attached = MaterialField(
        label=gettext_lazy("盖章文书的扫描件"), help_text=gettext_lazy("一个 PDF 文件，不超过10 MB。")
    )


class SettingsForm(forms.ModelForm):
    """What the letters of an agency say of it."""

    remedy_kind = forms.ChoiceField(label=gettext_lazy("救济上的机关类别"))

    class Meta:
        model = LetterSettings
        fields = (
            "contact", "phone", "address", "postcode", "remedy_kind", "government", "superior", "court",
            "internet_channel", "letterhead",
        )  # fmt: skip

    def __init__(self, *args: Any, patterns: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for purpose, pattern in patterns.items():
            self.fields[f"{SERIES}{purpose}"] = forms.CharField(
                label=str(NAMES[purpose]), max_length=60, initial=pattern
            )
        first = f"{SERIES}{next(iter(patterns))}"
        self.fields[first].help_text = _("{year} 是年份，{n} 是一年内不断号的序号；已经编出的不变。")
        self.fields["remedy_kind"].choices = [(id_, organ.name) for id_, organ in law_rules().organs.items()]  # type: ignore[attr-defined]

    @property
    def patterns(self) -> dict[str, str]:
        """How numbers shall look, by what they are for."""
        said = self.cleaned_data.items()
        return {name.removeprefix(SERIES): value for name, value in said if name.startswith(SERIES)}

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        kind = said.get("remedy_kind")
        if kind:
            for role, called in law_rules().organs[kind].on(date.today()).organs.items():
                if role in ("government", "superior") and not said.get(role):
                    self.add_error(role, _("行政复议机关是%(organ)s，请填写它的名称。") % {"organ": called})
        return said
