"""Letters as a kind of the workflow (`letters.yaml`)."""

from __future__ import annotations

from pathlib import Path

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.law.clock import ImpossibleFacts, clock
from gongkai.letters import kinds
from gongkai.web import clock as time
from gongkai.web.requests.letters import actions
from gongkai.web.requests.letters.sending import recorded
from gongkai.web.requests.models import LETTER, Letter
from gongkai.web.requests.standing import facts_of
from gongkai.web.workflow.guards import Asking, guard
from gongkai.web.workflow.kinds import Version, register

TABLE = Path(__file__).with_name("letters.yaml")


def _thing(id_: int) -> Letter:
    found: Letter = Letter.objects.select_related("case__agency", "case__applicant", "case__told").get(pk=id_)
    return found


def _version(letter: Letter) -> Version:
    return Version(*letter.versions.values_list("number", "digest").get(number=letter.latest))


def _lawful(asking: Asking) -> str:
    """What its sending records can be by the law, if it were sent today."""
    letter, today = asking.thing, time.today()
    said = letter.said
    day, way = letter.sent or today, letter.way or "electronic"
    if wrong := actions.objection(letter, said, today):
        return wrong
    new = recorded(letter.kind, said, issued=letter.issued or today, sent=day, way=way)
    if not new:
        return ""
    for case in (letter.case, *actions.also_answered(letter)):
        try:
            clock([*facts_of(case), *new], today)
        except ImpossibleFacts as impossible:
            return str(impossible) if case == letter.case else f"{case.number}：{impossible}"
    return ""


def _told(asking: Asking) -> str:
    return "" if asking.thing.sent is not None else _("请先写明送出的方式和日期。")


def _inside(asking: Asking) -> str:
    return "" if kinds()[asking.thing.kind].to == "unit" else _("这件文书须经审核、签发。")


def register_letters() -> None:
    """Make the kind known, after its guards."""
    guard("letter_lawful")(_lawful)
    guard("letter_told")(_told)
    guard("letter_inside")(_inside)
    register(
        LETTER,
        gettext_lazy("依申请公开文书"),
        TABLE,
        model=Letter,
        thing=_thing,
        version=_version,
        url=lambda id_: reverse("requests:letter", args=[id_]),
        effects={"sign": actions.sign, "send": actions.sent, "issue": actions.issue},
    )
