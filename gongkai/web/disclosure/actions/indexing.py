"""索引号: each agency's own pattern and series; a number once given is never changed, and nowhere given again."""

from __future__ import annotations

import re
from string import Formatter

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongkai.web.agencies.actions.ground import held
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.disclosure.models import Document, IndexPattern, IndexSeries
from gongkai.web.workflow.refusals import Refused

#: After 《政府信息公开目录系统实施指引（试行）》: a code of the agency, the year, five digits.
USUAL = "{code}/{year}-{serial:05}"
NAMES = frozenset({"code", "slug", "division", "year", "serial"})
WIDTH = re.compile("0?[1-9]?")
LONGEST = 60


def pattern_of(agency: Agency) -> str:
    """The pattern by which the agency's next 索引号 is made."""
    found = IndexPattern.objects.filter(agency=agency).values_list("pattern", flat=True).first()
    return found or USUAL


def example(agency: Agency, pattern: str, *, year: int, serial: int = 1) -> str:
    """A 索引号 after a pattern.

    :raises Refused: where the pattern cannot make numbers that differ.
    """
    _check(pattern)
    made = _filled(agency, pattern, year, serial)
    if len(made) > LONGEST:
        raise Refused(_("索引号不能超过%(most)s个字符。") % {"most": LONGEST})
    return made


def _filled(agency: Agency, pattern: str, year: int, serial: int) -> str:
    return pattern.format(
        code=agency.uscc or agency.slug, slug=agency.slug, division=agency.division or agency.slug, year=year,
        serial=serial,
    )  # fmt: skip


def save_numbered(document: Document, *, year: int) -> None:
    """Within an act: save a new document of an agency that is held, with the 索引号 it brought or the agency's next.

    :raises Refused: where another document has the one it brought, whichever agency's.
    """
    brought = document.index_number
    while True:
        document.index_number = brought or _next_number(document.agency, year)
        holder = _holder(document.index_number)
        if holder is None:
            try:
                with transaction.atomic():
                    document.save()
            except IntegrityError:  # another agency's act gave it meanwhile, or it is no matter of the 索引号
                if (holder := _holder(document.index_number)) is None:
                    raise
            else:
                return
        if brought:
            raise Refused(
                _("索引号 %(number)s 已用于“%(agency)s”的另一份文件；一个索引号在整个平台上只用一次，请核对。")
                % {"number": brought, "agency": holder.agency.name}
            )


def _holder(number: str) -> Document | None:
    found: Document | None = Document.objects.select_related("agency").filter(index_number=number).first()
    return found


def _next_number(agency: Agency, year: int) -> str:
    series, _first = IndexSeries.objects.select_for_update().get_or_create(agency=agency, year=year)
    series.last += 1
    series.save()
    return example(agency, pattern_of(agency), year=year, serial=series.last)


def set_pattern(agency: Agency, *, pattern: str, by: Officer) -> None:
    """Make the 索引号 that are given from now on after a pattern.

    :raises Refused: where it cannot make numbers that differ, or makes those of another agency.
    """
    by.require(Permission.DISCLOSE, agency)
    pattern = pattern.strip()
    with act(by=by.actor) as done:
        agency = held(agency)
        made = example(agency, pattern, year=by.today.year)
        for other in IndexPattern.objects.exclude(agency=agency).select_related("agency"):
            if _filled(other.agency, other.pattern, by.today.year, 1) == made:
                raise Refused(
                    _("“%(agency)s”的索引号也是这个式样，两个机关会编出同样的号；请在式样中加上 {code} 或者 {slug}。")
                    % {"agency": other.agency.name}
                )
        old = pattern_of(agency)
        IndexPattern.objects.update_or_create(agency=agency, defaults={"pattern": pattern})
        done.note(
            "document.index_pattern_set",
            of=agency.thing,
            agency=agency.holder,
            old={"pattern": old},
            new={"pattern": pattern},
        )


def _check(pattern: str) -> None:
    try:
        parts = [part for part in Formatter().parse(pattern) if part[1] is not None]
    except ValueError:
        parts = [("", "?", "", None)]
    for _text, name, width, conversion in parts:
        if name not in NAMES or conversion or (width and (name != "serial" or not WIDTH.fullmatch(width))):
            raise Refused(
                _("式样中可用的有：%(names)s；序号的位数写作 {serial:05}。")
                % {"names": _("、").join("{" + known + "}" for known in sorted(NAMES))}
            )
    if not {"serial", "year"} <= {name for _text, name, _width, _conversion in parts}:
        raise Refused(_("式样须含 {year} 和 {serial}：索引号不能重复。"))
