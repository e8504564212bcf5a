"""Several at once at one document: each act as a whole, one after the other, or refused in words."""

from __future__ import annotations

import threading
from collections.abc import Callable
from random import Random

import pytest
from django.db import connection

from gongkai.web.agencies import actions
from gongkai.web.agencies.officers import NotPermitted
from gongkai.web.agencies.refusals import Refused as TreeRefused
from gongkai.web.audit.acts import act
from gongkai.web.audit.models import Event
from gongkai.web.audit.verifying import verify
from gongkai.web.disclosure.actions import keep, save
from gongkai.web.disclosure.examining.examination import examine
from gongkai.web.disclosure.examining.rulings import OVERRULE, rule
from gongkai.web.disclosure.models import Document, Examination, Finding, Publication
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.models import Process
from gongkai.web.workflow.refusals import Refused
from tests.examine.made import identity
from tests.web.copies import Committed
from tests.web.disclosure.scene import guide, process_of, rules, text, walk
from tests.web.world import BY, TODAY, World, build

LEAK = identity(Random(3))


def at_once(*deeds: Callable[[], object]) -> list[BaseException]:
    """Do them in threads that begin together; what they raised."""
    raised: list[BaseException] = []
    begin = threading.Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> None:
        begin.wait()
        try:
            deed()
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_a_version_saved_while_another_is_retracted_is_not_lost(committed: Committed) -> None:
    world = build()
    document = rules(world)
    walk(document, world)
    handler, office = world.officer("handler@civil"), world.officer("disclosure@civil")
    for number in range(2, 10):
        process = process_of(document)
        raised = at_once(
            lambda number=number: save(document, text("保密审查制度", f"<p>{number}</p>"), based_on=number, by=handler),
            lambda process=process: perform(process, "retract", by=office, comment="演示"),
        )
        assert [error for error in raised if not isinstance(error, Refused)] == []
        found = Document.objects.get(pk=document.pk)
        assert found.latest == found.versions.count()
        for deed, name in (
            ("submit", "handler"), ("pass", "reviewer"), ("pass", "secrecy"), ("approve", "approver"),
            ("publish", "disclosure"),
        ):  # fmt: skip
            perform(process_of(document), deed, by=world.officer(f"{name}@civil"))
    assert list(verify()) == []


def test_two_who_publish_at_once_publish_once(committed: Committed) -> None:
    world = build()
    document = rules(world)
    process = walk(document, world, 4)
    office = world.officer("disclosure@civil")
    deeds = [lambda: perform(process, "publish", by=office, version=process.version)] * 4
    raised = at_once(*deeds)
    assert [type(error).__mro__[-4].__name__ for error in raised if not isinstance(error, Refused)] == []
    assert (len(raised), Publication.objects.count()) == (3, 1)
    assert Event.objects.filter(verb="document.published").count() == 1


def test_save_and_publish_at_once_publish_what_was_approved(committed: Committed) -> None:
    world = build()
    document = rules(world)
    process = walk(document, world, 4)
    handler, office = world.officer("handler@civil"), world.officer("disclosure@civil")
    raised = at_once(
        lambda: save(document, text("另一个", "<p>没有审过的内容</p>"), based_on=2, by=handler),
        lambda: perform(process, "publish", by=office),
    )
    assert [error for error in raised if not isinstance(error, Refused)] == []
    assert not Publication.objects.filter(html__contains="没有审过").exists()


def test_two_guides_at_once_are_one(committed: Committed) -> None:
    world = build()
    raised = at_once(*[lambda: guide(world)] * 3)
    assert [error for error in raised if not isinstance(error, Refused)] == []
    assert Document.objects.filter(kind="guide").count() == 1


def test_move_merge_and_close_at_once_leave_one_tree(committed: Committed) -> None:
    world = build()
    by, slugs = world.officer("administrator@district"), ("civil", "street", "welfare")
    civil, street, welfare = (world.agencies[slug] for slug in slugs)
    raised = at_once(
        lambda: actions.move(welfare, superior=street, day=TODAY, version=1, by=by),
        lambda: actions.merge({civil: 1}, into=street, day=TODAY, by=by),
        lambda: actions.close(civil, day=TODAY, version=1, by=by),
    )
    assert [error for error in raised if not isinstance(error, TreeRefused)] == []
    welfare.refresh_from_db()
    street.refresh_from_db()
    assert welfare.path.startswith(street.path)
    assert list(verify()) == []


def test_a_merger_while_officers_work_loses_nothing(committed: Committed) -> None:
    world = build()
    titles = ["甲制度", "乙制度", "丙制度"]
    first, second, third = (rules(world, title) for title in titles)
    perform(process_of(third), "submit", by=world.officer("handler@civil"))
    civil, by = world.agencies["civil"], world.officer("administrator@district")
    raised = at_once(
        lambda: actions.merge({civil: 1}, into=world.agencies["street"], day=TODAY, by=by),
        lambda: save(first, text("甲制度", "<p>改</p>"), based_on=2, by=world.officer("handler@civil")),
        lambda: perform(process_of(second), "submit", by=world.officer("handler@civil")),
        lambda: perform(process_of(third), "pass", by=world.officer("reviewer@civil")),
    )
    assert [error for error in raised if not isinstance(error, Refused | NotPermitted)] == []
    open_now = Process.objects.running()
    assert {process.agency.slug for process in open_now.select_related("agency")} == {"street"}
    assert sorted(process.title for process in open_now) == sorted(titles)
    assert list(verify()) == []


def closed(world: World) -> None:
    with act(by=BY) as done:
        agency = world.agencies["civil"]
        agency.closed = TODAY
        agency.save()
        done.note("agency.closed", of=agency.thing, agency=agency.holder)


def test_nothing_is_written_for_an_agency_that_is_closed(world: World) -> None:
    document = rules(world)
    closed(world)
    with pytest.raises(Refused):
        save(document, text("另名", "<p>闭</p>"), based_on=2, by=world.officer("handler@civil"))
    document.refresh_from_db()
    assert document.latest == 2


def test_what_is_kept_fits_whatever_was_typed(world: World) -> None:
    document = rules(world)
    kept = keep(document, text("长" * 5000 + "\0", "<p>\0</p>"), said={}, based_on=2, by=world.officer("handler@civil"))
    assert len(kept.title) == 200
    assert "\0" not in str(kept.sections)


def test_a_save_and_a_submission_at_once_send_on_nothing_that_leaks(committed: Committed) -> None:
    world = build()
    handler = world.officer("handler@civil")
    for number in range(4):
        document = rules(world, f"审查制度{number}")
        process = process_of(document)
        raised = at_once(
            lambda document=document: save(document, text("审查制度", f"<p>{LEAK}</p>"), based_on=2, by=handler),
            lambda process=process: perform(process, "submit", by=handler),
        )
        assert [error for error in raised if not isinstance(error, Refused)] == []
        latest = Document.objects.get(pk=document.pk).versions.order_by("-number")[0]
        assert LEAK in str(latest.sections)
        assert process_of(document).state == "draft"
    assert list(verify()) == []


def test_several_who_examine_at_once_examine_once(committed: Committed) -> None:
    world = build()
    document = rules(world)
    raised = at_once(*[lambda: examine(document, by=world.officer("handler@civil"))] * 4)
    assert raised == []
    assert Examination.objects.count() == 1


def test_a_ruling_and_a_new_version_at_once_rule_on_what_was_read(committed: Committed) -> None:
    world = build()
    document = rules(world)
    handler, secrecy = world.officer("handler@civil"), world.officer("secrecy@civil")
    save(document, text("审查制度", f"<p>{LEAK}</p>"), based_on=2, by=handler)
    examine(document, by=handler)
    finding = Finding.objects.get(severity="error")
    raised = at_once(
        lambda: rule(finding, OVERRULE, reason="演示", by=secrecy),
        lambda: save(document, text("审查制度", f"<p>改为{LEAK}</p>"), based_on=3, by=handler),
    )
    assert [error for error in raised if not isinstance(error, Refused)] == []
    document.refresh_from_db()
    examine(document, by=handler)
    assert {found.state for found in Finding.objects.filter(examination__current=True, severity="error")} == {"open"}
