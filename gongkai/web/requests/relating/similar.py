"""How alike two requests are in their words: a hint for people, which decides nothing.

Both texts are folded (full width, letters' case, blanks, punctuation), and cut into all groups of three characters that
follow each other. How alike they are is the share of the groups that stand in both among all that stand in either.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.web.personal import blind_indexes
from gongkai.web.requests.models import Case

#: Characters of a group.
LENGTH = 3
#: From this share on, in percent, two requests are shown as alike, so many at most, among so many of the newest.
ALIKE, SHOWN, LOOKED_AT = 30, 30, 3000
EXPLAINED: Promise = _(
    "相似度是两件申请内容共有的三字词组占全部三字词组的比例，不计标点、空格和大小写；只供参考，由办理人判断。"
)
_UNREAD = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Alike:
    """Another request, how alike it is in percent, and whether the same applicant made it."""

    case: Case
    percent: int
    same_applicant: bool


def groups(text: str) -> frozenset[str]:
    """The groups of a text; of a short one itself."""
    folded = _UNREAD.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return frozenset(folded[at : at + LENGTH] for at in range(max(len(folded) - LENGTH + 1, 1)) if folded)


def percent(one: frozenset[str], other: frozenset[str]) -> int:
    """The share of common groups; 100 only where all are."""
    together = len(one | other)
    return len(one & other) * 100 // together if together else 0


def alike(case: Case) -> list[Alike]:
    """The requests to the same agency that are alike, most alike first."""
    own = groups(case.content)
    rows = Case.objects.filter(agency=case.agency_id).exclude(pk=case.pk).order_by("-pk")
    found = {
        pk: share
        for pk, content in rows.values_list("pk", "content")[:LOOKED_AT]
        if (share := percent(own, groups(content))) >= ALIKE
    }
    first = sorted(found, key=lambda pk: (-found[pk], -pk))[:SHOWN]
    indexes = set(blind_indexes(case.applicant.identity_number))
    known = Case.objects.select_related("told", "applicant").in_bulk(first)
    return [Alike(known[pk], found[pk], known[pk].applicant.identity_index in indexes) for pk in first]
