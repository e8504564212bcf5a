"""From the lines of a list to what they would do: which agency each is about, what it changes, what is wrong.

Everything is looked up in memory, so that the number of queries does not grow with the list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gongkai.web.agencies.checks import cleaned, words
from gongkai.web.agencies.lists.columns import EMPTY
from gongkai.web.agencies.lists.judging import judge
from gongkai.web.agencies.lists.plans import Planned, key
from gongkai.web.agencies.lists.previews import Plan
from gongkai.web.agencies.lists.reading import Line
from gongkai.web.agencies.lists.register import Register
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer

SUPERIOR = ("superior", "superior_name")


def plan(lines: Iterable[Line], *, by: Officer, day: date, lock: bool = False) -> Plan[Planned]:
    """What the lines would do if the officer imported them, renamings and moves from the day on.

    `lock`: the agencies stay as they are until the transaction ends.
    """
    register = Register.now(lock=lock)
    planned = [clean(line) for line in lines]
    matching = Matching(register, planned)
    matching.by_codes()
    matching.superiors()
    matching.by_names()
    matching.once()
    judge(planned, register, by=by, day=day)
    return Plan(planned)


def clean(line: Line) -> Planned:
    """The cells of a line, checked; a blank one says nothing."""
    planned = Planned(line)
    for name, text in line.cells.items():
        if not text or name in SUPERIOR:
            continue
        if text == EMPTY:
            if name in ("slug", "name", "kind", "tier", "opened"):
                planned.wrong(name, _("这一列不能清空。请填写内容，或空着表示不变。"))
            else:
                planned.facts[name] = ""
            continue
        try:
            planned.facts |= cleaned({name: text})
        except ValidationError as error:
            planned.wrong(name, " ".join(error.messages))
    return planned


class Matching:
    """Which agency each line is about, and which superior it gives."""

    def __init__(self, register: Register, lines: list[Planned]) -> None:
        self.register = register
        self.lines = lines
        #: Lines that found an agency, by code and by name.
        self.new_by_slug: dict[str, Planned] = {}
        self.by_name: dict[str, list[Planned]] = defaultdict(list)
        #: Names that agencies get in this list, by their code.
        self.renamed: dict[str, str] = {}

    def by_codes(self) -> None:
        """By the code of the address, or else by the 统一社会信用代码."""
        for line in self.lines:
            slug, uscc = line.facts.get("slug"), line.facts.get("uscc")
            owner = self.register.by_uscc.get(uscc) if uscc else None
            if slug:
                line.agency = self.register.by_slug.get(slug)
                if owner and owner is not line.agency:
                    line.wrong(
                        "uscc", _("该统一社会信用代码已属于“%s”，与这一行的代码不是同一机关。请核对。") % owner.name
                    )
                elif line.agency is None:
                    self.new_by_slug.setdefault(slug, line)
            else:
                line.agency = owner
            if line.facts.get("name"):
                self.by_name[line.facts["name"]].append(line)
                if line.agency:
                    self.renamed[line.agency.slug] = line.facts["name"]

    def superiors(self) -> None:
        """By code, or else by name, in the register or elsewhere in the list."""
        for line in self.lines:
            slug, name = (line.line.cells.get(cell, "") for cell in SUPERIOR)
            if EMPTY in (slug, name):
                line.says_superior = True
            elif slug:
                self._superior_by_slug(line, slug.lower(), words(name))
            elif name:
                self._superior_by_name(line, words(name))

    def _superior_by_slug(self, line: Planned, slug: str, name: str) -> None:
        superior = self.register.by_slug.get(slug) or self.new_by_slug.get(slug)
        if superior is None:
            line.wrong("superior", _("没有代码为“%s”的机关，文件中也没有。请核对上级代码。") % slug)
            return
        if name and name not in (superior.name, self.renamed.get(slug)):
            line.wrong(
                "superior_name",
                _("上级代码是“%(by_code)s”，上级名称却是“%(name)s”。请改正，或只留一个。")
                % {"by_code": superior.name, "name": name},
            )
            return
        line.superior, line.says_superior = superior, True

    def _superior_by_name(self, line: Planned, name: str) -> None:
        same = self.by_name.get(name, [])
        known = [*self.register.open_by_name.get(name, []), *(other.agency for other in same if other.agency)]
        # An agency that is there comes first: a line of its name is most likely about it.
        candidates: list[Agency | Planned] = [*known] or [*same]
        found = {key(other): other for other in candidates if other is not line and other is not line.agency}
        if len(found) != 1:
            message = _("没有名为“%s”的机关，文件中也没有。请核对上级名称，或填写上级代码。")
            if found:
                message = _("有几个机关都名为“%s”。请填写上级代码。")
            line.wrong("superior_name", message % name)
            return
        (line.superior,) = found.values()
        line.says_superior = True

    def by_names(self) -> None:
        """Lines without a code: by the name below the superior, or by a name that only one agency bears."""
        for line in self.lines:
            name = line.facts.get("name")
            if line.agency or line.facts.get("slug") or line.faults:
                continue
            if not name:
                line.wrong("name", _("没有代码，也没有名称。请填写名称。"))
                continue
            same = self.register.open_by_name.get(name, [])
            if line.says_superior:
                same = [agency for agency in same if key(agency.superior) == key(line.superior)]
            if len(same) > 1:
                line.wrong("name", _("有%d个机关都名为这个名称。请填写代码或上级，以便分清。") % len(same))
            elif same:
                line.agency = same[0]

    def once(self) -> None:
        """No two lines about one agency, or founding one of the same code."""
        seen: dict[tuple[str, object], Planned] = {}
        for line in self.lines:
            marks: list[tuple[str, object]] = [("agency", line.agency.pk)] if line.agency else []
            marks += [(name, line.facts[name]) for name in ("slug", "uscc") if line.facts.get(name)]
            for mark in marks:
                if mark in seen:
                    line.wrong(
                        mark[0] if mark[0] != "agency" else "name",
                        _("与第%d行是同一机关或使用同一代码。请只保留一行。") % seen[mark].number,
                    )
                    break
            for mark in marks:
                seen.setdefault(mark, line)
