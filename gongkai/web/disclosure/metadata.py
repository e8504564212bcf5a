"""What is said of a document beside its text, as a form, and as the table that its page shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from gongkai.law.disclosure import disclosure_items, further_items, item_of
from gongkai.law.loading import check_words, load_file
from gongkai.law.outcomes import Outcome
from gongkai.law.rules import law_rules
from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.facts import DAYS, Attribute, Facts
from gongkai.web.disclosure.kinds import Kind
from gongkai.web.disclosure.models import Document, EntryVersion
from gongkai.web.visibility import PUBLIC, Reader

FILE = Path(__file__).with_name("terms.yaml")
#: Asked for where something is not public (edit.html shows them then), and of some kinds only.
WITHHELD = ("ground", "ground_note")
OF_SOME = frozenset({"issue", "explains", "correction"})


@cache
def offered() -> dict[str, list[str]]:
    """The words to choose from: subjects, genres, audiences."""
    found = load_file(FILE)
    for name, words in found.items():
        check_words(words, f"{FILE.name}：{name}")
    return found


def grounds() -> dict[str, Outcome]:
    """Why information is not public: the reasons of 《条例》第十四条 to 第十六条, as 表三 has them."""
    return {id_: outcome for id_, outcome in law_rules().outcomes.items() if outcome.group == "不予公开"}


def ground_choices() -> list[tuple[str, str]]:
    """The same to choose from, none of them first."""
    return [("", "—"), *((id_, outcome.name) for id_, outcome in grounds().items())]


def entries(agency: Agency, reader: Reader) -> list[tuple[int, str]]:
    """What of the agency's catalogue a document can stand under; what is ended, for those that stand there already."""
    rows = EntryVersion.objects.filter(agency=agency).latest_on(timezone.localdate(), reader)
    past = _("（已停用）")
    return [(row.entry_id, f"{row.position} {row}{past if row.ended else ''}") for row in rows]


class MetadataForm(forms.Form):
    """The facts of a version."""

    attribute = forms.ChoiceField(
        label=_("公开属性"),
        choices=Attribute,
        help_text=_("拟稿时即确定（源头认定）。涉及公众利益调整、需要公众广泛知晓的，主动公开（《条例》第十九条）。"),
    )
    ground = forms.ChoiceField(
        label=_("不予公开的理由"), required=False, help_text=_("只在不予公开时填写（《条例》第十四条至第十六条）。")
    )
    ground_note = forms.CharField(label=_("理由说明"), required=False, max_length=500)
    item = forms.ChoiceField(label=_("法定公开事项"), required=False, help_text=_("《条例》第二十条、第二十一条"))
    entry = forms.TypedChoiceField(
        label=_("目录条目"), required=False, coerce=int, empty_value=None,
        help_text=_("本机关公开事项标准目录中的条目。"),
    )  # fmt: skip
    number = forms.CharField(
        label=_("文号"), required=False, max_length=100, help_text=_("例如：示政发〔2026〕3号；没有的不填。")
    )
    made = forms.DateField(
        label=_("成文日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("自形成或者变更之日起二十个工作日内公开（《条例》第二十六条）。"),
    )
    issuer = forms.CharField(
        label=_("发文机关"), required=False, max_length=200, help_text=_("与发布机关相同的不填；联合发文的用顿号分开。")
    )
    subject = forms.CharField(label=_("主题分类"), required=False, max_length=60)
    genre = forms.CharField(label=_("体裁"), required=False, max_length=20)
    audience = forms.CharField(label=_("服务对象"), required=False, max_length=60)
    issue = forms.IntegerField(label=_("期号"), required=False, min_value=1, max_value=100_000)
    explains = forms.CharField(
        label=_("解读的文件"), required=False, max_length=60, help_text=_("填写被解读文件的索引号。")
    )
    valid_from = forms.DateField(label=_("施行日期"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    valid_until = forms.DateField(
        label=_("有效期至"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("最后有效的一天；长期有效的不填。"),
    )
    publish_by = forms.DateField(
        label=_("另有规定的公开期限"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("法律、法规对公开期限另有规定的，填写最后期限；没有的不填，按二十个工作日计算。"),
    )
    publish_by_source = forms.CharField(
        label=_("期限依据"), required=False, max_length=200, help_text=_("例如：《×××法》第×条")
    )
    source = forms.CharField(label=_("来源"), required=False, max_length=200, help_text=_("转载的写明原发布单位。"))
    contact = forms.CharField(label=_("联系方式"), required=False, max_length=200)
    correction = forms.CharField(
        label=_("勘误说明"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("更正已发布的内容时填写，公众在页面上能看到更正了什么。"),
    )

    def __init__(
        self, *args: Any, kind: Kind, agency: Agency, reader: Reader, published: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.reader, self.published = kind, reader, published
        self.fields["item"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((item.id, item.label) for item in (*disclosure_items(), *further_items(agency.tier))),
        ]
        self.fields["ground"].choices = ground_choices()  # type: ignore[attr-defined]
        self.fields["entry"].choices = [("", "—"), *entries(agency, reader)]  # type: ignore[attr-defined]
        for name in ("subject", "genre", "audience"):
            self.fields[name].widget = Offered(offered()[f"{name}s"])
        for name in kind.asks:  # a draft may be kept without, but is not sent on
            self.fields[name].before_review = True  # type: ignore[attr-defined]
        self.explained: Document | None = None

    @property
    def first(self) -> list[forms.BoundField]:
        """What is said before the text: what the kind asks for, and what was put right in what the public reads."""
        wanted = {"attribute", *WITHHELD, "made", *self.kind.asks} | ({"correction"} if self.published else set())
        return [field for field in self if field.name in wanted]

    @property
    def further(self) -> list[forms.BoundField]:
        """What may be said besides; of what only some kinds have, that which stands there already."""
        first = {field.name for field in self.first}
        rest = [field for field in self if field.name not in first]
        return [field for field in rest if field.name not in OF_SOME or field.value() or field.errors]

    @property
    def said(self) -> list[str]:
        """What is said of that already, by its labels."""
        return [str(field.label) for field in self.further if field.value()]

    @property
    def wrong(self) -> bool:
        """Whether something of that has to be put right."""
        return any(field.errors for field in self.further)

    def clean_explains(self) -> str:
        """The 索引号 of a document that the officer may see."""
        wanted: str = self.cleaned_data["explains"].strip()
        if wanted:
            found = Document.objects.visible_to(self.reader).filter(index_number=wanted).order_by("pk").first()
            if found is None:
                raise forms.ValidationError(_("没有这个索引号的文件，请核对。"))
            self.explained = found
        return wanted

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("attribute") != Attribute.WITHHELD:
            said["ground"] = said["ground_note"] = ""
        since, until = said.get("valid_from"), said.get("valid_until")
        if since and until and until < since:
            self.add_error("valid_until", _("有效期早于施行日期，请核对。"))
        if bool(said.get("publish_by")) != bool(said.get("publish_by_source", "").strip()):
            self.add_error("publish_by_source", _("另有规定的期限，日期和依据都要写明。"))
        return said

    @property
    def facts(self) -> Facts:
        """What was said; of a form that is valid."""
        said = dict(self.cleaned_data)
        return Facts(**said | {"explains": self.explained.pk if self.explained else None})

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the fields, valid or not."""
        return {name: self.data.get(self.add_prefix(name), "") for name in self.fields}


class Offered(forms.TextInput):
    """A line of text with words to choose from."""

    template_name = "disclosure/offered.html"

    def __init__(self, offered: list[str]) -> None:
        super().__init__()
        self.offered = offered

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["offered"] = self.offered
        context["widget"]["attrs"]["list"] = f"{context['widget']['attrs'].get('id', name)}-offered"
        return context


def initial_of(facts: Facts) -> dict[str, Any]:
    """What the form begins with."""
    found: Mapping[str, Any] = facts.stored
    explained = Document.objects.filter(pk=facts.explains or 0).values_list("index_number", flat=True).first()
    return {**found, "explains": explained or ""}


def rows(document: Document, facts: Facts, *, since: datetime | None = None) -> Iterator[tuple[Any, Any]]:
    """The table of a page: name and value of all that is known, in the order in which such pages have it.

    `since`: when it is published, where that is not what the document says.
    """
    made = facts.made or (timezone.localdate(since) if since else document.made)
    known = (
        (_("索引号"), document.index_number),
        (_("发文机关"), facts.issuer or (document.agency.name if facts.number else "")),
        (_("文号"), facts.number),
        (_("期号"), f"第{facts.issue}期" if facts.issue else ""),
        (_("发布机构"), document.agency.name),
        (_("成文日期"), made),
        (_("发布日期"), since or document.published_at),
        (_("主题分类"), facts.subject),
        (_("体裁"), facts.genre),
        (_("服务对象"), facts.audience),
        (_("公开方式"), Attribute(facts.attribute).label),
        (_("法定公开事项"), item_of(facts.item).label if facts.item else ""),
        (_("目录条目"), _entry(facts.entry) if facts.entry else ""),
        (_("施行日期"), facts.valid_from),
        (_("有效期至"), facts.valid_until),
        (_("来源"), facts.source),
        (_("联系方式"), facts.contact),
    )
    yield from ((name, value) for name, value in known if value)


def _entry(pk: int) -> str:
    """An entry as the public knows it."""
    row = EntryVersion.objects.filter(entry=pk).latest_on(timezone.localdate(), PUBLIC).first()
    return str(row) if row else ""


def spoken(said: Mapping[str, Any]) -> list[str]:
    """Facts as they were stored or typed, a line each in the order of the form, for a comparison."""
    line = _("%(name)s：%(value)s")
    labels = {name: field.label for name, field in MetadataForm.base_fields.items()}
    known = [*labels, *(name for name in said if name not in labels)]
    return [
        line % {"name": labels.get(name, name), "value": _word(name, said[name])} for name in known if said.get(name)
    ]


def _word(name: str, value: Any) -> Any:
    """A value in the words of its form."""
    if name == "attribute" and value in Attribute:
        return Attribute(value).label
    if name == "explains" and isinstance(value, int):
        return Document.objects.filter(pk=value).values_list("index_number", flat=True).first()
    if name == "item":
        return item_of(value).label
    if name == "entry" and str(value).isdecimal():
        row = EntryVersion.objects.filter(entry=int(value)).order_by("-since", "-pk").first()
        return str(row) if row else value
    if name in DAYS:
        try:
            return date_format(date.fromisoformat(value))
        except ValueError:  # as somebody typed it
            return value
    return grounds()[value].name if name == "ground" and value in grounds() else value
