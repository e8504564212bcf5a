"""Whether what a line would do may be done: by the officer, on that day, in the tree as it will be."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.web.agencies.checks import own_slug
from gongkai.web.agencies.lists.plans import Change, Planned, key, shown
from gongkai.web.agencies.lists.previews import State
from gongkai.web.agencies.lists.register import Register
from gongkai.web.agencies.models import DEEPEST, Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.refusals import day_text, too_deep
from gongkai.web.agencies.rights import amendable, may_at_top
from gongkai.web.agencies.standing import standing


def judge(lines: list[Planned], register: Register, *, by: Officer, day: date) -> None:
    """Work out what each line changes, and name what is wrong with it."""
    judging = _Judging(register, by, day, {line.agency.pk: line for line in lines if line.agency and not line.faults})
    for line in lines:
        judging.found(line)
    for line in lines:
        if not line.faults:
            judging.line(line)
    judging.circles(lines)
    judging.depths(lines)
    judging.names(lines)
    judging.follow(lines)


class _Judging:
    def __init__(self, register: Register, by: Officer, day: date, about: dict[int, Planned]) -> None:
        self.register, self.by, self.day = register, by, day
        #: The line about an agency that is there already.
        self.about = about
        self.slugs = set(register.by_slug)

    def found(self, line: Planned) -> Agency | None:
        """The agency that a line would found, with a path that tells below whom."""
        if line.agency or line.founded or not all(line.facts.get(name) for name in ("name", "kind", "tier")):
            return line.agency or line.founded
        line.founded = Agency(**line.facts, path=f"{line.number}.")
        above = self.found(line.superior) if isinstance(line.superior, Planned) else line.superior
        line.founded.slug = line.facts.get("slug") or own_slug(line.facts, above, taken=self.slugs.__contains__)
        self.slugs.add(line.founded.slug)
        if above:
            line.founded.path = f"{above.path}{line.number}."
        return line.founded

    def line(self, line: Planned) -> None:
        if line.agency is None:
            self._new(line)
        elif line.agency.closed:
            line.wrong("name", _("“%s”已撤销，不能通过导入修改。请删去这一行。") % line.agency.name)
        else:
            self._known(line, line.agency)
        if not line.faults and line.state is not State.UNCHANGED:
            self._standing(line)

    def _new(self, line: Planned) -> None:
        for name, what in (("name", _("名称")), ("kind", _("性质")), ("tier", _("层级"))):
            if not line.facts.get(name):
                line.wrong(name, _("新机关必须填写%s。") % what)
        if line.faults:
            return
        superior = line.superior
        above = (superior.agency or superior.founded) if isinstance(superior, Planned) else superior
        if superior is None and not may_at_top(self.by):
            line.wrong("superior", _("您不能设立没有上级的机关。请填写上级代码或上级名称。"))
        elif above and not self._may(above):
            line.wrong("superior", _("您在“%s”没有管理机关的权限。请删去这一行，或联系系统管理员。") % above.name)
        if (opened := line.facts.get("opened")) and opened > self.by.today:
            line.wrong("opened", _("设立日期晚于今天。请在当日或之后导入。"))
        if above and above.opened and opened and opened < above.opened:
            line.wrong("opened", _("早于上级机关的设立日期（%s）。请核对。") % day_text(above.opened))

    def _known(self, line: Planned, agency: Agency) -> None:
        facts = {name: value for name, value in line.facts.items() if getattr(agency, name) != value}
        if "opened" in facts:
            line.wrong("opened", _("设立日期不能通过导入修改。请空着，另在机关页面上更正。"))
        allowed = {*amendable(agency, self.by)}
        manages = self._may(agency)
        if (facts and not manages and not set(facts) <= allowed) or (self._moves(line, agency) and not manages):
            line.wrong("name", _("您在“%s”没有管理机关的权限。请删去这一行，或联系系统管理员。") % agency.name)
        if "name" in facts:
            self._in_order(line, "name", agency, self.register.named_since, _("现名启用日期"))
        line.changes = [
            Change(name, shown(name, getattr(agency, name)), shown(name, value)) for name, value in facts.items()
        ]
        if self._moves(line, agency):
            self._move(line, agency)

    def _move(self, line: Planned, agency: Agency) -> None:
        self._in_order(line, "superior", agency, self.register.placed_since, _("现隶属关系起始日期"))
        superior = line.superior.founded if isinstance(line.superior, Planned) else line.superior
        if superior and superior.opened and self.day < superior.opened:
            line.wrong(
                "superior", _("生效日期早于新上级的设立日期（%s）。请换一个生效日期。") % day_text(superior.opened)
            )
        for place in (agency.superior, line.superior):
            known = (place.agency or place.founded) if isinstance(place, Planned) else place
            if (known and not self._may(known)) or (place is None and not may_at_top(self.by)):
                line.wrong("superior", _("移动机关需要在原上级和新上级都有管理机关的权限。请联系系统管理员。"))
                break
        names = [place.name if place else "" for place in (agency.superior, line.superior)]
        line.changes.append(Change("superior", *names))

    def _moves(self, line: Planned, agency: Agency) -> bool:
        return line.says_superior and key(line.superior) != key(agency.superior)

    def _may(self, agency: Agency) -> bool:
        return self.by.may(Permission.MANAGE_AGENCIES, agency)

    def _in_order(self, line: Planned, field: str, agency: Agency, since: dict[int, date | None], what: str) -> None:
        began = since.get(agency.pk) or agency.opened
        if self.day > self.by.today:
            line.wrong(field, _("生效日期晚于今天。请在当日或之后导入。"))
        elif began and self.day <= began:
            line.wrong(
                field,
                _("生效日期（%(day)s）不在%(what)s（%(began)s）之后。请换一个生效日期，或在机关页面上更正。")
                % {"day": day_text(self.day), "what": what, "began": day_text(began)},
            )

    def _standing(self, line: Planned) -> None:
        above = line.above
        known = above if isinstance(above, Agency) else above.agency if above else None
        if known and known.closed:
            line.wrong("superior", _("上级机关“%s”已撤销。请填写现在的上级。") % known.name)
            return
        seen = self._as_it_will_be(above)
        kind, tier = (line.facts.get(name) or getattr(line.agency, name) for name in ("kind", "tier"))
        if seen is None and above is not None:
            return  # the superior's own line says what is wrong
        if not {"kind", "tier", "superior"} & {change.field for change in line.changes} and line.agency:
            return
        for remark in standing(kind, tier, seen):
            if remark.refused:
                line.wrong("superior", remark.text)
            else:
                line.remarks.append(remark.text)

    def _as_it_will_be(self, above: Agency | Planned | None) -> Agency | None:
        """The superior with the kind and the tier that it will have."""
        line = self.about.get(above.pk) if isinstance(above, Agency) else above
        if line is None or line.faults:
            return above if isinstance(above, Agency) else None
        kind, tier = (line.facts.get(name) or getattr(line.agency, name) for name in ("kind", "tier"))
        return Agency(name=line.name, kind=kind, tier=tier)

    def circles(self, lines: list[Planned]) -> None:
        """No line may end up below itself."""
        for line in lines:
            above, steps = self._will_be_below(line), 0
            while above is not None and above is not line and steps <= len(lines) + len(self.register.by_pk):
                above, steps = self._will_be_below(above), steps + 1
            if above is line:
                line.wrong("superior", _("按这份文件，“%s”会隶属于自己的下级。请核对上级。") % line.name)

    def depths(self, lines: list[Planned]) -> None:
        """The tree does not grow too deep: neither for a line nor for what stands below it."""
        known = (self.about.get(pk, agency) for pk, agency in self.register.by_pk.items())
        for one in (*known, *(line for line in lines if line.agency is None)):
            way: list[Agency | Planned] = [one]
            while len(way) <= DEEPEST and (above := self._will_be_below(way[-1])) is not None:
                way.append(self.about.get(above.pk, above) if isinstance(above, Agency) else above)
            if len(way) <= DEEPEST:
                continue
            hanging = (step for step in way if isinstance(step, Planned) and self._hangs(step))
            if (line := next(hanging, None)) and not line.faults:
                line.wrong("superior", too_deep() + _("请填写层次更高的上级。"))

    def _hangs(self, line: Planned) -> bool:
        """Whether it is new, or gets another superior."""
        return line.agency is None or self._moves(line, line.agency)

    def _will_be_below(self, of: Agency | Planned) -> Agency | Planned | None:
        """The superior that an agency will have: the line about it, where there is one."""
        above = of.above if isinstance(of, Planned) else of.superior
        agency = above.agency if isinstance(above, Planned) else above
        return self.about.get(agency.pk, agency) if agency else above

    def names(self, lines: list[Planned]) -> None:
        """No two agencies of one name below one superior, as it will be."""
        there: dict[tuple[object, ...], str] = {}
        for agency in self.register.by_pk.values():
            line = self.about.get(agency.pk)
            if not agency.closed and (line is None or line.faults):
                there[agency.name, *key(agency.superior)] = _("已有的机关")
        for line in lines:
            if line.faults or (line.agency and line.agency.closed):
                continue
            place = (line.name, *key(line.above))
            if place in there:
                line.wrong("name", _("同一上级之下已有同名的机关（%s）。请核对是否重复。") % there[place])
            else:
                there[place] = _("第%d行") % line.number

    def follow(self, lines: list[Planned]) -> None:
        """What stands below a line that cannot be imported cannot be imported either."""
        again = True
        while again:
            again = False
            for line in lines:
                above = line.superior
                if isinstance(above, Planned) and above.agency is None and above.faults and not line.faults:
                    line.wrong("superior", _("上级机关在第%d行，该行有误。请先改正那一行。") % above.number)
                    again = True
