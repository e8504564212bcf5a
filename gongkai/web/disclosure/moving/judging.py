"""A line judged: a document that can be moved in, or what is wrong with it."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils import timezone

from gongkai.cli.messages import USAGE, Failure, t
from gongkai.law.disclosure import disclosure_items, further_items
from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.arrivals import Arrival, Beside
from gongkai.web.disclosure.facts import Attribute, Facts, canonical
from gongkai.web.disclosure.kinds import Kind, kinds
from gongkai.web.disclosure.metadata import grounds
from gongkai.web.disclosure.models import Document, EntryVersion
from gongkai.web.disclosure.moving.bodies import Naming, NoText, Sections, body_of
from gongkai.web.disclosure.moving.columns import BETWEEN, EMERGENCY, FILE_HEADS, FILES, OUT
from gongkai.web.disclosure.moving.reading import Line
from gongkai.web.disclosure.sections import skeleton
from gongkai.web.disclosure.texts.richtext import clean
from gongkai.web.visibility import Level
from gongkai.web.workflow.kinds import kind_of

DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?")
PLAIN = (
    "number", "issuer", "subject", "genre", "audience", "source", "contact", "ground_note", "publish_by_source",
    "correction",
)  # fmt: skip
DAYS = {"made": "成文日期", "valid_from": "施行日期", "valid_until": "有效期至", "publish_by": "另有规定的公开期限"}
LONGEST = {"title": 200, "source_id": 120, "address": 500, "index_number": 60, "number": 100, "subject": 60,
           "genre": 20, "audience": 60}  # fmt: skip


@dataclass
class Judging:
    """What is known while lines are judged: the agencies asked for, the folder, the faults of the line at hand."""

    folder: Path
    agency: Agency | None
    #: The 索引号 that lines before brought in, which a dry run took back.
    earlier: set[str] = field(default_factory=set)
    _agencies: dict[str, Agency | None] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    _notes: dict[str, tuple[Level, str]] | None = None

    def judge(self, line: Line) -> Arrival | list[str]:
        """The document of a line, or its faults."""
        self.faults = []
        said = dict(line.values)
        for name, most in LONGEST.items():
            if len(said.get(name, "")) > most:
                self.faults.append(t("{name}超过{most}个字符").format(name=name, most=most))
        agency, kind = self._agency(said.get("agency", "")), self._kind(said.get("kind", ""))
        files = self._files(said.get("attachments", ""))
        naming = Naming(self.folder.resolve(), frozenset(files))
        body = self._body(said, naming)
        for name in ("source_id", "title"):
            if not said.get(name):
                self.faults.append(t("没有{name}").format(name=name))
        if self.faults or agency is None or kind is None:
            return self.faults
        facts, published = self._facts(said, agency, kind), self._time(said.get("published", ""), "发布时间")
        state, first = self._state(said, kind), self._day(said.get("out_since", ""), "首次公开日期")
        if published and published > timezone.now():
            self.faults.append(t("发布时间在将来"))
        if published and not facts.active:
            self.faults.append(t("公开属性不是主动公开，不能有发布时间"))
        if published and not facts.made:
            facts = facts.but(made=timezone.localdate(published))
        if self.faults:
            return self.faults
        beside, named = (
            [self._noted(path) for path in files],
            {id_: self._noted(at) for id_, at in naming.named.items()},
        )
        sections = _sections(kind, body)
        return Arrival(
            said["source_id"], agency, kind, said["title"], said.get("summary", ""), sections, facts, tuple(beside),
            named, said.get("index_number", ""), published, first, state, said.get("address", ""),
            _digest(line.values, sections, [*beside, *named.values()]),
        )  # fmt: skip

    def _state(self, said: Mapping[str, str], kind: Kind) -> str:
        """Where nothing waits any more; what was under way begins as a draft."""
        states = {one.name: one for one in kind_of(kind.id).table.states.values()}
        state = states.get(said.get("state", ""))
        if not said.get("state"):
            return OUT[kind.id == EMERGENCY] if said.get("published") else ""
        if state is None:
            self.faults.append(
                t("状态没有“{named}”；可用的：{known}").format(named=said["state"], known="、".join(states))
            )
        elif (state.id in OUT) != bool(said.get("published")):
            self.faults.append(t("状态是“{state}”，与有无发布时间不符").format(state=state.name))
        return state.id if state is not None and state.final else ""

    def _noted(self, path: Path) -> Beside:
        """With what the table of files says of it."""
        if self._notes is None:
            self._notes = _read_notes(self.folder / FILES)
        level, alt = self._notes.get(path.relative_to(self.folder.resolve()).as_posix(), (None, None))
        return Beside(path, level, alt)

    def _agency(self, named: str) -> Agency | None:
        if not named:
            if self.agency is None:
                self.faults.append(t("没有写机关，命令中也没有 --agency"))
            return self.agency
        if named not in self._agencies:
            rows = list(Agency.objects.filter(Q(slug=named) | Q(uscc=named) | Q(name=named)).order_by("pk")[:2])
            self._agencies[named] = rows[0] if len(rows) == 1 else None
        found = self._agencies[named]
        if found is None:
            self.faults.append(t("没有名为“{named}”的机关，或者不止一个").format(named=named))
        elif found.closed is not None:
            self.faults.append(t("“{named}”已撤销").format(named=named))
        return found

    def _kind(self, named: str) -> Kind | None:
        found = next((kind for kind in kinds().values() if named in (kind.id, kind.name)), None)
        if not named:
            return kinds()["other"]
        if found is None:
            self.faults.append(t("没有“{named}”这个种类").format(named=named))
        return found

    def _body(self, said: Mapping[str, str], naming: Naming) -> str | Sections:
        if said.get("body") and said.get("body_file"):
            self.faults.append(t("正文和正文文件只能写一个"))
        if said.get("body_file"):
            path = self._inside(said["body_file"])
            try:
                return body_of(path, naming) if path else ""
            except NoText as error:
                self.faults.append(str(error))
                return ""
        return clean(naming.named_in(said.get("body", ""), naming.folder))

    def _files(self, named: str) -> list[Path]:
        """Names with a semicolon between them; one that has a semicolon itself is the longest that there is."""
        parts, begin, found = re.split("([;；])", named), 0, []
        while begin < len(parts):
            ends = range(len(parts), begin, -2)
            end = next((end for end in ends if self._there("".join(parts[begin:end]).strip())), begin + 1)
            if name := "".join(parts[begin:end]).strip():
                found.append(self._inside(name))
            begin = end + 1
        return [path for path in found if path]

    def _inside(self, name: str) -> Path | None:
        """A file of the folder; that there is none is a fault."""
        path = self._there(name)
        if path is None:
            self.faults.append(t("文件夹中没有“{name}”").format(name=name))
        return path

    def _there(self, name: str) -> Path | None:
        """The same; nothing outside the folder is read."""
        try:
            path = (self.folder / name).resolve()
            return path if path.is_relative_to(self.folder.resolve()) and path.is_file() else None
        except (OSError, ValueError):  # no disk has a file of that name
            return None

    def _facts(self, said: Mapping[str, str], agency: Agency, kind: Kind) -> Facts:
        found = Facts.first(kind.id)
        if kind.in_frame:
            return found
        found = found.but(**{name: said[name] for name in PLAIN if name in said})
        for name, head in DAYS.items():
            day = self._day(said.get(name, ""), head)
            found = found.but(**{name: day}) if day else found
        found = found.but(attribute=self._attribute(said.get("attribute", "")))
        if said.get("item"):
            found = found.but(item=self._item(said["item"], agency))
        if said.get("ground"):
            found = found.but(ground=self._one("不予公开的理由", said["ground"], _grounds()))
        if said.get("issue"):
            found = found.but(issue=self._number(said["issue"]))
        if said.get("explains"):
            found = found.but(explains=self._explained(said["explains"], agency))
        if said.get("entry"):
            found = found.but(entry=self._entry(said["entry"], agency))
        return found

    def _entry(self, named: str, agency: Agency) -> int | None:
        """As the catalogue of the agency has it today."""
        known = {f"{row.first}{BETWEEN}{row.second}": row.entry_id for row in _entries(agency)}
        if named not in known:
            self.faults.append(t("本机关的目录中没有“{named}”；目录须先导入").format(named=named))
        return known.get(named)

    def _attribute(self, named: str) -> str:
        with_labels = {str(one.label): one.value for one in Attribute} | {one.value: one.value for one in Attribute}
        return self._one("公开属性", named, with_labels) if named else Attribute.ACTIVE.value

    def _item(self, named: str, agency: Agency) -> str:
        items = (*disclosure_items(), *further_items(agency.tier))
        known = {word: item.id for item in items for word in (item.id, item.label, item.text)}
        known |= {f"（{item.number}）": item.id for item in items if item.number}
        return self._one("法定公开事项", named, known)

    def _one(self, head: str, named: str, known: Mapping[str, str]) -> str:
        if named not in known:
            self.faults.append(t("{head}没有“{named}”").format(head=head, named=named))
        return known.get(named, "")

    def _explained(self, number: str, agency: Agency) -> int | None:
        """The agency's own, if it has one of that number."""
        rows = Document.objects.filter(index_number=number)
        own, any_ = (one.order_by("pk").values_list("pk", flat=True) for one in (rows.filter(agency=agency), rows))
        found: int | None = own.first() or any_.first()
        if found is None and number not in self.earlier:
            self.faults.append(t("没有索引号为“{number}”的文件可以解读；被解读的文件须先导入").format(number=number))
        return found

    def _number(self, text: str) -> int | None:
        if not re.fullmatch("[1-9][0-9]{0,5}", text):
            self.faults.append(t("期号“{text}”不是正整数").format(text=text))
            return None
        return int(text)

    def _day(self, text: str, head: str) -> date | None:
        at = self._time(text, head)
        return timezone.localdate(at) if at else None

    def _time(self, text: str, head: str) -> datetime | None:
        if not text:
            return None
        match = DAY.fullmatch(text)
        try:
            if match is None:
                raise ValueError
            day = date(int(match[1]), int(match[2]), int(match[3]))
            hour, minute, second = (int(match[part] or 0) for part in (4, 5, 6))
            return timezone.make_aware(datetime.combine(day, time(hour, minute, second)))
        except ValueError:
            self.faults.append(t("{head}“{text}”不是日期，应写成 2025-06-03").format(head=head, text=text))
            return None


def _grounds() -> dict[str, str]:
    return {word: id_ for id_, outcome in grounds().items() for word in (id_, outcome.name)}


def _entries(agency: Agency) -> Iterable[EntryVersion]:
    """The last wording of each entry, ended or not."""
    latest: dict[int, EntryVersion] = {}
    for row in EntryVersion.objects.filter(agency=agency).order_by("since", "pk"):
        latest[row.entry_id] = row
    return latest.values()


def _sections(kind: Kind, body: str | Sections) -> list[dict[str, Any]]:
    """As a version has them; a text stands where the officer writes it."""
    sections = skeleton(kind.id)
    if isinstance(body, str):
        next(section for section in sections if not section["generated"])["text"] = body
        return sections
    none = {"generated": False, "text": ""}
    return [{**none, **body.get(section["name"], {}), "name": section["name"]} for section in sections]


def _read_notes(path: Path) -> dict[str, tuple[Level, str]]:
    """Who may see each file, and what it shows; nothing where there is no such table."""
    if not path.is_file():
        return {}
    levels = {str(level.label): level for level in Level}
    found = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            place, level, alt = (row.get(head) or "" for head in FILE_HEADS)
            if level not in levels:
                raise Failure(t("{path}：可见范围没有“{level}”").format(path=path, level=level), USAGE)
            found[place] = (levels[level], alt)
    return found


def _digest(values: Mapping[str, str], sections: Sequence[Mapping[str, Any]], files: Sequence[Beside]) -> str:
    found = hashlib.sha256(canonical([sorted(values.items()), sections, [[one.level, one.alt] for one in files]]))
    for one in files:
        with one.path.open("rb") as file:
            found.update(hashlib.file_digest(file, "sha256").digest())
    return found.hexdigest()
