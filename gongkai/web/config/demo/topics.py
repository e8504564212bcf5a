"""The topics of the demo: one that the public reads, one under review."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.config.demo.data import entries
from gongkai.web.disclosure.batches.actions import under_way
from gongkai.web.disclosure.models import Document
from gongkai.web.disclosure.topics.actions import begin, change, send
from gongkai.web.workflow.actions import perform


def load(tree: Mapping[str, Agency], people: Mapping[str, Officer], written: Mapping[str, Document]) -> None:
    for entry in entries("topics"):
        agency, by = tree[entry["agency"]], people[entry["by"]]
        topic = begin(agency, title=entry["title"], by=by)
        numbers = [written[name].index_number for name in entry["documents"]]
        topic = change(topic, title=topic.title, intro=entry["intro"], numbers=numbers, version=topic.version, by=by)
        send(topic, by=by)
        for name, step in entry["steps"]:
            process = under_way("topic", agency, topic)
            assert process is not None  # it was sent
            perform(process, step, by=people[name])
