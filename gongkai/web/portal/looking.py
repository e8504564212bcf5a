"""先找一找: what is public of the same matter, beside the form of a request (《条例》第三十六条第（一）项).

What is typed comes in a body and is kept by nobody: it stands in no address, no log and no table. It is a suggestion:
whatever is found or not, the form is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.web.agencies.finding import LONGEST
from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.models import Document
from gongkai.web.portal.limits import wait
from gongkai.web.portal.published import published
from gongkai.web.portal.sections import Line, lines
from gongkai.web.requests.relating.similar import groups
from gongkai.web.search.finding import find
from gongkai.web.search.folding import clean
from gongkai.web.visibility import PUBLIC

#: The field of the form that looks; of the request's own form no field has this name.
SOUGHT = "sought"
#: Of an address in an hour: who has looked more often is told so, and may apply all the same.
MOST, HOUR = 120, 3600
#: So many are shown; titles are compared with so many of the newest of the agency.
SHOWN, LOOKED_AT = 8, 3000
#: From this share on, in percent of the groups of the shorter of both, a title is of the same matter; and so many.
ALIKE, LEAST = 40, 3
#: Words of asking, which say nothing of the matter.
_ASKING = re.compile(r"申请公开|申请获取|请问|我想要?|我要|希望|查询|了解|获取|提供|公开|有关|关于|相关|（演示）")


@dataclass(frozen=True)
class Looked:
    """What was looked for and what is public of it; `refused`: it was not looked for, and why."""

    words: str
    lines: list[Line]
    refused: str = ""


def looked(request: HttpRequest, agency: Agency) -> Looked:
    """What the page shows beside the form."""
    words = " ".join(clean(request.POST.get(SOUGHT, "")).split())[:LONGEST]
    if not words:
        return Looked("", [], _("请先写要找的信息，例如名称、文号或者几个关键词。"))
    if seconds := wait(request, "request-look", most=MOST, seconds=HOUR):
        again = _("查找得太频繁，请过%(minutes)d分钟再找；申请可以直接提交。") % {"minutes": -(-seconds // 60)}
        return Looked(words, [], again)
    return Looked(words, lines(_rows(agency, words), timezone.localdate()))


def _rows(agency: Agency, words: str) -> list[Document]:
    """What has every word first, whoever published it; then what the agency calls alike."""
    ids = dict.fromkeys([*_found(words), *_alike(agency, words)])
    known = published(None).in_bulk(list(ids)[:SHOWN])
    return [known[pk] for pk in ids if pk in known]


def _found(words: str) -> Iterator[int]:
    for hit in find(words, reader=PUBLIC, kinds=["item"], order="relevance", size=SHOWN):
        yield int(hit.entry.object_id)


def _alike(agency: Agency, words: str) -> list[int]:
    """Whole sentences are found by their titles: people ask for things by a name that is nearly theirs."""
    own = groups(_ASKING.sub("", words))
    titles = published(agency).order_by("-made", "-pk").values_list("pk", "title")[:LOOKED_AT]
    shares = {pk: _share(own, groups(_ASKING.sub("", title))) for pk, title in titles}
    return sorted((pk for pk, share in shares.items() if share >= ALIKE), key=lambda pk: (-shares[pk], -pk))


def _share(own: frozenset[str], other: frozenset[str]) -> int:
    together = len(own & other)
    return together * 100 // min(len(own), len(other)) if together >= LEAST else 0
