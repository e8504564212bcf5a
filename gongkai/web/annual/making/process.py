"""The making of a report as a kind of the workflow (`compilation.yaml`)."""

from __future__ import annotations

from pathlib import Path

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.web import clock
from gongkai.web.annual.making import actions
from gongkai.web.annual.models import Compilation
from gongkai.web.annual.models.making import COMPILATION
from gongkai.web.workflow.guards import Asking, guard
from gongkai.web.workflow.kinds import register

TABLE = Path(__file__).with_name("compilation.yaml")


def _thing(id_: int) -> Compilation:
    found: Compilation = Compilation.objects.select_related("agency").get(pk=id_)
    return found


def _address(id_: int) -> str:
    slug, year = Compilation.objects.values_list("agency__slug", "year").get(pk=id_)
    return reverse("annual:making", args=[slug, year])


def _fixed(asking: Asking) -> str:
    """Asked where it is done: until then nothing is fixed."""
    return actions.why_not_fixed(asking.thing) if asking.doing else ""


def _over(asking: Asking) -> str:
    year = asking.thing.year
    return "" if clock.today().year > year else _("%(year)s年还没有结束，可以编制，年底以后送审。") % {"year": year}


def register_compilations() -> None:
    """Make the kind known, after its guards."""
    guard("report_fixed", ready=actions.fix)(_fixed)
    guard("report_over")(_over)
    register(
        COMPILATION,
        gettext_lazy("年度报告"),
        TABLE,
        model=Compilation,
        thing=_thing,
        version=actions.version_of,
        url=_address,
        effects={"sign": actions.signed, "revoke": actions.unsigned, "publish": actions.published},
    )
