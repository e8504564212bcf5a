"""An agency enters the tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gongkai.web.agencies.actions.ground import check_depth, check_name_free, held_open, hold_tree
from gongkai.web.agencies.appointments import keep_in_hand
from gongkai.web.agencies.checks import cleaned, own_slug
from gongkai.web.agencies.demo import invented
from gongkai.web.agencies.models import Agency, AgencyName, Placement
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.refusals import InFuture, NotInOrder
from gongkai.web.agencies.rights import require_place
from gongkai.web.agencies.searchable import let_find
from gongkai.web.agencies.standing import fit
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Act, Actor


def found(superior: Agency | None, *, values: Mapping[str, Any], by: Officer | Actor) -> Agency:
    """Enter a new agency below a superior; `values` are its fields, `opened` among them where the day is known.

    A program (the demo, a command) that sets up an instance gives an Actor; an officer needs the permission,
    and administers what has no superior from then on.
    """
    officer, actor = (by, by.actor) if isinstance(by, Officer) else (None, by)
    of_demo = invented(officer.user) if officer else bool(values.get("demo", False))
    facts = cleaned({name: value for name, value in values.items() if name != "demo"})
    with act(by=actor) as done:
        hold_tree()
        superior = held_open(superior) if superior else None
        if officer:
            require_place(officer, superior)
            if facts.get("opened") and facts["opened"] > officer.today:
                raise InFuture(facts["opened"])
        fit(facts["kind"], facts["tier"], superior)
        check_depth(superior)
        check_name_free(facts["name"], superior)
        facts["slug"] = facts.get("slug") or own_slug(
            facts, superior, taken=lambda slug: bool(Agency.objects.filter(slug=slug).exists())
        )
        check_codes_free(facts)
        agency = Agency(**facts, superior=superior, demo=of_demo)
        enter(done, [agency])
        if officer:
            keep_in_hand(done, [agency], officer)
    return agency


def check_codes_free(facts: Mapping[str, Any], *, but: Agency | None = None) -> None:
    """The code of the address and the 统一社会信用代码 are nobody else's, not even of a closed agency."""
    for name, label in (("slug", _("网址代码")), ("uscc", _("统一社会信用代码"))):
        others = Agency.objects.exclude(pk=but.pk) if but else Agency.objects.all()
        other = others.filter(**{name: facts[name]}).first() if facts.get(name) else None
        if other:
            said = {"label": label, "code": facts[name], "name": other.name}
            raise ValidationError({name: _("%(label)s“%(code)s”已属于“%(name)s”。请核对，或修改该机关的登记。") % said})


def enter(done: Act, agencies: Sequence[Agency]) -> None:
    """Write agencies that were found right, superiors before their subordinates, with name and place from their day."""
    waiting = list(agencies)
    while waiting:
        ready = [agency for agency in waiting if agency.superior is None or agency.superior.pk]
        waiting = [agency for agency in waiting if agency.superior is not None and not agency.superior.pk]
        for agency in ready:
            above = agency.superior
            if above and above.opened and agency.opened and agency.opened < above.opened:
                raise NotInOrder(above, agency.opened, _("设立日期"), above.opened)
            agency.superior = above  # the id too, which it may have got in the round before
            agency.path = f"new.{agency.slug}."
        Agency.objects.bulk_create(ready)
        for agency in ready:
            agency.path = f"{agency.superior.path if agency.superior else ''}{agency.pk:06d}."
        Agency.objects.bulk_update(ready, ["path"], batch_size=300)
    AgencyName.objects.bulk_create(
        AgencyName(agency=agency, name=agency.name, since=agency.opened) for agency in agencies
    )
    Placement.objects.bulk_create(
        Placement(agency=agency, superior=agency.superior, since=agency.opened) for agency in agencies
    )
    let_find(agencies)
    for agency in agencies:
        new = {"name": agency.name, "kind": agency.kind, "tier": agency.tier}
        if agency.superior:
            new["superior"] = agency.superior.name
        if agency.opened:
            new["day"] = agency.opened.isoformat()
        done.note("agency.founded", of=agency.thing, agency=agency.holder, new=new)
