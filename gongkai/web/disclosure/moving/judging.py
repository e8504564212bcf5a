"""A line judged: a document that can be moved in, or what is wrong with it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

from django.db.models import Q
from django.utils import timezone

from gongkai.cli.messages import t
from gongkai.law.disclosure import disclosure_items, further_items
from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.arrivals import Arrival
from gongkai.web.disclosure.facts import Attribute, Facts, canonical
from gongkai.web.disclosure.kinds import Kind, kinds
from gongkai.web.disclosure.metadata import grounds
from gongkai.web.disclosure.models import Document
from gongkai.web.disclosure.moving.bodies import NoText, body_of
from gongkai.web.disclosure.moving.reading import Line
from gongkai.web.disclosure.texts.richtext import clean

DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T](\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?")
PLAIN = ("number", "issuer", "subject", "genre", "audience", "source", "contact")
LONGEST = {"title": 200, "source_id": 120, "address": 500, "index_number": 60, "number": 100, "subject": 60,
           "genre": 20, "audience": 60}  # fmt: skip


@dataclass
class Judging:
    """What is known while lines are judged: the agencies asked for, the folder, the faults of the line at hand."""

    folder: Path
    agency: Agency | None
    _agencies: dict[str, Agency | None] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def judge(self, line: Line) -> Arrival | list[str]:
        """The document of a line, or its faults."""
        self.faults = []
        said = dict(line.values)
        for name, most in LONGEST.items():
            if len(said.get(name, "")) > most:
                self.faults.append(t("{name}超过{most}个字符").format(name=name, most=most))
        agency, kind = self._agency(said.get("agency", "")), self._kind(said.get("kind", ""))
        html, files = self._body(said), self._files(said.get("attachments", ""))
        for name in ("source_id", "title"):
            if not said.get(name):
                self.faults.append(t("没有{name}").format(name=name))
        if self.faults or agency is None or kind is None:
            return self.faults
        facts, published = self._facts(said, agency, kind), self._time(said.get("published", ""), "发布时间")
        if published and published > timezone.now():
            self.faults.append(t("发布时间在将来"))
        if published and not facts.active:
            self.faults.append(t("公开属性不是主动公开，不能有发布时间"))
        if published and not facts.made:
            facts = facts.but(made=timezone.localdate(published))
        if self.faults:
            return self.faults
        return Arrival(
            said["source_id"], agency, kind, said["title"], said.get("summary", ""), html, facts, tuple(files),
            said.get("index_number", ""), published, said.get("address", ""), _digest(line.values, html, files),
        )  # fmt: skip

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

    def _body(self, said: Mapping[str, str]) -> str:
        if said.get("body") and said.get("body_file"):
            self.faults.append(t("正文和正文文件只能写一个"))
        if said.get("body_file"):
            path = self._inside(said["body_file"])
            try:
                return body_of(path) if path else ""
            except NoText as error:
                self.faults.append(str(error))
                return ""
        return clean(said.get("body", ""))

    def _files(self, named: str) -> list[Path]:
        found = [self._inside(name.strip()) for name in re.split("[;；]", named) if name.strip()]
        return [path for path in found if path]

    def _inside(self, name: str) -> Path | None:
        """A file of the folder; nothing outside it is read."""
        path = self.folder / name
        try:
            path = path.resolve()
            there = path.is_relative_to(self.folder.resolve()) and path.is_file()
        except (OSError, ValueError):  # no disk has a file of that name
            there = False
        if not there:
            self.faults.append(t("文件夹中没有“{name}”").format(name=name))
            return None
        return path

    def _facts(self, said: Mapping[str, str], agency: Agency, kind: Kind) -> Facts:
        found = Facts.first(kind.id)
        if kind.in_frame:
            return found
        found = found.but(**{name: said[name] for name in PLAIN if name in said})
        for name, head in (("made", "成文日期"), ("valid_from", "施行日期"), ("valid_until", "有效期至")):
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
            found = found.but(explains=self._explained(said["explains"]))
        return found

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

    def _explained(self, number: str) -> int | None:
        found = Document.objects.filter(index_number=number).order_by("pk").values_list("pk", flat=True).first()
        if found is None:
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
            return timezone.make_aware(datetime.combine(day, time(int(match[4] or 0), int(match[5] or 0))))
        except ValueError:
            self.faults.append(t("{head}“{text}”不是日期，应写成 2025-06-03").format(head=head, text=text))
            return None


def _grounds() -> dict[str, str]:
    return {word: id_ for id_, outcome in grounds().items() for word in (id_, outcome.name)}


def _digest(values: Mapping[str, str], html: str, files: list[Path]) -> str:
    found = hashlib.sha256(canonical([sorted(values.items()), html]))
    for path in files:
        with path.open("rb") as file:
            found.update(hashlib.file_digest(file, "sha256").digest())
    return found.hexdigest()
