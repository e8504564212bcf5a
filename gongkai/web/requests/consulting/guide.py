"""What follows from each opinion: what is waited for, what may be decided, and by which letter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.law.clock import ROLES, Clock, Consulted
from gongkai.law.clock.articles import Articles
from gongkai.law.rules import law_rules
from gongkai.letters import kinds
from gongkai.web.requests.models import Case, Opinion
from gongkai.web.requests.standing import OVER

PUBLISH, PARTLY = "answer_provided", "answer_partly"
REFUSE, OVERRIDE = "answer_third_party", "publication_notice"


@dataclass(frozen=True)
class Step:
    """One thing that may come next, why, and the letters by which it is done: id and name."""

    text: str
    article: str
    letters: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Asked:
    """One party that was consulted, as the case page shows it."""

    row: Consulted
    role: str
    opinion: Opinion | None
    steps: list[Step]


def asked(case: Case, clock: Clock) -> list[Asked]:
    """Everybody who was consulted, with what was said and what is next."""
    if not clock.consulted:
        return []
    said = _said(case)
    return [
        Asked(row, ROLES[row.role], said.get(row.party), list(_steps(row, clock)) if clock.stage not in OVER else [])
        for row in clock.consulted
    ]


def _said(case: Case) -> dict[str, Opinion]:
    rows = Opinion.objects.filter(fact__case=case, fact__struck=None).select_related("fact").order_by("fact__on", "pk")
    return {row.fact.fact.party: row for row in rows}


def _steps(row: Consulted, clock: Clock) -> Iterable[Step]:
    articles = Articles(law_rules(), clock.today)
    article = articles.opinion(row.role)
    if not row.over:
        if row.received is None and row.by is None:
            yield Step(_("查明对方收到征求意见书的日期并登记：期限自收到之日起计算。"), article)
        by = date_format(row.by, "DATE_FORMAT") if row.by else _("收到之日起的法定期限届满")
        yield Step(_("等待书面意见，至%(day)s；期间不计算答复期限。") % {"day": by}, article)
    elif row.role == "third_party":
        yield from _of_third_party(row, articles.third_party)
    elif row.silent and row.role == "joint_maker":
        yield Step(_("逾期没有提出意见，视为同意公开。"), article, _letters(PUBLISH, PARTLY))
    elif row.silent:
        yield Step(_("期限已过，没有收到意见：由本机关决定是否公开。"), article, _letters(PUBLISH, PARTLY))
    else:
        yield Step(_("已收到意见，恢复计算答复期限：请据以决定是否公开。"), article, _letters(PUBLISH, PARTLY))


def _of_third_party(row: Consulted, article: str) -> Iterable[Step]:
    """《条例》第三十二条: silence, consent, objection with good reason, objection against a public interest."""
    if row.silent:
        text = _("第三方逾期没有提出意见，由本机关依照《条例》的规定决定是否公开。")
        yield Step(text, article, _letters(PUBLISH, PARTLY, REFUSE))
    elif not row.objects:
        yield Step(_("第三方同意公开：没有其他不予公开情形的，可以公开。"), article, _letters(PUBLISH, PARTLY))
    elif row.told:
        text = _("已经书面告知第三方公开的内容和理由，可以答复并公开。")
        yield Step(text, article, _letters(PUBLISH, PARTLY))
    else:
        text = _("理由合理的，不予公开；能够区分的，公开其余部分（《条例》第三十七条）。")
        yield Step(text, article, _letters(REFUSE, PARTLY))
        text = _(
            "认为不公开可能对公共利益造成重大影响的，可以决定公开：先把公开的内容和理由书面告知第三方，再答复申请人。"
        )
        yield Step(text, article, _letters(OVERRIDE))


def _letters(*names: str) -> list[tuple[str, str]]:
    return [(name, kinds()[name].name) for name in names]
