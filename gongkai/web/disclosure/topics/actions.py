"""A topic is put together, and goes out reviewed as a batch; what stands on it is shown through the gate."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.disclosure.batches.actions import gather, hold, under_way
from gongkai.web.disclosure.models import Batch, Document, Topic
from gongkai.web.disclosure.topics.stocks import STOCK
from gongkai.web.disclosure.topics.versions import add, documents_of, latest, take_back
from gongkai.web.visibility import PUBLIC
from gongkai.web.workflow.refusals import ClosedAgency, Refused, Stale


def begin(agency: Agency, *, title: str, by: Officer) -> Topic:
    """A new topic, internal at first."""
    by.require(Permission.DRAFT, agency)
    if agency.closed:
        raise ClosedAgency(agency.name)
    if not title.strip():
        raise Refused(_("请填写名称。"))
    with act(by=by.actor) as done:
        topic: Topic = Topic.objects.create(agency=agency, title=title.strip(), author=by.user)
        add(topic, title=topic.title, intro="", documents=(), by=by)
        done.note("topic.opened", of=topic.thing, agency=agency.holder)
    return topic


def change(topic: Topic, *, title: str, intro: str, numbers: Sequence[str], version: int, by: Officer) -> Topic:
    """Title, words and documents by their 索引号, in their order; only what is published can stand there.

    Each change is a version. What the public reads stays until a newer one is approved; one that is under review goes
    back. What says the same as before is no change.
    """
    by.require(Permission.DRAFT, topic.agency)
    title, intro = title.strip(), intro.strip()
    if not title:
        raise Refused(_("请填写名称。"))
    documents = _published(numbers)
    if topic.version == version and _says(topic, title, intro, documents):
        return topic
    with act(by=by.actor) as done:
        hold(STOCK.id, topic.agency, topic)
        topic = _held(topic, version)
        said = add(topic, title=title, intro=intro, documents=documents, by=by)
        new = {"version": said.number, "count": len(documents)}
        done.note("topic.changed", of=topic.thing, agency=topic.agency.holder, new=new)
        if under_way(STOCK.id, topic.agency, topic):
            gather(STOCK.id, topic.agency, topic=topic, by=by)
    return topic


def _published(numbers: Sequence[str]) -> list[Document]:
    wanted = list(dict.fromkeys(filter(None, (number.strip() for number in numbers))))
    rows = Document.objects.visible_to(PUBLIC).filter(index_number__in=wanted).order_by("-pk")
    found = {row.index_number: row for row in rows}
    missing = [number for number in wanted if number not in found]
    if missing:
        raise Refused(_("没有已发布的文件：%(numbers)s") % {"numbers": _("、").join(missing)})
    return [found[number] for number in wanted]


def _says(topic: Topic, title: str, intro: str, documents: Sequence[Document]) -> bool:
    last = latest(topic)
    return (last.title, last.intro, documents_of(last)) == (title, intro, documents)


def send(topic: Topic, *, by: Officer) -> Batch:
    """Put it to review: what the public reads goes out by that alone."""
    batch = gather(STOCK.id, topic.agency, topic=topic, by=by)
    if batch is None:
        out = topic.shown is not None and topic.shown.number == topic.latest
        raise Refused(_("专题已经公开。") if out else _("专题里还没有文件。"))
    return batch


def withdraw(topic: Topic, *, reason: str, version: int, by: Officer) -> Topic:
    """Take it from the public; what is being written of it stays."""
    by.require(Permission.APPROVE, topic.agency)
    if not reason.strip():
        raise Refused(_("请写明理由。"))
    with act(by=by.actor) as done:
        topic = _held(topic, version)
        if topic.shown is None:
            raise Refused(_("专题没有公开，不用撤下。"))
        withdrawn, old = topic.thing, {"version": topic.shown.number}
        take_back(topic, reason=reason.strip())
        done.note("topic.withdrawn", of=withdrawn, agency=topic.agency.holder, old=old, new={"reason": reason.strip()})
    return topic


def _held(topic: Topic, version: int) -> Topic:
    found: Topic = Topic.objects.select_for_update(of=("self",)).select_related("agency", "shown").get(pk=topic.pk)
    if found.version != version:
        raise Stale
    found.version += 1
    return found
