"""What reports are compared by: sums of cells that both editions of the form have, and shares of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.report.checks.values import plain
from gongkai.report.schema import Number

Cells = Mapping[str, Number | None]


@dataclass(frozen=True)
class Measure:
    """A sum of cells; with `of`, its share of the sum of those, in per cent."""

    id: str
    name: str | Promise
    cells: tuple[str, ...]
    of: tuple[str, ...] = ()

    def value(self, cells: Cells) -> Number | None:
        """Unknown as soon as a part of it is, and a share of nothing is none."""
        part, whole = _sum(cells, self.cells), _sum(cells, self.of)
        if not self.of or part is None:
            return part
        return plain(round(100 * part / whole, 1)) if whole else None


def _sum(cells: Cells, wanted: tuple[str, ...]) -> Number | None:
    values = [cells.get(cell) for cell in wanted]
    known = [value for value in values if value is not None]
    return plain(round(sum(known), 2)) if len(known) == len(values) else None


def _total(*rows: str) -> tuple[str, ...]:
    return tuple(f"requests.{row}.total" for row in rows)


_GRANTED = _total("granted", "partly_granted")
_REFUSED = _total(
    "refused_state_secret", "refused_forbidden_by_law", "refused_security_stability", "refused_third_party",
    "refused_internal_affairs", "refused_process_information", "refused_enforcement_files", "refused_special_enquiry",
)  # fmt: skip
_UNAVAILABLE = _total("unavailable_not_held", "unavailable_must_be_created", "unavailable_still_unclear")
_CONCLUDED = _total("concluded")
_SUITS = ("litigation_direct.total", "litigation_after_review.total")
_LOST = ("litigation_direct.corrected", "litigation_after_review.corrected")

MEASURES = {
    measure.id: measure
    for measure in (
        Measure("received", _("新收申请"), _total("received")),
        Measure("concluded", _("办结申请"), _CONCLUDED),
        Measure("granted", _("予以公开、部分公开"), _GRANTED),
        Measure("refused", _("不予公开"), _REFUSED),
        Measure("review", _("行政复议"), ("review.total",)),
        Measure("litigation", _("行政诉讼"), _SUITS),
        Measure("granted_share", _("公开率（%）"), _GRANTED, _CONCLUDED),
        Measure("refused_share", _("不予公开率（%）"), _REFUSED, _CONCLUDED),
        Measure("unavailable_share", _("无法提供率（%）"), _UNAVAILABLE, _CONCLUDED),
        Measure("carried_share", _("结转率（%）"), _total("carried_out"), _total("received", "carried_in")),
        Measure("review_share", _("每百件办结的复议"), ("review.total",), _CONCLUDED),
        Measure("corrected_share", _("复议纠正率（%）"), ("review.corrected",), ("review.total",)),
        Measure("lost_share", _("诉讼纠正率（%）"), _LOST, _SUITS),
    )
}
#: Those that are numbers of things, and drawn year by year.
COUNTS = tuple(id_ for id_, measure in MEASURES.items() if not measure.of)
