"""The figures of an annual report's section 一 on the desk: each number opens the list of what it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure import counts
from gongkai.web.disclosure.channels import PORTAL, channels
from gongkai.web.disclosure.kinds import kinds, living
from gongkai.web.disclosure.models import (
    ANSWERED,
    Account,
    Decision,
    Document,
    EntryVersion,
    ErrorReport,
    Fee,
    Lifecycle,
    Topic,
    TotalRow,
    YearTotal,
)
from gongkai.web.disclosure.registers.asking import Asked, asked
from gongkai.web.disclosure.releases.counting import every_item, label
from gongkai.web.disclosure.sheets.cells import yuan

PER_PAGE = 50
#: By their names in addresses; besides these, each kind of documents has its figure.
FIGURES: Mapping[str, Callable[..., counts.Figure]] = {
    "published": counts.published,
    "ever": counts.ever,
    "interpretations": counts.interpretations,
    "responses": counts.responses,
    "bulletins": counts.bulletins,
    "topics": counts.topics,
    "corrections": counts.corrections,
}
#: Figures that are counted together, by the beginning of their names.
FAMILIES: Mapping[str, Callable[..., Mapping[str, counts.Figure]]] = {
    **{kind: partial(counts.of_life, kind) for kind, _name in living()},
    "media": counts.accounts,
}


def figure(name: str, this: Asked, said: Mapping[str, str]) -> counts.Figure:
    """One figure of what was asked for; `said`: the item, channel, account or part of the catalogue.

    :raises Http404: where there is no such figure.
    """
    if name in FIGURES:
        return FIGURES[name](this.scope, *this.days)
    if name in kinds():
        found = counts.published(this.scope, *this.days, kinds=[name])
        return counts.Figure(kinds()[name].label, found.rows)
    family, _dash, member = name.partition("-")
    if family in FAMILIES and member in (known := FAMILIES[family](this.scope, *this.days)):
        return known[member]
    if name in ANSWERED:
        return counts.letters(this.scope, this.year, TotalRow(name))
    if name in PARTS:
        return PARTS[name](this, said)
    raise Http404


def _of_item(this: Asked, said: Mapping[str, str]) -> counts.Figure:
    item = said.get("item", "")
    return counts.Figure(label("item", item), counts.published(this.scope, *this.days, items=[item]).rows)


def _of_channel(this: Asked, said: Mapping[str, str]) -> counts.Figure:
    channel, account = said.get("channel", ""), said.get("account", "")
    if channel not in channels():
        raise Http404
    number = int(account[:15]) if account.isascii() and account.isdecimal() else None
    found = counts.released(this.scope, *this.days, channel, number)
    # an account is named to whoever sees what went out through it
    used = Account.objects.filter(pk=number or 0, releases__document__agency__in=this.scope)
    name = used.values_list("name", flat=True).first()
    return counts.Figure(_named(channel, name or ""), found.rows)


def _of_catalogue(this: Asked, said: Mapping[str, str]) -> counts.Figure:
    reach = "village" if said.get("reach") == "village" else ""
    return counts.catalogue(this.scope, this.days[1], reach=reach, first=said.get("first", ""))


#: Figures that say in the address of what they are a part.
PARTS: Mapping[str, Callable[[Asked, Mapping[str, str]], counts.Figure]] = {
    "item": _of_item,
    "channel": _of_channel,
    "catalogue": _of_catalogue,
}


def _named(channel: str, account: str) -> str:
    name = channels()[channel].label
    return f"{name} · {account}" if account else name


@dataclass(frozen=True)
class Line:
    """A figure on the page of all; `share`: of the largest beside it, in per cent, where parts are drawn."""

    label: str | Promise
    number: int
    address: str
    share: int | None = None


@dataclass(frozen=True)
class Group:
    heading: str
    lines: list[Line]


def groups(this: Asked) -> Iterator[Group]:
    """All figures, as a report tells them; as many queries for many rows as for few."""
    line = partial(_line, this)
    known = {name: line(name, found) for name, found in ((name, figure(name, this, {})) for name in FIGURES)}
    by_kind, by_item = counts.by("kind", this.scope, *this.days), counts.by("item", this.scope, *this.days)
    among = _("其中：%(kind)s")
    of_kinds = [
        line(id_, among % {"kind": kind.label}, by_kind[id_]) for id_, kind in kinds().items() if id_ in by_kind
    ]
    yield Group(_("发布信息，按种类"), [known["published"], *_drawn(of_kinds), known["ever"]])
    in_order = [id_ for id_ in every_item() if id_ in by_item]
    in_order += sorted(by_item.keys() - {*in_order})  # none, or one that is no more
    of_items = [line("item", label("item", id_), by_item[id_], item=id_) for id_ in in_order]
    yield Group(_("发布信息，按法定公开事项"), _drawn(of_items))
    yield Group(_("按公开渠道"), _drawn(list(_channels(this))))
    for kind, heading in living():
        of_kind = FAMILIES[kind](this.scope, *this.days)
        yield Group(str(heading), [line(f"{kind}-{name}", found) for name, found in of_kind.items()])
    told = ("interpretations", "responses", "bulletins", "topics")
    yield Group(_("解读、回应、刊物、专题"), [known[name] for name in told])
    yield Group(_("公开事项标准目录"), list(_entries(this)))
    media = FAMILIES["media"](this.scope, *this.days)
    yield Group(_("政务新媒体"), [line(f"media-{name}", found) for name, found in media.items()])
    letters = [line(row, counts.letters(this.scope, this.year, row)) for row in ANSWERED]
    yield Group(_("答复公众"), [known["corrections"], *letters])


def _line(this: Asked, name: str, found: counts.Figure | str | Promise, number: int | None = None, **said: str) -> Line:
    """A figure, or the name of one that was counted with others."""
    words = found.label if isinstance(found, counts.Figure) else found
    if isinstance(found, counts.Figure):
        number = found.number
    return Line(words, number or 0, f"{reverse('disclosure:figure', args=[name])}?{urlencode(this.query | said)}")


def _drawn(lines: list[Line]) -> list[Line]:
    most = max([line.number for line in lines], default=0) or 1
    return [replace(line, share=100 * line.number // most) for line in lines]


def _channels(this: Asked) -> Iterator[Line]:
    """What went out through each, the portal first."""
    order = list(channels())
    found = counts.by_channel(this.scope, *this.days)
    for channel, account, name, number in sorted(found, key=lambda row: (order.index(row[0]), row[1] or 0)):
        said = {"channel": channel} | ({"account": str(account)} if account else {})
        yield _line(this, "channel", _named(channel, name), number, **said)
    if PORTAL not in {row[0] for row in found}:
        yield _line(this, "channel", _named(PORTAL, ""), 0, channel=PORTAL)


def _entries(this: Asked) -> Iterator[Line]:
    yield _line(this, "catalogue", counts.catalogue(this.scope, this.days[1]))
    for first, number in counts.by_first(this.scope, this.days[1]).items():
        yield _line(this, "catalogue", first, number, first=first)
    village = counts.catalogue(this.scope, this.days[1], reach="village")
    yield _line(this, "catalogue", _("延伸到村、社区"), village.number, reach="village")


@dataclass(frozen=True)
class Opened:
    """A row of whatever is counted: its name, its page, whose it is, the day for which it counts; a document's kind."""

    title: str
    address: str
    agency: Agency
    day: date | datetime | None = None
    kind: str = ""


#: What rows bring with them.
WITH: Mapping[type, tuple[str, ...]] = {
    Lifecycle: ("document__agency",), ErrorReport: ("document", "agency"), YearTotal: ("agency", "entered_by")
}  # fmt: skip


def opened(row: Any) -> Opened:
    """A row as a line of a list."""
    match row:
        case Document():
            address = reverse("disclosure:document", args=[row.pk])
            return Opened(row.title, address, row.agency, row.published_at, row.get_kind_display())
        case Lifecycle():
            address = reverse("disclosure:life", args=[row.document_id])
            return Opened(row.document.title, address, row.document.agency, row.issued)
        case Topic():
            return Opened(row.title, reverse("disclosure:topic", args=[row.pk]), row.agency, row.published)
        case EntryVersion():
            address = reverse("disclosure:catalogue-of", args=[row.agency.slug])
            return Opened(str(row), address, row.agency, row.since)
        case Decision():
            address = reverse("disclosure:register", args=["decisions", row.agency.slug])
            return Opened(f"{row.number} {row.matter}", address, row.agency, row.day, row.get_kind_display())
        case Fee():
            address = reverse("disclosure:register", args=["fees", row.agency.slug])
            return Opened(f"{row.item} {yuan(row.cents)}元", address, row.agency)
        case Account():
            return Opened(str(row), reverse("media:account", args=[row.pk]), row.agency, row.state_since)
        case YearTotal():
            who = _("，%(name)s填报") % {"name": row.entered_by} if row.entered_by is not None else ""
            title = f"{row.get_row_display()} {row.unlisted}（{row.source}{who}）"
            return Opened(title, "", row.agency, row.entered)
        case _:
            return Opened(str(row), reverse("disclosure:error", args=[row.pk]), row.agency, row.answered)


@require_safe
@desk(Permission.READ_INTERNAL)
def listed(request: HttpRequest, name: str) -> HttpResponse:
    """What a figure counts, newest first."""
    this, said = asked(request), _said(request.GET)
    found = figure(name, this, said)
    rows = found.rows.visible_to(request.officer).order_by("-pk")  # type: ignore[attr-defined]
    page = Paginator(rows.select_related(*WITH.get(rows.model, ("agency",))), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"figure": found, "asked": this, "page": page, "lines": [opened(row) for row in page]}
    return render(request, "disclosure/registers/figure.html", context)


def _said(query: QueryDict) -> dict[str, str]:
    wanted = ("item", "channel", "account", "reach", "first")
    return {name: str(query[name]) for name in wanted if name in query}
