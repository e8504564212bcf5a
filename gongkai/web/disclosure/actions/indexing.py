"""索引号: each agency's own pattern and series; a number once given is never changed and never given again."""

from __future__ import annotations

import re
from string import Formatter

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
    made = pattern.format(
        code=agency.uscc or agency.slug, slug=agency.slug, division=agency.division or agency.slug, year=year,
        serial=serial,
    )  # fmt: skip
    if len(made) > LONGEST:
        raise Refused(_("索引号不能超过%(most)s个字符。") % {"most": LONGEST})
    return made


def next_number(agency: Agency, year: int) -> str:
    """Give the next 索引号 of an agency that is held; where another pattern gave it already, the one after."""
    series, _first = IndexSeries.objects.select_for_update().get_or_create(agency=agency, year=year)
    pattern = pattern_of(agency)
    while True:
        series.last += 1
        made = example(agency, pattern, year=year, serial=series.last)
        if not Document.objects.filter(agency=agency, index_number=made).exists():
            series.save()
            return made


def set_pattern(agency: Agency, *, pattern: str, by: Officer) -> None:
    """Make the 索引号 that are given from now on after a pattern."""
    by.require(Permission.DISCLOSE, agency)
    pattern = pattern.strip()
    with act(by=by.actor) as done:
        agency = held(agency)
        example(agency, pattern, year=by.today.year)
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
