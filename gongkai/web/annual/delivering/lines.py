"""Many addresses at once: a unit and an address on each line."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from gongkai.web.agencies.officers import Officer
from gongkai.web.annual.collecting.fetching import ask_for
from gongkai.web.annual.collecting.filing import require_lead
from gongkai.web.annual.delivering.matching import Units
from gongkai.web.annual.models import Collection
from gongkai.web.workflow.refusals import Refused

_LINE = re.compile(r"(?P<unit>.*?)[\s,，:：]*(?P<address>https?://\S+)", re.IGNORECASE)


def ask_for_all(collection: Collection, text: str, *, by: Officer) -> tuple[int, list[str]]:
    """Have the report on each line fetched; how many, and the lines of which it is not, each with the reason."""
    require_lead(collection, by)
    units, count, wrong = Units(collection), 0, []
    for line in filter(None, map(str.strip, text.splitlines())):
        try:
            _ask(units, line, by)
            count += 1
        except Refused as refused:
            wrong.append(f"{line}  # {refused}")
    return count, wrong


def _ask(units: Units, line: str, by: Officer) -> None:
    line = line.split("  # ")[0]  # what was said of it before
    found = _LINE.fullmatch(line.strip())
    if found is None:
        raise Refused(_("请一行写一个单位和它的网址，如“某某局 https://…”。"))
    filing = units.called(found["unit"])
    if filing is None:
        raise Refused(_("名单里没有名称是“%(name)s”的单位。") % {"name": found["unit"]})
    ask_for(filing, found["address"], by=by)
